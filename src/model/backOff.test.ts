import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBackOff, type BackOff } from './backOff.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const chanceIs = (chance: number): unknown => vi.spyOn(Math, 'random').mockReturnValue(chance);

function openBackOff(): { readonly backOff: BackOff; readonly run: ReturnType<typeof vi.fn> } {
  const run = vi.fn();
  const backOff = createBackOff({ first: 1_000, slowest: 8_000, spread: [0.8, 1.2], run });
  return { backOff, run };
}

/** After how many ms the planned run takes place. */
function planned(run: ReturnType<typeof vi.fn>): number {
  const begunAt = performance.now();
  while (run.mock.calls.length === 0 && vi.getTimerCount() > 0) vi.advanceTimersToNextTimer();
  expect(run).toHaveBeenCalledTimes(1);
  return performance.now() - begunAt;
}

describe('a pause', () => {
  it('doubles with each failure, up to the longest one, and begins anew after a success', () => {
    const { backOff } = openBackOff();
    const pauses = Array.from({ length: 6 }, () => backOff.pauseAfterFailure());
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
    backOff.forgetFailures();
    expect(backOff.pauseAfterFailure()).toBe(1_000);
  });

  it.each([
    [0, 800],
    [0.5, 1_000],
    [1, 1_200],
  ])('is shorter or longer by chance, so that many pages do not ask at once: %s', (chance, ms) => {
    chanceIs(chance);
    const { backOff, run } = openBackOff();
    backOff.runAfter(1_000);
    expect(planned(run)).toBe(ms);
  });

  it.each([
    [0, 4_000],
    [1, 5_000],
  ])('is never shorter than the server asked for: %s', (chance, ms) => {
    chanceIs(chance);
    const { backOff, run } = openBackOff();
    backOff.runAfter(1_000, 4_000);
    expect(planned(run)).toBe(ms);
  });
});

describe('the planned run', () => {
  it('replaces the one that was planned before', () => {
    chanceIs(0.5);
    const { backOff, run } = openBackOff();
    backOff.runAfter(1_000);
    backOff.runAfter(3_000);
    expect(planned(run)).toBe(3_000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not take place when it was cancelled', () => {
    const { backOff, run } = openBackOff();
    backOff.runAfter(1_000);
    backOff.cancel();
    expect(vi.getTimerCount()).toBe(0);
    expect(run).not.toHaveBeenCalled();
  });

  it.each([
    ['later', 5_000, 5_000],
    ['never sooner', 500, 3_000],
  ])('can be put off, %s', (_, ms, due) => {
    chanceIs(0.5);
    const { backOff, run } = openBackOff();
    backOff.runAfter(3_000);
    backOff.putOff(ms);
    expect(planned(run)).toBe(due);
  });

  it('is not made by putting off where none is planned', () => {
    const { backOff, run } = openBackOff();
    backOff.putOff(500);
    backOff.runAfter(1_000);
    planned(run);
    backOff.putOff(500);
    expect(vi.getTimerCount()).toBe(0);
  });
});
