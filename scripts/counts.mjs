import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/**
 * Counts the tests in the JSON reports of the test runners. Without a report there are no tests.
 */

/** @param {any} report of Vitest's `json` reporter */
export function vitestCounts(report) {
  const counts = { passed: 0, failures: [], skipped: [] };
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

/** @param {any} report of Playwright's `json` reporter */
export function playwrightCounts(report) {
  const counts = { passed: 0, failures: [], skipped: [] };
  const walk = (suite, path) => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        const name = [test.projectName, ...path, spec.title].filter(Boolean).join(' › ');
        if (test.status === 'skipped') counts.skipped.push(because(name, reasonToSkip(test)));
        // A flaky test has failed once, which counts as a failure here.
        else if (test.status === 'expected') counts.passed += 1;
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

/** One line, because the reader of the summary may not have the rest of the log. */
function because(name, reason) {
  const [firstLine] = stripVTControlCharacters(reason ?? '').split('\n');
  return firstLine ? `${name}: ${firstLine}` : name;
}
