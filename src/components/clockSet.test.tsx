import { screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { PauseLimit } from './PauseLimit.tsx';
import { RecordingControls } from './RecordingControls.tsx';
import { renderDesktop, type RenderedDesktop } from '../doubles/renderDesktop.tsx';

// This happened: the time service of an agent's computer corrected its clock during a pause. The
// reminder never came, the clock of the pause stopped or showed an hour, and the pause limit ran
// out an hour late.

const calls = [simulatedCall({ id: 'c1', recordingState: 'Recording' })];
const hour = 3_600_000;

/** A pause of ten seconds, after which the client's clock is set. */
async function pausedWithClockSet(
  by: number,
  ui = <RecordingControls callId="c1" />,
): Promise<RenderedDesktop & { readonly reminders: readonly number[] }> {
  const reminders: number[] = [];
  const rendered = await renderDesktop(ui, {
    calls,
    pauseReminder: { onReminder: ({ pausedFor }) => reminders.push(pausedFor) },
  });
  await rendered.meanwhile(() => {
    rendered.simulation.supervisor('PauseCallRecording', 'c1');
  });
  await rendered.pass(10_000);
  vi.setSystemTime(Date.now() + by);
  return { ...rendered, reminders };
}

describe.each([-24 * hour, -hour, hour, 24 * hour])('a clock that is set by %i ms', (by) => {
  it('changes no displayed duration by more than a second', async () => {
    const { pass } = await pausedWithClockSet(by);
    await pass(3_000);
    expect(screen.getByRole('timer')).toHaveTextContent(/^0:1[234]$/);
  });

  it('lets the reminder come when the pause has lasted a minute, with its true length', async () => {
    const { pass, reminders } = await pausedWithClockSet(by);
    await pass(45_000);
    expect(reminders).toEqual([]);
    await pass(10_000);
    expect(reminders).toHaveLength(1);
    expect(reminders[0]).toBeGreaterThanOrEqual(60_000);
    expect(reminders[0]).toBeLessThan(62_000);
  });

  it('lets a pause reach its limit at the agreed time', async () => {
    const { pass, simulation } = await pausedWithClockSet(
      by,
      <PauseLimit callId="c1" limit={180_000} atLimit="resume" />,
    );
    await pass(160_000);
    expect(simulation.requests).toEqual([]);
    await pass(20_000);
    expect(simulation.requests).toEqual([{ callId: 'c1', operationName: 'ResumeCallRecording' }]);
  });
});
