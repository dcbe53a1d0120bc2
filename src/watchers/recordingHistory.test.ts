import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { timelineOf, type TimelineStretch } from '../model/timeline.ts';
import { createSimulatedDesktop } from '../testing/createSimulatedDesktop.ts';
import type { Simulation } from '../testing/simulation.ts';
import { eventOf, wireCall } from '../doubles/fakeWire.ts';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import { keepRecordingHistory, recordingHistoryOf } from './recordingHistory.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

interface Fixture {
  readonly desktop: AgentDesktop;
  readonly simulation: Simulation;
  readonly pass: (seconds: number) => Promise<void>;
}

/** A call that has been recorded for 30 s when the page first hears of it. */
async function openFixture(): Promise<Fixture> {
  const call = simulatedCall({ id: 'c1', recordingState: 'Recording', seconds: 30 });
  const { desktop, simulation } = createSimulatedDesktop({ calls: [call] });
  desktop.connect();
  const pass = (seconds: number): Promise<void> => simulation.advance(seconds * 1_000);
  await pass(0);
  return { desktop, simulation, pass };
}

function timeline(desktop: AgentDesktop, callId = 'c1'): readonly TimelineStretch[] {
  const { ended } = desktop.call(callId).getState().recording;
  const status = desktop.connection.getState();
  const asOf = 'asOf' in status ? status.asOf : undefined;
  return timelineOf(
    recordingHistoryOf(desktop, callId).getState(),
    ended?.at ?? Date.now(),
    ended ? undefined : asOf,
  );
}

/** The timeline in seconds. It is rounded, because a read takes some milliseconds. */
function stretchesOf(desktop: AgentDesktop, callId?: string): readonly string[] {
  return timeline(desktop, callId).map(
    ({ kind, from, until }) => `${kind} ${Math.round(from / 1_000)}–${Math.round(until / 1_000)}`,
  );
}

