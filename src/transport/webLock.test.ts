import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeTabs, type FakeTabs, type LockBehaviour } from '../doubles/fakeTabs.ts';
import { takeLock, waitForLock } from './webLock.ts';

let tabs: FakeTabs;

beforeEach(() => {
  vi.useFakeTimers();
  tabs = createFakeTabs();
  vi.stubGlobal('navigator', { locks: tabs.locks });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** How long it has taken so far, and whether the caller may go on. */
function watch(taking: Promise<(() => void) | undefined>): {
  readonly outcome: () => 'waits' | 'goes on' | 'is refused';
  readonly release: () => void;
} {
  let outcome: 'waits' | 'goes on' | 'is refused' = 'waits';
  let release: (() => void) | undefined;
  void taking.then((given) => {
    release = given;
    outcome = given ? 'goes on' : 'is refused';
  });
  return { outcome: () => outcome, release: () => release?.() };
}

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

describe('waitForLock', () => {
  it('gives the lock to one caller after the other, even if each keeps it for long', async () => {
    const first = watch(waitForLock('reads', 20_000));
    const second = watch(waitForLock('reads', 20_000));
    await pass(10_000);
    expect([first.outcome(), second.outcome()]).toEqual(['goes on', 'waits']);
    first.release();
    await pass(0);
    expect(second.outcome()).toBe('goes on');
    second.release();
    await pass(0);
    expect([tabs.held(), vi.getTimerCount()]).toEqual([[], 0]);
  });

  it('lets the caller go on without the lock when the time is over', async () => {
    const first = watch(waitForLock('reads', 20_000));
    const second = watch(waitForLock('reads', 20_000));
    await pass(20_000);
    expect(second.outcome()).toBe('goes on');
    first.release();
    await pass(0);
    expect(tabs.held()).toEqual([]);
  });

  it.each<[LockBehaviour, number]>([
    ['rejects', 0],
    ['throws', 0],
    ['grants nothing', 0],
    ['hangs', 20_000],
  ])('lets the caller go on where the browser %s, after %i ms', async (behaviour, ms) => {
    tabs.answerLocks(behaviour);
    const only = watch(waitForLock('reads', 20_000));
    await pass(ms);
    expect(only.outcome()).toBe('goes on');
  });
});

describe('takeLock', () => {
  it('gives the lock to the first that asks, and refuses the second at once', async () => {
    const first = watch(takeLock('call', 0));
    const second = watch(takeLock('call', 0));
    await pass(0);
    expect([first.outcome(), second.outcome()]).toEqual(['goes on', 'is refused']);
  });

  it('gives the lock again after it was released', async () => {
    const first = watch(takeLock('call', 0));
    await pass(0);
    first.release();
    await pass(0);
    expect(tabs.held()).toEqual([]);
    const second = watch(takeLock('call', 0));
    await pass(0);
    expect(second.outcome()).toBe('goes on');
  });

  it('keeps the locks of two calls apart', async () => {
    const first = watch(takeLock('call-1', 0));
    const second = watch(takeLock('call-2', 0));
    await pass(0);
    expect([first.outcome(), second.outcome()]).toEqual(['goes on', 'goes on']);
  });

  it('waits for another tab to release the lock until the timeout', async () => {
    const first = watch(takeLock('call', 0));
    const second = watch(takeLock('call', 2_000));
    await pass(1_999);
    expect(second.outcome()).toBe('waits');
    first.release();
    await pass(0);
    expect(second.outcome()).toBe('goes on');
    second.release();
    await pass(0);
    expect(tabs.held()).toEqual([]);
  });

  it('stops waiting when the other tab keeps the lock longer, and does not take it later', async () => {
    const first = watch(takeLock('call', 0));
    const second = watch(takeLock('call', 2_000));
    await pass(2_000);
    expect(second.outcome()).toBe('is refused');
    first.release();
    await pass(0);
    expect(tabs.held()).toEqual([]);
  });

  it.each<LockBehaviour>(['rejects', 'throws', 'hangs', 'grants nothing'])(
    'goes on within 300 ms in a browser whose Web Locks API %s',
    async (behaviour) => {
      tabs.answerLocks(behaviour);
      const taken = watch(takeLock('call', 5_000));
      await pass(300);
      expect(taken.outcome()).toBe('goes on');
      taken.release();
      expect(tabs.asked()).toBe(2);
    },
  );

  it.each([
    ['has no Web Locks API', {}],
    ['has no navigator', undefined],
  ])('goes on at once where the browser %s', async (_, navigator) => {
    vi.stubGlobal('navigator', navigator);
    const taken = watch(takeLock('call', 5_000));
    await pass(0);
    expect(taken.outcome()).toBe('goes on');
  });

  it('lets the caller go on when the browser fails while it waits for another tab', async () => {
    watch(takeLock('call', 0));
    const second = watch(takeLock('call', 5_000));
    await pass(10);
    expect(second.outcome()).toBe('waits');
    tabs.failWaiting();
    await pass(0);
    expect(second.outcome()).toBe('goes on');
  });

  it('releases a lock that a slow browser gives after the caller has released it', async () => {
    const answers: (() => unknown)[] = [];
    const request = (_: string, __: LockOptions, run: () => unknown): Promise<unknown> =>
      new Promise(() => {
        answers.push(run);
      });
    vi.stubGlobal('navigator', { locks: { request } });
    const taken = watch(takeLock('call', 0));
    await pass(300);
    expect(taken.outcome()).toBe('goes on');
    taken.release();
    // The browser holds the lock until this promise has settled.
    await expect(answers[0]?.()).resolves.toBeUndefined();
  });
});
