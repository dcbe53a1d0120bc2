import { expect, it } from 'vitest';
import { renderDesktop } from '../doubles/renderDesktop.tsx';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { RecordingControls } from './RecordingControls.tsx';

const paused = simulatedCall({ id: 'c1', recordingState: 'Paused' });
const cause = new Error('The host is not well.');
/** A host may give an async function everywhere. Its rejection was an unhandled one of the page. */
const fail = async (): Promise<void> => {
  throw cause;
};

it('a sentence is announced by the provider when an async function of the host cannot announce it', async () => {
  const diagnostics: unknown[] = [];
  const { pass, meanwhile, simulation } = await renderDesktop(<RecordingControls callId="c1" />, {
    calls: [paused],
    announce: fail,
    onDiagnostic: (diagnostic) => diagnostics.push(diagnostic),
  });
  await pass(1_000);
  await meanwhile(() => simulation.supervisor('StopCallRecording', 'c1'));
  await pass(100);
  expect(document.querySelector('[aria-live=polite]')).toHaveTextContent('Recording stopped.');
  expect(diagnostics).toContainEqual({ code: 'host-callback-failed', callback: 'announce', cause });
});

it('the host is told of a reminder, a subscriber and an inspector that fail later', async () => {
  const diagnostics: unknown[] = [];
  const { desktop, pass, meanwhile, simulation } = await renderDesktop(
    <RecordingControls callId="c1" />,
    {
      calls: [paused],
      pauseReminder: { onReminder: fail, onEndedWhilePaused: fail },
      onDiagnostic: (diagnostic) => diagnostics.push(diagnostic),
    },
  );
  desktop.call('c1').subscribe(fail);
  desktop.inspect(fail);
  await pass(61_000);
  await meanwhile(() => simulation.endCall('c1'));
  await pass(1_000);
  for (const callback of ['onReminder', 'onEndedWhilePaused', 'subscribe', 'inspect'])
    expect(diagnostics).toContainEqual({ code: 'host-callback-failed', callback, cause });
});
