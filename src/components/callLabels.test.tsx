import { screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { renderDesktop } from '../doubles/renderDesktop.tsx';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { CallList, type CallListProps } from './CallList.tsx';
import { RecordingControls } from './RecordingControls.tsx';

const calls = [
  simulatedCall({ id: 'c1', recordingState: 'Recording' }),
  simulatedCall({ id: 'c2', recordingState: 'Recording' }),
];
type CallLabel = NonNullable<CallListProps['callLabel']>;
let count = 0;

it.each<[string, () => unknown, string | RegExp]>([
  // React rendered these for ever, and then removed the whole list.
  ['another text each time', () => `Caller ${(count += 1)}`, /^Call recording, Caller \d+$/],
  ['another object each time', () => ({ name: 'Ada' }), 'Call recording'],
  ['a promise', async () => 'Ada', 'Call recording'],
  ['a promise that fails', async () => Promise.reject(new Error('no')), 'Call recording'],
  ['a number', () => 42, 'Call recording, 42'],
  ['null', () => null, 'Call recording'],
  ['an empty text', () => ' ', 'Call recording'],
  ['a symbol', () => Symbol('no'), 'Call recording'],
])('a host whose callLabel returns %s has a list', async (_, callLabel, name) => {
  const errors = vi.spyOn(console, 'error');
  const announced: string[] = [];
  // A host without TypeScript may return anything.
  const { meanwhile, simulation, pass } = await renderDesktop(
    <CallList callLabel={callLabel as CallLabel} />,
    { calls, announce: (text) => announced.push(text) },
  );
  await meanwhile(() => simulation.supervisor('PauseCallRecording', 'c1'));
  await pass(1_000);
  for (const group of screen.getAllByRole('group')) expect(group).toHaveAccessibleName(name);
  expect(announced.join()).toMatch(/Recording paused\.$/);
  expect(announced.join()).not.toMatch(/\[object|null|undefined|^: |^ /);
  expect(errors).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});

it.each<[unknown, string]>([
  [42, 'Call recording, 42'],
  [null, 'Call recording'],
  ['', 'Call recording'],
  [{ name: 'Ada' }, 'Call recording'],
  [Symbol('no'), 'Call recording'],
])('controls whose callLabel is %j have a name', async (callLabel, name) => {
  // A host without TypeScript may give anything.
  await renderDesktop(<RecordingControls callId="c1" callLabel={callLabel as string} />, { calls });
  expect(screen.getByRole('group')).toHaveAccessibleName(name);
});
