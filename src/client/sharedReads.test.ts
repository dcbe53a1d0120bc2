import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AgentDesktopError, type AgentDesktopErrorCode } from '../model/errors.ts';
import type { ReadMessage } from '../model/readMessage.ts';
import { steadyNow, toClientTime } from '../model/steadyClock.ts';
import type { TabReads } from '../transport/notificationLink.ts';
import { createEventOrder } from './eventOrder.ts';
import { createInspector } from './inspection.ts';
import type { ReadResult } from './readResult.ts';
import { createSharedReads, type SharedReads } from './sharedReads.ts';

// How tabs read together is tested with several tabs in readsOfTabs.test.ts. Here one tab receives the
// messages of a leader, and the tests check times to the millisecond.

let role: ReturnType<TabReads['role']>;
let told: ReadMessage[];
let notices: unknown[];
let result: ReadResult;
let places: number[];
let reads: SharedReads;

beforeEach(() => {
  vi.useFakeTimers();
  role = 'following';
  told = [];
  notices = [];
  result = 'all';
  places = [];
  const order = createEventOrder();
  reads = createSharedReads({
    tabs: {
      role: () => role,
      tell: (message) => told.push(message),
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
        onTaken(result);
        return result;
      },
      stop: () => undefined,
    },
    inspector: createInspector(() => undefined),
    onWanted: () => undefined,
    notify: (notice) => notices.push(notice),
  });
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const receiveAsked = (at: number, key = 'leader 1'): void => {
  reads.receive({ type: 'asked', key, at: toClientTime(at) });
};
const receiveFailed = (code: AgentDesktopErrorCode, key = 'leader 1'): void => {
  reads.receive({ type: 'failed', key, code, text: 'Failed by the test.' });
};
const readEnded = (): unknown[] =>
  notices.filter((notice) => JSON.stringify(notice).includes('read-elsewhere-ended'));

/** A read that this tab wants. `end` is when it ended, in ms from now, and with which result. */
function want(): {
  readonly asked: () => boolean;
  readonly results: readonly ReadResult[];
  readonly end: () => string | undefined;
} {
  const begun = steadyNow();
  const results: ReadResult[] = [];
  let asked = false;
  let end: string | undefined;
  const endWith = (outcome: string | undefined): void => {
    end = `${outcome} after ${steadyNow() - begun} ms`;
  };
  reads
    .askLeader(
      () => {
        asked = true;
      },
      (taken) => results.push(taken),
    )
    .then(endWith, ({ code }: AgentDesktopError) => endWith(code));
  return { asked: () => asked, results, end: () => end };
}

describe('a read that a tab wants from the leader', () => {
  it('is the tab’s own when the leader has said nothing for 2 s', async () => {
    const { end } = want();
    await pass(10_000);
    expect([told, end()]).toEqual([[{ type: 'wanted' }], 'undefined after 2025 ms']);
  });

  it('is waited for as long as the leader may need, once the leader has asked the server', async () => {
    const { asked, end } = want();
    await pass(100);
    receiveAsked(steadyNow());
    expect(asked()).toBe(true);
    await pass(10_000);
    expect(end()).toBe('undefined after 5100 ms');
  });

  it('is the tab’s own within 2 s when this tab has become the leader', async () => {
    const { end } = want();
    await pass(100);
    receiveAsked(steadyNow());
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
    receiveAsked(steadyNow() - before);
    expect(asked()).toBe(isAsked);
  });
});

describe('a read of the leader', () => {
  it('takes its place in the order of events at the time when the leader asked', async () => {
    await pass(1_000);
    receiveAsked(steadyNow() - 300);
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
    receiveAsked(at);
    expect(places).toHaveLength(used);
  });

  it.each([
    [5, 1],
    [6, 0],
  ])('that was asked %i ms in the future is used or ignored', async (ahead, used) => {
    await pass(1_000);
    receiveAsked(steadyNow() + ahead);
    expect(places).toHaveLength(used);
  });
});

describe('the answer to a read of the leader', () => {
  it('ends the read that this tab wanted, and no read that was wanted after it', async () => {
    const first = want();
    await pass(100);
    receiveAsked(steadyNow());
    await pass(2_000);
    const later = want();
    reads.receive({ type: 'answered', key: 'leader 1', answer: {} });
    await pass(0);
    expect([first.results, first.end()]).toEqual([['all'], 'all after 2100 ms']);
    expect([later.results, later.end()]).toEqual([[], undefined]);
    expect(readEnded()).toEqual([{ type: 'read-elsewhere-ended', key: 'leader 1', ending: 'all' }]);
  });

  // A page that was frozen sends late what it asked before. The tab then ignored the answer to the
  // later read, and showed an older state for a second.
  it('is taken in although the leader tells late of an older read, which is ignored', async () => {
    await pass(2_000);
    reads.noteOwnRead();
    await pass(100);
    const { results } = want();
    receiveAsked(steadyNow());
    receiveAsked(steadyNow() - 1_500, 'leader 0');
    reads.receive({ type: 'answered', key: 'leader 1', answer: {} });
    await pass(0);
    expect([results, readEnded().length]).toEqual([['all'], 1]);
  });

  // A page that led before may go on late, after another has read.
  it.each([
    ['while the newer read is under way', false],
    ['after the newer read was answered', true],
  ])('is not replaced by an older read of which a tab hears %s', async (_, isAnswered) => {
    await pass(2_000);
    const { results } = want();
    const answer = (key: string): void => reads.receive({ type: 'answered', key, answer: {} });
    receiveAsked(steadyNow());
    if (isAnswered) answer('leader 1');
    receiveAsked(steadyNow() - 6, 'leader 0');
    answer('leader 0');
    if (!isAnswered) answer('leader 1');
    await pass(0);
    expect([results, readEnded().length, places]).toEqual([['all'], 1, [0]]);
  });

  it('is reported as unexpected when nothing in it could be read', async () => {
    receiveAsked(steadyNow());
    result = 'nothing';
    reads.receive({ type: 'answered', key: 'leader 1', answer: {} });
    await pass(0);
    expect(readEnded()).toMatchObject([{ ending: { code: 'unexpected-response' } }]);
  });

  it.each(['leading', 'apart'] as const)('is ignored by a tab whose role is %s', async (other) => {
    role = other;
    receiveAsked(steadyNow());
    expect([places, notices]).toEqual([[], []]);
  });
});

describe('a failure of the leader', () => {
  it('is that of the read that this tab wanted, if every tab would meet it', async () => {
    const { end } = want();
    await pass(100);
    receiveAsked(steadyNow());
    receiveFailed('network');
    await pass(0);
    expect(end()).toBe('network after 100 ms');
    expect(readEnded()).toMatchObject([{ ending: { code: 'network' } }]);
  });

  it('lets this tab read by itself, if it may concern only the leader', async () => {
    const { end } = want();
    await pass(100);
    receiveAsked(steadyNow());
    receiveFailed('no-permission');
    await pass(0);
    expect([end(), readEnded()]).toEqual(['undefined after 100 ms', []]);
  });

  it('of another read than the one that this tab waits for ends nothing', async () => {
    const { end } = want();
    await pass(100);
    receiveFailed('network');
    receiveAsked(steadyNow());
    receiveFailed('network', 'leader 2');
    await pass(0);
    expect([end(), readEnded()]).toEqual([undefined, []]);
  });
});

it('a read that the leader has queued is waited for as long as the leader may need', async () => {
  const { end } = want();
  await pass(100);
  reads.receive({ type: 'queued' });
  await pass(10_000);
  expect(end()).toBe('undefined after 5100 ms');
});

it('a read that is queued after the leader has asked for another tab is not waited for longer', async () => {
  const { end } = want();
  await pass(100);
  receiveAsked(steadyNow());
  await pass(1_000);
  reads.receive({ type: 'queued' });
  await pass(10_000);
  expect(end()).toBe('undefined after 5100 ms');
});

it('a leader names each of its reads, and tells a pause only if the server asks for one', () => {
  reads.tellAsked()({ answer: 'first' });
  reads.tellAsked()(new AgentDesktopError('network', 'Failed by the test.'));
  const [asked, answered, askedAgain, failed] = told;
  expect([asked?.type, answered?.type, failed?.type]).toEqual(['asked', 'answered', 'failed']);
  const keyOf = (message: ReadMessage | undefined): string =>
    message && 'key' in message ? message.key : '';
  expect(keyOf(answered)).toBe(keyOf(asked));
  expect(keyOf(failed)).toBe(keyOf(askedAgain));
  expect([keyOf(asked), keyOf(askedAgain)].map((key) => key.split(' ')[1])).toEqual(['1', '2']);
  expect(failed && 'retryAfter' in failed).toBe(false);

  reads.tellAsked()(
    new AgentDesktopError('server-busy', 'Asked by the test.', { retryAfter: 500 }),
  );
  expect(told.at(-1)).toMatchObject({ type: 'failed', retryAfter: 500 });
});
