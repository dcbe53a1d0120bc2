/** A request normally starts, and its answer normally arrives, in less than this time. In ms. */
const unusual = 30;
/** On a slow network everything takes longer, so the usual time is multiplied by this factor. */
const factor = 4;
/** How many of the last requests the usual time is computed from. */
const recent = 20;
/** A line on which an answer comes in at less than this is slow indeed. In bytes per ms: 160 kbit/s. */
const slowestLine = 20;
/** On a line that is now fast and now slow nobody can tell: then it is told so often, and no more. */
const mostTold = 2;
const within = 20_000; // ms

/**
 * Tells when an answer of the address came only because the browser sent its request once more.
 * When a connection that was used before breaks without an answer, it does so by itself, a
 * long-poll too, and the page hears of no failure. A server that asks for no acknowledgment has
 * then told its news to the broken connection, and does not tell it again.
 *
 * It shows in the times: in Chromium the request begins late, in Firefox its answer takes long. Of
 * another origin they are told only with `Timing-Allow-Origin`.
 *
 * @see https://www.w3.org/TR/resource-timing/
 * On a line that is now fast and now slow it is told in vain, so two are told within 20 s, and what
 * comes after them is told when that time is over.
 *
 * @returns what watches, to be disconnected; nothing where there is no such thing, as in jsdom
 * @example const watching = watchResends('https://gws.example/api/v2/notifications', readCalls);
 */
export function watchResends(
  url: string,
  onResent: () => void,
): { readonly disconnect: () => void } | undefined {
  if (typeof PerformanceObserver === 'undefined') return undefined;
  // A browser writes the origin its own way, or adds it.
  const path = url.replace(/^\w+:\/\/[^/]+/, '');
  const usual = createUsual();
  const told: number[] = [];
  let later: ReturnType<typeof setTimeout> | undefined;
  const tell = (): void => {
    const now = performance.now();
    const last = told.at(-mostTold);
    const pause = last === undefined ? 0 : last + within - now;
    if (pause <= 0) {
      told.push(now);
      told.splice(0, told.length - mostTold);
      onResent();
    } else {
      later ??= setTimeout(() => {
        later = undefined;
        tell();
      }, pause);
    }
  };
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!entry.name.includes(path)) continue;
      const took = waitOf(entry);
      if (took > unusual + factor * usual.median()) tell();
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

/** How long the last requests took to get under way and their answers to come in, in ms. */
function createUsual(): { readonly median: () => number; readonly add: (took: number) => void } {
  const last: number[] = [];
  return {
    median: () => [...last].sort((one, other) => one - other)[Math.floor(last.length / 2)] ?? 0,
    add: (took) => {
      if (last.push(took) > recent) last.shift();
    },
  };
}

/** How long a request took to get under way, and its answer to come in, in ms. */
function waitOf(entry: PerformanceEntry): number {
  // The observer was asked for no others.
  const at = entry as PerformanceResourceTiming;
  // A server of another origin may keep its times to itself.
  if (at.requestStart === 0) return 0;
  // Without the connecting, which a first request does as well.
  const waited = at.connectStart - at.fetchStart + at.requestStart - at.connectEnd;
  return (
    waited +
    Math.max(0, at.responseEnd - at.responseStart - (at.encodedBodySize || 0) / slowestLine)
  );
}
