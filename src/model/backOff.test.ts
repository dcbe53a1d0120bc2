import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createBackOff } from './backOff.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Plans attempts that all fail, and returns the pauses before them. */
function pausesOf(count: number, chance: number): readonly number[] {
  vi.spyOn(Math, 'random').mockReturnValue(chance);
  const backOff = createBackOff({ first: 500, longest: 4_000, spread: [0.5, 1] });
  return Array.from({ length: count }, () => {
    const attempt = vi.fn();
    const before = Date.now();
    backOff.plan(attempt);
    vi.runAllTimers();
    expect(attempt).toHaveBeenCalledTimes(1);
    return Date.now() - before;
  });
}

it('doubles each pause up to the longest, and shortens it by up to one half', () => {
  expect(pausesOf(5, 0)).toEqual([250, 500, 1_000, 2_000, 2_000]);
  expect(pausesOf(5, 1)).toEqual([500, 1_000, 2_000, 4_000, 4_000]);
});

it('begins with the first pause again after a success, and not after a cancelled attempt', () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const backOff = createBackOff({ first: 500, longest: 4_000, spread: [0.5, 1] });
  const attempt = vi.fn();
  backOff.plan(attempt);
  backOff.cancel();
  backOff.plan(attempt);
  vi.advanceTimersByTime(499);
  expect(attempt).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(attempt).toHaveBeenCalledTimes(1);
  backOff.reset();
  backOff.plan(attempt);
  vi.advanceTimersByTime(250);
  expect(attempt).toHaveBeenCalledTimes(2);
});

it('keeps only one attempt', () => {
  const backOff = createBackOff({ first: 500, longest: 4_000, spread: [0.5, 1] });
  const [old, latest] = [vi.fn(), vi.fn()];
  backOff.plan(old);
  backOff.plan(latest);
  vi.runAllTimers();
  expect([old.mock.calls.length, latest.mock.calls.length]).toEqual([0, 1]);
});

it('does not let a fixed pause make the next one longer', () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const backOff = createBackOff({ first: 500, longest: 4_000, spread: [0.5, 1] });
  const attempt = vi.fn();
  backOff.plan(attempt, { fixed: 20_000 });
  vi.advanceTimersByTime(9_999);
  expect(attempt).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(attempt).toHaveBeenCalledTimes(1);
  backOff.plan(attempt);
  vi.advanceTimersByTime(250);
  expect(attempt).toHaveBeenCalledTimes(2);
});

it.each([
  [0, 30_000],
  [1, 37_500],
])('never waits less than the server asks for (chance %d)', (chance, pause) => {
  // Regression: a jitter of one half let the client come back to a busy server after half the time.
  vi.spyOn(Math, 'random').mockReturnValue(chance);
  const attempt = vi.fn();
  createBackOff({ first: 500, longest: 4_000, spread: [0.5, 1] }).plan(attempt, {
    retryAfter: 30_000,
  });
  vi.advanceTimersByTime(pause - 1);
  expect(attempt).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(attempt).toHaveBeenCalledTimes(1);
});

it.each([
  [0, 800],
  [0.5, 1_000],
  [1, 1_200],
])('varies a pause within the spread (chance %d)', (chance, pause) => {
  vi.spyOn(Math, 'random').mockReturnValue(chance);
  const attempt = vi.fn();
  createBackOff({ first: 1_000, longest: 4_000, spread: [0.8, 1.2] }).plan(attempt);
  vi.advanceTimersByTime(pause - 1);
  expect(attempt).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(attempt).toHaveBeenCalledTimes(1);
});

it.each([
  ['makes a planned attempt later', 5_000, 5_000],
  ['does not make a planned attempt sooner', 500, 2_000],
])('can be told to put off, which %s', (_, ms, due) => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  const backOff = createBackOff({ first: 3_000, longest: 4_000, spread: [0.8, 1.2] });
  const attempt = vi.fn();
  backOff.plan(attempt);
  vi.advanceTimersByTime(1_000);
  backOff.putOff(ms);
  vi.advanceTimersByTime(due - 1);
  expect(attempt).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(attempt).toHaveBeenCalledTimes(1);
});

it('puts nothing off when no attempt is planned', () => {
  const backOff = createBackOff({ first: 500, longest: 4_000, spread: [0.5, 1] });
  const attempt = vi.fn();
  backOff.putOff(100);
  backOff.plan(attempt);
  vi.runAllTimers();
  backOff.putOff(100);
  backOff.plan(attempt);
  backOff.cancel();
  backOff.putOff(100);
  vi.runAllTimers();
  expect(attempt).toHaveBeenCalledTimes(1);
});
