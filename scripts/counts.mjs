import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/**
 * The tests in the JSON report of a test runner. Without a report there are no tests.
 *
 * @typedef {object} Counts
 * @property {number} passed
 * @property {string[]} failures the tests that failed, each with the reason
 * @property {string[]} skipped the tests that did not run, with the reason where one is given
 * @property {string[]} flaky the tests that failed, and passed when they were run again
 */

/** @returns {Counts} */
export function noTests() {
  return { passed: 0, failures: [], skipped: [], flaky: [] };
}

/** @param {any} report of Vitest's `json` reporter */
export function vitestCounts(report) {
  const counts = noTests();
  for (const { name, status, message, assertionResults } of report?.testResults ?? []) {
    const file = relative('.', name);
    // A file that could not be loaded has no tests, but it has failed.
    if (status === 'failed' && assertionResults.length === 0)
      counts.failures.push(because(file, message));
    for (const test of assertionResults) {
      if (test.status === 'passed') counts.passed += 1;
      else if (test.status === 'failed')
        counts.failures.push(because(`${file} › ${test.fullName}`, test.failureMessages?.[0]));
      else counts.skipped.push(test.fullName);
    }
  }
  return counts;
}

/** @param {any} report of Playwright's `json` reporter */
export function playwrightCounts(report) {
  const counts = noTests();
  /** @type {(suite: any, path: string[]) => void} */
  const walk = (suite, path) => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        const name = [test.projectName, ...path, spec.title].filter(Boolean).join(' › ');
        if (test.status === 'skipped') counts.skipped.push(because(name, reasonToSkip(test)));
        else if (test.status === 'expected') counts.passed += 1;
        else if (test.status === 'flaky') counts.flaky.push(because(name, errorOf(test)));
        else counts.failures.push(because(name, errorOf(test)));
      }
    }
    for (const child of suite.suites ?? []) walk(child, [...path, child.title]);
  };
  for (const suite of report?.suites ?? []) walk(suite, [suite.title]);
  return counts;
}

/** @param {any} test */
function reasonToSkip({ annotations = [] }) {
  return annotations.find((/** @type {any} */ { type }) => type === 'skip')?.description;
}

/** @param {any} test */
function errorOf({ results = [] }) {
  return results.find((/** @type {any} */ { error }) => error)?.error.message;
}

/**
 * Names the test and the reason, with what was expected and what was found, because the reader of
 * the summary may not have the rest of the log.
 *
 * @param {string} name
 * @param {string} [reason]
 */
function because(name, reason) {
  const [firstLine, ...others] = stripVTControlCharacters(reason ?? '').split('\n');
  if (!firstLine) return name;
  const details = others
    .filter((line) => /^(Error:|Expected|Received|Locator|[-+] )/.test(line))
    .slice(0, 8);
  return [`${name}: ${firstLine}`, ...details.map((line) => `    ${line.trim()}`)].join('\n');
}

/**
 * The browser tests share two cores with their servers, so once in many runs one of them is
 * late. A fault that comes often shows in more of them.
 */
const flakyAllowed = 2;

/** @param {readonly string[]} flaky the flaky tests of a whole run */
export function tooManyFlaky(flaky) {
  if (flaky.length <= flakyAllowed) return [];
  return [
    `${flaky.length} tests passed only when they were run again, and at most ${flakyAllowed} may`,
  ];
}
