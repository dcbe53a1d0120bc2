import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeTabs, type FakeTabs, type LockBehaviour } from '../doubles/fakeTabs.ts';
import { inOneTab } from './oneTab.ts';

let browser: FakeTabs;
let page: { hidden: boolean };

beforeEach(() => {
  vi.useFakeTimers();
  browser = createFakeTabs();
  page = { hidden: false };
  vi.stubGlobal('navigator', { locks: browser.locks });
  vi.stubGlobal('document', page);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

describe('inOneTab', () => {
  it('calls the function of one of two tabs, and that of the other one after the quiet time', async () => {
    const action = vi.fn();
    inOneTab('reminder', 5_000, action);
    inOneTab('reminder', 5_000, action);
    await pass(4_999);
    expect(action).toHaveBeenCalledTimes(1);
    inOneTab('reminder', 5_000, action);
    await pass(1);
    expect(action).toHaveBeenCalledTimes(1);
    inOneTab('reminder', 5_000, action);
    await pass(0);
    expect(action).toHaveBeenCalledTimes(2);
  });

  it('calls the functions of other tabs as soon as the returned function is called', async () => {
    const action = vi.fn();
    const endQuietTime = inOneTab('reminder', 5_000, () => undefined);
    await pass(0);
    endQuietTime();
    await pass(0);
    inOneTab('reminder', 5_000, action);
    await pass(0);
    expect(action).toHaveBeenCalledTimes(1);
  });

  it('calls nothing after it was ended, and does not keep other tabs quiet', async () => {
    const action = vi.fn();
    inOneTab('reminder', 5_000, action)();
    page.hidden = true;
    inOneTab('reminder', 5_000, action)();
    await pass(2_000);
    expect(action).not.toHaveBeenCalled();
    expect(browser.held()).toEqual([]);
  });

  it('lets a visible tab go first, and lets a hidden tab keep others quiet for a short time only', async () => {
    const hidden = vi.fn();
    const seen = vi.fn();
    page.hidden = true;
    inOneTab('reminder', 60_000, hidden);
    await pass(999);
    expect(hidden).not.toHaveBeenCalled();
    await pass(1);
    expect(hidden).toHaveBeenCalledTimes(1);
    await pass(2_000);
    page.hidden = false;
    inOneTab('reminder', 60_000, seen);
    await pass(0);
    expect(seen).toHaveBeenCalledTimes(1);
  });

  it.each<LockBehaviour>(['rejects', 'throws', 'hangs', 'grants nothing'])(
    'calls the function once, within 300 ms, in a browser whose Web Locks API %s',
    async (behaviour) => {
      browser.answerLocks(behaviour);
      const action = vi.fn();
      inOneTab('reminder', 5_000, action);
      await pass(300);
      expect(action).toHaveBeenCalledTimes(1);
      await pass(60_000);
      expect(action).toHaveBeenCalledTimes(1);
    },
  );

  it('calls the function where the browser has no Web Locks', async () => {
    vi.stubGlobal('navigator', {});
    const action = vi.fn();
    inOneTab('reminder', 5_000, action);
    await pass(0);
    expect(action).toHaveBeenCalledTimes(1);
  });
});
