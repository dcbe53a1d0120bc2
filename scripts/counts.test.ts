import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { playwrightCounts, tooManyFlaky, vitestCounts } from './counts.mjs';

it('counts what Vitest passed and skipped, and names what failed', () => {
  const failureMessages = ['Error: \u001B[31mnot\u001B[39m so\n    at b.test.ts:1'];
  const report = {
    testResults: [
      {
        name: resolve('src/b.test.ts'),
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'a' },
          { status: 'failed', fullName: 'b', failureMessages },
          { status: 'todo', fullName: 'c' },
          { status: 'skipped', fullName: 'd' },
        ],
      },
      {
        name: resolve('src/e.test.ts'),
        status: 'passed',
        assertionResults: [{ status: 'passed', fullName: 'e' }],
      },
    ],
  };
  expect(vitestCounts(report)).toEqual({
    passed: 2,
    failures: ['src/b.test.ts › b: Error: not so'],
    skipped: ['c', 'd'],
    flaky: [],
  });
});

it('adds what was expected and what was found to the reason', () => {
  const error = {
    message:
      'Error: expect(locator).toHaveText(expected) failed\n\nLocator: p\nExpected: "a"\nReceived: "b"\n\nCall log:\n  - waiting',
  };
  const tests = [{ status: 'unexpected', projectName: 'react', results: [{ error }] }];
  const report = { suites: [{ title: 'a.spec.ts', specs: [{ title: 'b', tests }] }] };
  expect(playwrightCounts(report).failures).toEqual([
    'react › a.spec.ts › b: Error: expect(locator).toHaveText(expected) failed\n    Locator: p\n    Expected: "a"\n    Received: "b"',
  ]);
});

it('counts a test file that could not be loaded as a failure', () => {
  const file = { name: resolve('src/a.test.ts'), status: 'failed', assertionResults: [] };
  expect(vitestCounts({ testResults: [{ ...file, message: 'No such module' }] })).toEqual({
    passed: 0,
    failures: ['src/a.test.ts: No such module'],
    skipped: [],
    flaky: [],
  });
});

it('counts what Playwright passed and skipped, and names what failed or was flaky', () => {
  const spec = (title: string, status: string, message?: string): object => ({
    title,
    tests: [
      { status, projectName: 'react', results: [{ ...(message && { error: { message } }) }] },
    ],
  });
  const report = {
    suites: [
      {
        title: 'calls.spec.ts',
        specs: [spec('a', 'expected'), spec('b', 'flaky', 'Error: late\n  1 | no')],
        suites: [{ title: 'when lost', specs: [spec('c', 'unexpected'), spec('d', 'skipped')] }],
      },
    ],
  };
  expect(playwrightCounts(report)).toEqual({
    passed: 1,
    failures: ['react › calls.spec.ts › when lost › c'],
    skipped: ['react › calls.spec.ts › when lost › d'],
    flaky: ['react › calls.spec.ts › b: Error: late'],
  });
});

it('names a skipped test of Playwright with its file and the reason', () => {
  const annotations = [{ type: 'skip', description: 'It cannot.' }];
  const tests = [{ status: 'skipped', projectName: 'firefox', annotations }];
  const report = { suites: [{ title: 'calls.spec.ts', specs: [{ title: 'a', tests }] }] };
  expect(playwrightCounts(report).skipped).toEqual(['firefox › calls.spec.ts › a: It cannot.']);
});

it.each([vitestCounts, playwrightCounts])('counts nothing without a report', (counts) => {
  expect(counts(undefined)).toEqual({ passed: 0, failures: [], skipped: [], flaky: [] });
});

it('lets two tests of a whole run be flaky, and no more', () => {
  expect(tooManyFlaky(['a', 'b'])).toEqual([]);
  expect(tooManyFlaky(['a', 'b', 'c'])).toEqual([
    '3 tests passed only when they were run again, and at most 2 may',
  ]);
});
