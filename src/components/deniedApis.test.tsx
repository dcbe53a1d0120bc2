import { screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { renderDesktop } from '../doubles/renderDesktop.tsx';
import { useRecordingInTitle } from '../hooks/useRecordingInTitle.ts';
import { useRecordingShortcuts } from '../hooks/useRecordingShortcuts.ts';
import { useRecordingSounds } from '../hooks/useRecordingSounds.ts';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { MiniWindow } from './MiniWindow.tsx';
import { PauseLimit } from './PauseLimit.tsx';
import { RecordingControls } from './RecordingControls.tsx';
import { RecordingToolbar } from './RecordingToolbar.tsx';
import { SensitiveSection } from './SensitiveSection.tsx';

const shortcuts = { StopCallRecording: 'Alt+Shift+S' } as const;

/** Everything of this library that uses an API which a browser or a frame may deny. */
function Everything(): ReactElement {
  const ref = useRecordingShortcuts(shortcuts);
  useRecordingInTitle();
  useRecordingSounds();
  return (
    <>
      <RecordingToolbar aria-label="Call">
        <RecordingControls ref={ref} callId="c1" />
      </RecordingToolbar>
      <PauseLimit callId="c1" limit={60_000} atLimit="resume" />
      <MiniWindow>In front</MiniWindow>
      <SensitiveSection callId="c1">
        <input aria-label="Card" />
      </SensitiveSection>
    </>
  );
}

const deniable = [
  'AudioContext',
  'BroadcastChannel',
  'MessageChannel',
  'MutationObserver',
  'PerformanceObserver',
  'documentPictureInPicture',
] as const;

function denied(): never {
  throw new DOMException('The operation is insecure.', 'SecurityError');
}

/** The ways in which browsers, frames, and scripts of the page deny an API. */
const ways: Readonly<Record<string, PropertyDescriptor>> = {
  absent: { value: undefined },
  null: { value: null },
  'denied when it is used': { value: denied },
  'denied when it is read': { get: denied },
  // The page got an object of it, and can do nothing with the object.
  'denied when its objects are used': {
    value: function Denied() {
      return new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : denied) });
    },
  },
  'without its methods': {
    value: function Empty() {
      return {};
    },
  },
};

afterEach(() => {
  for (const name of deniable) Reflect.deleteProperty(globalThis, name);
  for (const [name, descriptor] of known) Object.defineProperty(globalThis, name, descriptor);
});
const known = deniable.flatMap((name) => {
  const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
  return descriptor ? [[name, descriptor] as const] : [];
});

describe.each(Object.keys(ways))('where an API is %s', (way) => {
  it.each([...deniable, deniable.join(', ')])('the widgets work without %s', async (names) => {
    for (const name of names.split(', '))
      Object.defineProperty(globalThis, name, { ...ways[way], configurable: true });
    const { pass, user, simulation } = await renderDesktop(<Everything />, {
      calls: [simulatedCall({ id: 'c1', recordingState: 'Recording' })],
    });
    // The section pauses the recording, and then its fields can be used.
    await pass(2_000);
    expect(screen.getByRole('group', { name: 'Call recording' })).toHaveAttribute(
      'data-recording-state',
      'Paused',
    );
    expect(screen.getByRole('textbox', { name: 'Card' })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Stop recording' }));
    await pass(2_000);
    expect(simulation.requests.map(({ operationName }) => operationName)).toEqual([
      'PauseCallRecording',
      'StopCallRecording',
    ]);
    expect(screen.getByRole('group', { name: 'Call recording' })).toHaveAttribute(
      'data-recording-state',
      'Stopped',
    );
  });
});
