/** A request normally starts, and its answer normally arrives, in less than this time. In ms. */
const unusual = 30;
/** On a slow network everything takes longer, so the usual time is multiplied by this factor. */
const factor = 4;
/** How many of the last requests a usual time is computed from. */
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
 * Firefox its answer takes long. The two times are judged separately, because on a slow network every
 * answer takes long, but no request starts late. For a server of another origin the browser gives
 * these times only with `Timing-Allow-Origin`.
 *
 * On a network whose speed changes often, slow requests look the same. So at most two are reported
 * within 20 s. When there were more, one more report follows at the end of that time.
 *
 * @see https://www.w3.org/TR/resource-timing/
 * @returns what ends the watching, or undefined where there is no `PerformanceObserver`, as in jsdom,
 *   or where the page may not use it
 * @example const watching = watchResends('https://gws.example/api/v2/notifications', readCalls);
 */
export function watchResends(
  url: string,
  onResent: () => void,
): { readonly disconnect: () => void } | undefined {
  // The origin is left out, because a browser may spell it differently, and adds it to a path.
  const path = url.replace(/^\w+:\/\/[^/]+/, '');
  const isStartUnusual = createUnusual();
  const isAnswerUnusual = createUnusual();
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
  const onEntries = (entries: readonly PerformanceEntry[]): void => {
    for (const entry of entries) {
      if (!entry.name.includes(path)) continue;
      const isStartLate = isStartUnusual(startTimeOf(entry));
      const isAnswerSlow = isAnswerUnusual(answerTimeOf(entry));
      if (isStartLate || isAnswerSlow) report();
    }
  };
  const stopObserving = observeResources(onEntries);
  return (
    stopObserving && {
      disconnect: () => {
        stopObserving();
        clearTimeout(later);
      },
    }
  );
}

function observeResources(
  onEntries: (entries: readonly PerformanceEntry[]) => void,
): (() => void) | undefined {
  try {
    const observer = new PerformanceObserver((list) => onEntries(list.getEntries()));
    observer.observe({ type: 'resource' });
    return () => observer.disconnect();
  } catch {
    return undefined;
  }
}

/** Returns a function that compares each time with the last ones. */
function createUnusual(): (time: number) => boolean {
  const last: number[] = [];
  return (time) => {
    const median = [...last].sort((one, other) => one - other)[Math.floor(last.length / 2)] ?? 0;
    if (last.push(time) > recent) last.shift();
    return time > unusual + factor * median;
  };
}

// The observer is asked only for entries of this type, so the casts are right. All times are 0 for a
// server of another origin that does not allow the browser to show them.

/** How long a request took to start, in ms. A first request opens a connection, so that is left out. */
function startTimeOf(entry: PerformanceEntry): number {
  const at = entry as PerformanceResourceTiming;
  if (at.requestStart === 0) return 0;
  return at.connectStart - at.fetchStart + at.requestStart - at.connectEnd;
}

/** How long an answer took to arrive, in ms. The time that its size explains is left out. */
function answerTimeOf(entry: PerformanceEntry): number {
  const at = entry as PerformanceResourceTiming;
  if (at.requestStart === 0) return 0;
  const explained = (at.encodedBodySize || 0) / slowestLine;
  return Math.max(0, at.responseEnd - at.responseStart - explained);
}
