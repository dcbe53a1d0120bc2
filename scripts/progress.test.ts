import { describe, expect, it } from 'vitest';
import { progress } from './progress.mjs';

const stages = [[['unit'], ['types', 'lint']], [['e2e']]];
const lastTime = { unit: 30, types: 10, lint: 25, e2e: 120 };

describe('what npm test says about how far it is', () => {
  it('is how many suites are done, and how long the rest took last time', () => {
    expect(progress({ stages, done: new Set(), seconds: 0, lastTime })).toBe(
      '0 of 4 suites done, 0:00 so far, about 2:35 to go',
    );
  });

  it('counts the slowest lane of each stage, because lanes run side by side', () => {
    const done = new Set(['types', 'lint']);
    expect(progress({ stages, done, seconds: 61, lastTime })).toBe(
      '2 of 4 suites done, 1:01 so far, about 2:30 to go',
    );
  });

  it('estimates nothing on the first run', () => {
    expect(progress({ stages, done: new Set(['unit']), seconds: 31, lastTime: {} })).toBe(
      '1 of 4 suites done, 0:31 so far',
    );
  });

  it('has nothing to go at the end', () => {
    const done = new Set(stages.flat(2));
    expect(progress({ stages, done, seconds: 154.6, lastTime })).toBe(
      '4 of 4 suites done, 2:35 so far',
    );
  });
});
