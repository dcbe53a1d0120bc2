import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeTabs, type FakeTabs } from '../doubles/fakeTabs.ts';
import { steadyNow } from '../model/steadyClock.ts';
import {
  createSimulatedDesktop,
  type SimulatedDesktop,
} from '../testing/createSimulatedDesktop.ts';
import { simulatedCall } from '../testing/simulatedCalls.ts';
import { watchPauseLimit, type PauseLimit, type PauseToLimit } from './pauseLimit.ts';

const open: (() => void)[] = [];
let browser: FakeTabs;

beforeEach(() => {
  vi.useFakeTimers();
  browser = createFakeTabs();
  vi.stubGlobal('navigator', { locks: browser.locks });
  vi.stubGlobal('BroadcastChannel', browser.BroadcastChannel);
});
afterEach(() => {
  for (const close of open.splice(0)) close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

interface Watched extends SimulatedDesktop, PauseLimit {
  /** What the watcher did, in order: "warn 30 s", "put off", "resume". */
  readonly done: string[];
}

/** A call that has just been paused, with two minutes until the limit. */
async function watching(options: Partial<PauseToLimit> = {}): Promise<Watched> {
  const simulated = createSimulatedDesktop({
    calls: [simulatedCall({ id: 'c1', recordingState: 'Paused' })],
  });
  open.push(simulated.desktop.connect());
  await simulated.simulation.advance(0);
  const done: string[] = [];
  const pauseLimit = watchPauseLimit({
    desktop: simulated.desktop,
    callId: 'c1',
    limit: 120_000,
    atLimit: 'resume',
    reachedAt: steadyNow() + 120_000,
    isSeen: () => true,
    onPutOff: () => done.push('put off'),
    onWarning: (remaining) => done.push(`warn ${Math.round(remaining / 1_000)} s`),
    resume: () => done.push('resume'),
    ...options,
  });
  open.push(pauseLimit.stop);
  return { ...simulated, ...pauseLimit, done };
}

describe('watchPauseLimit', () => {
  it('warns once, half a minute before the limit, and asks once for a Resume', async () => {
    const { done, simulation } = await watching();
    await simulation.advance(89_000);
    expect(done).toEqual([]);
    await simulation.advance(2_000);
    expect(done).toEqual(['warn 29 s']);
    await simulation.advance(60_000);
    expect(done).toEqual(['warn 29 s', 'resume']);
  });

  it('only warns unless it was agreed that the recording resumes', async () => {
    const { done, simulation } = await watching({ atLimit: 'remind' });
    await simulation.advance(600_000);
    expect(done).toEqual(['warn 29 s']);
  });

  it('warns again after the agent has put the limit off', async () => {
    const { done, simulation, keepPaused } = await watching();
    await simulation.advance(100_000);
    keepPaused();
    await simulation.advance(100_000);
    expect(done).toEqual(['warn 29 s', 'put off', 'warn 29 s']);
  });

  it('puts the limit off while the agent cannot see it', async () => {
    let isSeen = false;
    const { done, simulation } = await watching({ isSeen: () => isSeen });
    await simulation.advance(300_000);
    expect(new Set(done)).toEqual(new Set(['put off']));
    isSeen = true;
    done.length = 0;
    await simulation.advance(31_000);
    expect(done).toEqual(['warn 29 s', 'resume']);
  });

  it('ignores a message of another tab that contains no valid time', async () => {
    const { done, simulation } = await watching();
    // A tab with another version of the library, or another script of the page, might send such
    // messages.
    for (const message of [
      null,
      'c1',
      { callId: 'c1' },
      { callId: 'c1', remaining: Number.NaN },
      { callId: 'c1', remaining: Infinity },
      { callId: 'c1', remaining: -1 },
      { callId: 'c1', remaining: '60000' },
      { callId: 'c2', remaining: 60_000 },
    ])
      for (const channel of browser.channels())
        channel.dispatchEvent(new MessageEvent('message', { data: message }));
    await simulation.advance(1_000);
    expect(done).toEqual([]);
    await simulation.advance(121_000);
    expect(done).toEqual(['warn 29 s', 'resume']);
  });

  it('is put off when the agent puts it off in another tab', async () => {
    const here = await watching();
    const there = await watching();
    await here.simulation.advance(100_000);
    there.keepPaused();
    await here.simulation.advance(60_000);
    expect(here.done).toEqual(['warn 29 s', 'put off']);
    expect(there.done).toEqual(['warn 29 s', 'put off']);
  });
});