describe('the history of a recording', () => {
  it('begins with the call, by its duration, and is unknown until the page got the first report of it', async () => {
    const { desktop, simulation, pass } = await openFixture();
    keepRecordingHistory(desktop);
    await pass(10);
    simulation.supervisor('PauseCallRecording', 'c1');
    await pass(5);
    simulation.supervisor('ResumeCallRecording', 'c1');
    await pass(5);
    expect(stretchesOf(desktop)).toEqual([
      'unknown 0–30',
      'recorded 30–40',
      'paused 40–45',
      'recorded 45–50',
    ]);
  });

  it('contains, if it is begun late, only the present state and since when it is known', async () => {
    const { desktop, simulation, pass } = await openFixture();
    await pass(10);
    simulation.supervisor('PauseCallRecording', 'c1');
    await pass(5);
    keepRecordingHistory(desktop);
    await pass(5);
    expect(stretchesOf(desktop)).toEqual(['unknown 0–40', 'paused 40–50']);
  });

  it('computes the beginning of the call from the last message if it is begun late', async () => {
    const { desktop, simulation, pass } = await openFixture();
    await pass(40);
    simulation.say(eventOf(wireCall({ id: 'c1', seconds: 70 })));
    await pass(5);
    keepRecordingHistory(desktop);
    expect(stretchesOf(desktop)).toEqual(['unknown 0–30', 'recorded 30–75']);
  });

  it('is begun once, however often it is requested', async () => {
    const { desktop, simulation, pass } = await openFixture();
    const listening = vi.spyOn(desktop.callIds, 'subscribe');
    keepRecordingHistory(desktop);
    keepRecordingHistory(desktop);
    expect(listening).toHaveBeenCalledTimes(1);
    simulation.supervisor('PauseCallRecording', 'c1');
    await pass(1);
    expect(stretchesOf(desktop)).toEqual(['unknown 0–30', 'paused 30–31']);
  });

  it('is unknown for the time in which the link was lost, also when the link is back', async () => {
    const { desktop, simulation, pass } = await openFixture();
    keepRecordingHistory(desktop);
    await pass(10);
    simulation.disconnect();
    await pass(20);
    expect(stretchesOf(desktop)).toEqual(['unknown 0–30', 'recorded 30–40', 'unknown 40–60']);
    simulation.reconnect();
    await pass(20);
    expect(desktop.connection.getState().phase).toBe('live');
    const [before, first, hole, again, ...more] = timeline(desktop);
    expect([before?.kind, first?.kind, hole?.kind, again?.kind, more]).toEqual([
      'unknown',
      'recorded',
      'unknown',
      'recorded',
      [],
    ]);
    expect(hole?.from).toBe(40_000);
    expect(hole?.until).toBeGreaterThanOrEqual(60_000);
  });

  it('is unknown since the loss of the link if it is begun while the link is lost', async () => {
    const { desktop, simulation, pass } = await openFixture();
    await pass(10);
    simulation.disconnect();
    await pass(20);
    keepRecordingHistory(desktop);
    expect(stretchesOf(desktop)).toEqual(['unknown 0–30', 'recorded 30–40', 'unknown 40–60']);
  });

  it('ends with the call', async () => {
    const { desktop, simulation, pass } = await openFixture();
    keepRecordingHistory(desktop);
    await pass(10);
    simulation.endCall('c1');
    await pass(20);
    expect(stretchesOf(desktop)).toEqual(['unknown 0–30', 'recorded 30–40']);
  });

  it('is unknown at the end of a call that was gone when the link came back', async () => {
    const { desktop, simulation, pass } = await openFixture();
    keepRecordingHistory(desktop);
    await pass(10);
    simulation.disconnect();
    simulation.endCall('c1');
    await pass(20);
    simulation.reconnect();
    await pass(10);
    expect(desktop.call('c1').getState().recording.ended).toBeDefined();
    expect(stretchesOf(desktop).slice(0, 2)).toEqual(['unknown 0–30', 'recorded 30–40']);
    expect(timeline(desktop).at(2)?.kind).toBe('unknown');
  });

  it('is unknown for the time in which a call that came back was taken for ended', async () => {
    const { desktop, simulation, pass } = await openFixture();
    keepRecordingHistory(desktop);
    await pass(10);
    // A server node that knows nothing of the call answers a read.
    const [call] = simulation.calls();
    for (let events = 0; events < 3; events += 1) simulation.loseNextEvent();
    simulation.happen({ type: 'complete', callId: 'c1' });
    await desktop.refresh();
    await pass(10);
    simulation.happen({
      type: 'begin',
      call: { ...simulatedCall({ id: 'c1' }), ...call, seconds: 50 },
    });
    await desktop.refresh();
    await pass(10);
    expect(stretchesOf(desktop)).toEqual([
      'unknown 0–30',
      'recorded 30–40',
      'unknown 40–50',
      'recorded 50–60',
    ]);
  });

  it('contains all of a call that begins later', async () => {
    const { desktop, simulation, pass } = await openFixture();
    keepRecordingHistory(desktop);
    simulation.happen({ type: 'begin', call: simulatedCall({ id: 'c2', state: 'Ringing' }) });
    await pass(3);
    simulation.happen({ type: 'answer', callId: 'c2' });
    simulation.happen({ type: 'recording', operationName: 'StartCallRecording', callId: 'c2' });
    await pass(4);
    expect(stretchesOf(desktop, 'c2')).toEqual(['not-recorded 0–3', 'recorded 3–7']);
  });

  it('is changed by what the server says, and not by operations that are requested', async () => {
    const { desktop, simulation, pass } = await openFixture();
    keepRecordingHistory(desktop);
    const before = recordingHistoryOf(desktop, 'c1').getState();
    simulation.acceptAndDoNothing();
    await desktop.performOperation('c1', 'PauseCallRecording');
    await pass(20);
    expect(recordingHistoryOf(desktop, 'c1').getState()).toBe(before);
    simulation.disconnect();
    await desktop.performOperation('c1', 'PauseCallRecording').catch(() => undefined);
    await pass(20);
    expect(recordingHistoryOf(desktop, 'c1').getState()).toBe(before);
  });

  it('is found by any id of the call', async () => {
    const { desktop } = await openFixture();
    keepRecordingHistory(desktop);
    const { connId } = desktop.call('c1').getState().call ?? {};
    expect(connId).toBeTruthy();
    expect(recordingHistoryOf(desktop, connId ?? '')).toBe(recordingHistoryOf(desktop, 'c1'));
  });
});
