import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/**
 * Counts the tests in the JSON reports of the test runners. Without a report there are no tests.
 */

/** @param {any} report of Vitest's `json` reporter */
export function vitestCounts(report) {
  const counts = { passed: 0, failures: [], skipped: [], flaky: [] };
  for (const { name, status, message, assertionResults } of report?.testResults ?? []) {
    const file = relative('.', name);
    // A file that could not be loaded has no tests and still failed.
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

/**
 * A test is flaky when it failed, and passed when it was run again.
 *
 * @param {any} report of Playwright's `json` reporter
 */
export function playwrightCounts(report) {
  const counts = { passed: 0, failures: [], skipped: [], flaky: [] };
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

function reasonToSkip({ annotations = [] }) {
  return annotations.find(({ type }) => type === 'skip')?.description;
}

function errorOf({ results = [] }) {
  return results.find(({ error }) => error)?.error.message;
}

/**
 * Names the test, and gives the reason, with what was expected and what was found: the reader of
 * the summary may not have the rest of the log.
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
