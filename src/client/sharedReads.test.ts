import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { steadyNow, toClientTime } from '../model/steadyClock.ts';
import type { TabReads } from '../transport/notificationLink.ts';
import { createEventOrder } from './eventOrder.ts';
import { createInspector } from './inspection.ts';
import { createSharedReads, type SharedReads } from './sharedReads.ts';

// How tabs read together is tested with several tabs in readsOfTabs.test.ts. Here one tab hears what a
// leader says, to the millisecond.

let role: ReturnType<TabReads['role']>;
let told: string[];
let places: number[];
let reads: SharedReads;

beforeEach(() => {
  vi.useFakeTimers();
  role = 'following';
  told = [];
  places = [];
  const order = createEventOrder();
  reads = createSharedReads({
    tabs: {
      role: () => role,
      tell: ({ type }) => told.push(type),
      turn: async () => () => undefined,
      patience: 5_000,
    },
    order: {
      ...order,
      placeRead: (since) => {
        places.push(since ?? 0);
        return order.placeRead(since);
      },
    },
    reconciler: {
      receiveMessage: () => undefined,
      receiveAnswer: async (_answer, _asked, onTaken) => {
        onTaken('all');
        return 'all';
      },
      stop: () => undefined,
    },
    inspector: createInspector(() => undefined),
    onWanted: () => undefined,
    notify: () => undefined,
  });
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const hearAsked = (at: number): void => {
  reads.receive({ type: 'asked', key: 'leader 1', at: toClientTime(at) });
};

/** A read that this tab wants. `end` is when it ended, in ms from now, and with which result. */
function want(): { readonly asked: () => boolean; readonly end: () => string | undefined } {
  const begun = steadyNow();
  let asked = false;
  let end: string | undefined;
  void reads
    .askLeader(
      () => {
        asked = true;
      },
      () => undefined,
    )
    .then((result) => {
      end = `${result} after ${steadyNow() - begun} ms`;
    });
  return { asked: () => asked, end: () => end };
}

describe('a read that a tab wants from the leader', () => {
  it('is the tab’s own when the leader has said nothing for 2 s', async () => {
    const { end } = want();
    await pass(10_000);
    expect([told, end()]).toEqual([['wanted'], 'undefined after 2025 ms']);
  });

  it('is waited for as long as the leader may need, once the leader has asked the server', async () => {
    const { asked, end } = want();
    await pass(100);
    hearAsked(steadyNow());
    expect(asked()).toBe(true);
    await pass(10_000);
    expect(end()).toBe('undefined after 5100 ms');
  });

  it('is the tab’s own within 2 s when this tab has become the leader', async () => {
    const { end } = want();
    await pass(100);
    hearAsked(steadyNow());
    role = 'leading';
    await pass(10_000);
    expect(end()).toBe('undefined after 2100 ms');
  });

  it.each([
    [1_000, true],
    [1_001, false],
  ])('may be one that the leader has begun %i ms before: %s', async (before, isAsked) => {
    await pass(2_000);
    const { asked } = want();
    hearAsked(steadyNow() - before);
    expect(asked()).toBe(isAsked);
  });
});

describe('a read of the leader', () => {
  it('takes its place in the order of events at the time when the leader asked', async () => {
    await pass(1_000);
    hearAsked(steadyNow() - 300);
    expect(places).toEqual([300]);
  });

  it.each([
    ['more than the clocks of two tabs may differ, after', 6, 1],
    ['as much as the clocks of two tabs may differ, after', 5, 0],
    ['before', -100, 0],
  ])('that was asked %s an own read is used or ignored', async (_, later, used) => {
    await pass(1_000);
    reads.noteOwnRead();
    const at = steadyNow() + later;
    await pass(100);
    hearAsked(at);
    expect(places).toHaveLength(used);
  });

  it.each([
    [5, 1],
    [6, 0],
  ])('that was asked %i ms in the future is used or ignored', async (ahead, used) => {
    await pass(1_000);
    hearAsked(steadyNow() + ahead);
    expect(places).toHaveLength(used);
  });
});
