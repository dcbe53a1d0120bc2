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
  it('lets one of two tabs speak, and the other one after the quiet time', async () => {
    const speak = vi.fn();
    inOneTab('reminder', 5_000, speak);
    inOneTab('reminder', 5_000, speak);
    await pass(4_999);
    expect(speak).toHaveBeenCalledTimes(1);
    inOneTab('reminder', 5_000, speak);
    await pass(1);
    expect(speak).toHaveBeenCalledTimes(1);
    inOneTab('reminder', 5_000, speak);
    await pass(0);
    expect(speak).toHaveBeenCalledTimes(2);
  });

  it('lets other tabs speak as soon as the returned function is called', async () => {
    const speak = vi.fn();
    const letSpeak = inOneTab('reminder', 5_000, () => undefined);
    await pass(0);
    letSpeak();
    await pass(0);
    inOneTab('reminder', 5_000, speak);
    await pass(0);
    expect(speak).toHaveBeenCalledTimes(1);
  });

  it('does not speak after it was ended, and does not keep other tabs quiet', async () => {
    const speak = vi.fn();
    inOneTab('reminder', 5_000, speak)();
    page.hidden = true;
    inOneTab('reminder', 5_000, speak)();
    await pass(2_000);
    expect(speak).not.toHaveBeenCalled();
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
    'speaks once, within 300 ms, in a browser whose Web Locks API %s',
    async (behaviour) => {
      browser.answerLocks(behaviour);
      const speak = vi.fn();
      inOneTab('reminder', 5_000, speak);
      await pass(300);
      expect(speak).toHaveBeenCalledTimes(1);
      await pass(60_000);
      expect(speak).toHaveBeenCalledTimes(1);
    },
  );

  it('speaks where the browser has no Web Locks', async () => {
    vi.stubGlobal('navigator', {});
    const speak = vi.fn();
    inOneTab('reminder', 5_000, speak);
    await pass(0);
    expect(speak).toHaveBeenCalledTimes(1);
  });
});
