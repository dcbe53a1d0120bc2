/** What the test runners' JSON reports say, as counts. A report that is not there counts nothing. */

/** @param {any} report of Vitest's `json` reporter */
export function vitestCounts(report) {
  const counts = { passed: 0, failed: 0, skipped: [] };
  for (const file of report?.testResults ?? []) {
    // A file that could not be loaded has no tests and still failed.
    if (file.status === 'failed' && file.assertionResults.length === 0) counts.failed += 1;
    for (const test of file.assertionResults) {
      if (test.status === 'passed') counts.passed += 1;
      else if (test.status === 'failed') counts.failed += 1;
      else counts.skipped.push(test.fullName);
    }
  }
  return counts;
}

/** @param {any} report of Playwright's `json` reporter */
export function playwrightCounts(report) {
  const counts = { passed: 0, failed: 0, skipped: [] };
  const walk = (suite, path) => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        if (test.status === 'skipped') counts.skipped.push(nameOf(test, [...path, spec.title]));
        // A flaky test failed once: with us that is a failure.
        else if (test.status === 'expected') counts.passed += 1;
        else counts.failed += 1;
      }
    }
    for (const child of suite.suites ?? []) walk(child, [...path, child.title]);
  };
  for (const suite of report?.suites ?? []) walk(suite, [suite.title]);
  return counts;
}

/** With the browser that it was skipped in, and why. */
function nameOf({ projectName, annotations = [] }, path) {
  const reason = annotations.find(({ type }) => type === 'skip')?.description;
  const title = [projectName, ...path].filter(Boolean).join(' › ');
  return reason ? `${title}: ${reason}` : title;
}
