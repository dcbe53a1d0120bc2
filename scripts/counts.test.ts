import { expect, it } from 'vitest';
import { playwrightCounts, vitestCounts } from './counts.mjs';

it('counts what Vitest passed, failed and skipped', () => {
  const report = {
    testResults: [
      {
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'a' },
          { status: 'failed', fullName: 'b' },
          { status: 'todo', fullName: 'c' },
          { status: 'skipped', fullName: 'd' },
        ],
      },
      { status: 'passed', assertionResults: [{ status: 'passed', fullName: 'e' }] },
    ],
  };
  expect(vitestCounts(report)).toEqual({ passed: 2, failed: 1, skipped: ['c', 'd'] });
});

it('counts a test file that could not be loaded as a failure', () => {
  const report = { testResults: [{ status: 'failed', assertionResults: [] }] };
  expect(vitestCounts(report)).toEqual({ passed: 0, failed: 1, skipped: [] });
});

it('counts what Playwright passed, failed and skipped, a flaky test as failed', () => {
  const spec = (title: string, status: string): object => ({ title, tests: [{ status }] });
  const report = {
    suites: [
      {
        title: 'calls.spec.ts',
        specs: [spec('a', 'expected'), spec('b', 'flaky')],
        suites: [{ title: 'when lost', specs: [spec('c', 'unexpected'), spec('d', 'skipped')] }],
      },
    ],
  };
  expect(playwrightCounts(report)).toEqual({
    passed: 1,
    failed: 2,
    skipped: ['calls.spec.ts › when lost › d'],
  });
});

it('tells where and why a test of Playwright was skipped', () => {
  const annotations = [{ type: 'skip', description: 'It cannot.' }];
  const tests = [{ status: 'skipped', projectName: 'firefox', annotations }];
  const report = { suites: [{ title: 'calls.spec.ts', specs: [{ title: 'a', tests }] }] };
  expect(playwrightCounts(report).skipped).toEqual(['firefox › calls.spec.ts › a: It cannot.']);
});

it.each([vitestCounts, playwrightCounts])('counts nothing without a report', (counts) => {
  expect(counts(undefined)).toEqual({ passed: 0, failed: 0, skipped: [] });
});
