import { screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { english } from '../i18n/english.ts';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { ConnectionStatus } from './ConnectionStatus.tsx';
import { PauseLimit } from './PauseLimit.tsx';
import { RecordingControls, type RecordingControlsProps } from './RecordingControls.tsx';
import { RecordingStatus } from './RecordingStatus.tsx';
import { renderDesktop } from '../doubles/renderDesktop.tsx';

const calls = [
  simulatedCall({ id: 'c1', recordingState: 'Recording' }),
  simulatedCall({ id: 'c2', recordingState: 'Paused' }),
];
const hostError = new Error('The host is not well.');
const fail = (): never => {
  throw hostError;
};

/** A style that is a text, which React refuses, because no host without TypeScript is told before. */
const refused = { style: 'color: red' } as object;

/** React logs each error that a boundary catches. */
function expectErrorsOfReact(): void {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
}

describe('a host whose functions throw while a widget is rendered', () => {
  it.each<[string, NonNullable<RecordingControlsProps['renderButton']>, string]>([
    ['renderButton throws', fail, 'host-callback-failed'],
    ['the component that renderButton returned throws', () => <Broken />, 'widget-failed'],
  ])('%s: our own button is shown then, and it works', async (_name, renderButton, code) => {
    expectErrorsOfReact();
    const onDiagnostic = vi.fn();
    const { simulation, user, pass } = await renderDesktop(
      <RecordingControls callId="c1" renderButton={renderButton} />,
      { calls, onDiagnostic },
    );
    await user.click(screen.getByRole('button', { name: 'Pause recording' }));
    await pass(0);
    expect(simulation.requests).toHaveLength(1);
    expect(onDiagnostic).toHaveBeenCalledWith(expect.objectContaining({ code, cause: hostError }));
    vi.restoreAllMocks();
  });

  it.each([
    ['RecordingControls', <RecordingControls key="w" callId="c1" {...refused} />],
    ['RecordingStatus', <RecordingStatus key="w" callId="c1" {...refused} />],
    ['PauseLimit', <PauseLimit key="w" callId="c2" limit={60_000} {...refused} />],
  ])('%s still shows the state, and all other widgets are as before', async (widget, ui) => {
    expectErrorsOfReact();
    const onDiagnostic = vi.fn();
    const { meanwhile, simulation } = await renderDesktop(
      [ui, <RecordingControls key="other" callId="c2" />],
      { calls, onDiagnostic },
    );
    expect(onDiagnostic).toHaveBeenCalledWith(
      expect.objectContaining({ code: 'widget-failed', widget }),
    );
    const callId = widget === 'PauseLimit' ? 'c2' : 'c1';
    const shown = (): string | undefined =>
      document.querySelector<HTMLElement>(
        `[data-tallylight='recording-status'][data-call-id='${callId}']`,
      )?.dataset['recordingState'];
    expect(shown()).toBe(callId === 'c1' ? 'Recording' : 'Paused');
    await meanwhile(() => simulation.supervisor('StopCallRecording', callId));
    expect(shown()).toBe('Stopped');
    vi.restoreAllMocks();
  });
});

it('a catalogue without the words of the connection costs only these words', async () => {
  // The whole page of the host was empty.
  expectErrorsOfReact();
  const { connection: _, ...older } = english;
  await renderDesktop(
    <div data-testid="host">
      <ConnectionStatus />
      <RecordingControls callId="c1" />
    </div>,
    { calls, messages: older as typeof english },
  );
  expect(screen.getByTestId('host')).toHaveTextContent(/^Connected.*Recording/);
  vi.restoreAllMocks();
});

function Broken(): never {
  throw hostError;
}
