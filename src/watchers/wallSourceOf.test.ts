import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { WallCall, WallMessage } from '../model/wallSource.ts';
import { parseWallMessage } from '../protocol/parseWallMessage.ts';
import { createSimulatedDesktop } from '../testing/createSimulatedDesktop.ts';
import type { Simulation } from '../testing/simulation.ts';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { wallSourceOf } from './wallSourceOf.ts';

interface Opened {
  readonly simulation: Simulation;
  readonly messages: WallMessage[];
  /** Returns the last report about a call, or nothing if the call is gone. */
  readonly last: (id: string) => WallCall | undefined;
  readonly stop: () => void;
}

/** The desktop of one agent with two calls, as the source of a wall. */
async function openDesk(before?: (simulation: Simulation) => void): Promise<Opened> {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const { desktop, simulation } = createSimulatedDesktop({
    calls: ['c1', 'c2'].map((id) =>
      simulatedCall({ id, recordingState: 'Recording', otherParty: `number of ${id}` }),
    ),
  });
  before?.(simulation);
  const messages: WallMessage[] = [];
  const stop = wallSourceOf([{ id: 'a1', name: 'Ada King', desktop }]).subscribe((message) => {
    messages.push(message);
    // It can be sent as JSON, and a wall can read all of it.
    expect(parseWallMessage(JSON.parse(JSON.stringify(message)))).toMatchObject({
      ok: true,
      problems: [],
    });
  });
  await simulation.advance(1_000);
  return {
    simulation,
    messages,
    stop,
    last: (id) =>
      messages
        .flatMap((message) => {
          if (message.type === 'snapshot') return message.calls.filter((call) => call.id === id);
          if (message.type === 'call' && message.call.id === id) return [message.call];
          return message.type === 'gone' && message.id === id ? [undefined] : [];
        })
        .at(-1),
  };
}

describe('an agent’s desktop as the source of a wall', () => {
  it('reports that nothing is known yet, and then the calls of the server', async () => {
    const { messages, last } = await openDesk();
    expect(messages[0]).toEqual({
      type: 'snapshot',
      calls: [{ id: 'a1', agent: 'Ada King', recordingState: 'Unknown', notHeardFor: 0 }],
    });
    expect(last('a1')).toBeUndefined();
    expect(last('a1/c1')).toMatchObject({
      agent: 'Ada King',
      label: 'number of c1',
      recordingState: 'Recording',
      beginning: 'not-seen',
    });
    expect(last('a1/c1')).not.toHaveProperty('notHeardFor');
  });

  it('reports a change once, with the time when it began', async () => {
    const { messages, last, simulation } = await openDesk();
    messages.length = 0;
    simulation.supervisor('PauseCallRecording', 'c2');
    await simulation.advance(5_000);
    expect(last('a1/c2')).toMatchObject({ recordingState: 'Paused', beginning: 'seen' });
    expect(last('a1/c2')?.inStateFor).toBeLessThan(5_000);
    const about = messages.filter(({ type }) => type === 'call');
    expect(about.filter((each) => 'call' in each && each.call.id === 'a1/c1')).toEqual([]);
  });

  it('marks every call of a desktop that has lost the server, with its age', async () => {
    const { last, simulation } = await openDesk();
    simulation.disconnect();
    await simulation.advance(60_000);
    for (const id of ['a1/c1', 'a1/c2']) expect(last(id)?.notHeardFor).toBeGreaterThanOrEqual(0);
    simulation.reconnect();
    await simulation.advance(60_000);
    for (const id of ['a1/c1', 'a1/c2']) expect(last(id)).not.toHaveProperty('notHeardFor');
  });

  it('says that a call is over, and later that it is gone', async () => {
    const { last, simulation } = await openDesk();
    simulation.supervisor('PauseCallRecording', 'c1');
    simulation.endCall('c1');
    await simulation.advance(1_000);
    expect(last('a1/c1')).toMatchObject({ state: 'Completed', recordingState: 'Paused' });
    await simulation.advance(120_000);
    expect(last('a1/c1')).toBeUndefined();
  });

  it('reports that it still works when nothing happens, until it is stopped', async () => {
    const { messages, simulation, stop } = await openDesk();
    messages.length = 0;
    await simulation.advance(30_000);
    expect(messages.filter(({ type }) => type === 'heard')).toHaveLength(3);
    stop();
    messages.length = 0;
    simulation.supervisor('PauseCallRecording', 'c1');
    await simulation.advance(60_000);
    expect(messages).toEqual([]);
  });
});
