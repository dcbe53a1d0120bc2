/** A request normally starts, and its answer normally arrives, in less than this time. In ms. */
const unusual = 30;
/** On a slow network everything takes longer, so the usual time is multiplied by this factor. */
const factor = 4;
/** How many of the last requests the usual time is computed from. */
const recent = 20;
/** The slowest network that is expected, in bytes per ms (160 kbit/s). A large answer may take so long. */
const slowestLine = 20;
/**
 * How many resends are reported within `reportPeriod`. On a network whose speed changes often, slow
 * requests look like resends, and each report costs a read of the calls.
 */
const mostReports = 2;
const reportPeriod = 20_000; // ms

/**
 * Reports when the browser has sent a request to the address a second time. A browser does so when a
 * connection that it has used before breaks without an answer, even for a long-poll, and the page is
 * not told of a failure. A server that asks for no acknowledgement may have written notifications to
 * the broken connection, and does not send them again.
 *
 * The Resource Timing entry of such a request shows it: in Chromium the request starts late, in
 * Firefox its answer takes long. For a server of another origin the browser gives these times only
 * with `Timing-Allow-Origin`.
 *
 * On a network whose speed changes often, slow requests look the same. So at most two are reported
 * within 20 s. When there were more, one more report follows at the end of that time.
 *
 * @see https://www.w3.org/TR/resource-timing/
 * @returns what ends the watching, or undefined where there is no `PerformanceObserver`, as in jsdom
 * @example const watching = watchResends('https://gws.example/api/v2/notifications', readCalls);
 */
export function watchResends(
  url: string,
  onResent: () => void,
): { readonly disconnect: () => void } | undefined {
  if (typeof PerformanceObserver === 'undefined') return undefined;
  // The origin is left out, because a browser may spell it differently, and adds it to a path.
  const path = url.replace(/^\w+:\/\/[^/]+/, '');
  const usual = createUsual();
  const reports: number[] = [];
  let later: ReturnType<typeof setTimeout> | undefined;
  const report = (): void => {
    const now = performance.now();
    const last = reports.at(-mostReports);
    const pause = last === undefined ? 0 : last + reportPeriod - now;
    if (pause <= 0) {
      reports.push(now);
      reports.splice(0, reports.length - mostReports);
      onResent();
    } else {
      later ??= setTimeout(() => {
        later = undefined;
        report();
      }, pause);
    }
  };
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!entry.name.includes(path)) continue;
      const took = waitOf(entry);
      if (took > unusual + factor * usual.median()) report();
      usual.add(took);
    }
  });
  observer.observe({ type: 'resource' });
  return {
    disconnect: () => {
      observer.disconnect();
      clearTimeout(later);
    },
  };
}

/** How long the last requests took, as `waitOf` measures it. */
function createUsual(): { readonly median: () => number; readonly add: (took: number) => void } {
  const last: number[] = [];
  return {
    median: () => [...last].sort((one, other) => one - other)[Math.floor(last.length / 2)] ?? 0,
    add: (took) => {
      if (last.push(took) > recent) last.shift();
    },
  };
}

/** How long a request took to start, plus how long its answer took to arrive, in ms. */
function waitOf(entry: PerformanceEntry): number {
  // The observer is asked only for entries of this type.
  const at = entry as PerformanceResourceTiming;
  // The browser does not show the times of a server of another origin that does not allow it.
  if (at.requestStart === 0) return 0;
  // The time to open a connection is left out, because a first request needs it as well.
  const waited = at.connectStart - at.fetchStart + at.requestStart - at.connectEnd;
  return (
    waited +
    Math.max(0, at.responseEnd - at.responseStart - (at.encodedBodySize || 0) / slowestLine)
  );
}
