import { expect, it, vi } from 'vitest';
import { steadyNow } from './steadyClock.ts';

// The fake clock of Jest 29 replaces `performance.timeOrigin` by a function. Every time was NaN, and
// the calls were never read.
it('tells the time of a fake clock that has no start of the page', () => {
  vi.useFakeTimers({ now: 1_000_000 });
  const origin = vi.spyOn(performance, 'timeOrigin', 'get').mockReturnValue(Number.NaN);
  const before = steadyNow();
  vi.advanceTimersByTime(250);
  const after = steadyNow();
  origin.mockRestore();
  vi.useRealTimers();
  expect([before, after]).toEqual([1_000_000, 1_000_250]);
});
