import { expect, it } from 'vitest';
import { timeOption } from './timeOption.ts';

// A host that wanted no time limit gave `Infinity`. A timer of that time fires at once, so every read
// failed, and the agent read that the server did not answer in time.
it.each([
  [1, 1],
  [0.5, 0.5],
  [8_000, 8_000],
  ['9000', 9_000],
  [Infinity, 600_000_000],
  [1e12, 600_000_000],
  [0, 5],
  [-1, 5],
  [NaN, 5],
  [undefined, 5],
  [null, 5],
  ['', 5],
  ['8s', 5],
  [{}, 5],
  [[], 5],
  [true, 5],
  [9n, 5],
])('the time %o of a host is taken as %d ms', (given, milliseconds) => {
  expect(timeOption(given, 5)).toBe(milliseconds);
});
