/** What a request takes by itself to get under way, or its answer to come in, is less. In ms. */
const unusual = 30;

/**
 * Tells when an answer of the address came only because the browser sent its request once more.
 * When a connection that was used before breaks without an answer, it does so by itself, a long-poll
 * too, and the page hears of no failure. A server that asks for no acknowledgment has then told its
 * news to the broken connection, and does not tell it again.
 *
 * It shows in the times: in Chromium the request begins late, in Firefox its answer takes long. Of
 * another origin they are told only with `Timing-Allow-Origin`.
 *
 * @see https://www.w3.org/TR/resource-timing/
 * @returns what watches, to be disconnected; nothing where there is no such thing, as in jsdom
 * @example const watching = watchResends('https://gws.example/api/v2/notifications', readCalls);
 */
export function watchResends(url: string, onResent: () => void): PerformanceObserver | undefined {
  if (typeof PerformanceObserver === 'undefined') return undefined;
  // A browser writes the origin its own way, or adds it.
  const path = url.replace(/^\w+:\/\/[^/]+/, '');
  const observer = new PerformanceObserver((list) => {
    if (list.getEntries().some((entry) => entry.name.includes(path) && isResent(entry))) onResent();
  });
  observer.observe({ type: 'resource' });
  return observer;
}

function isResent(entry: PerformanceEntry): boolean {
  // The observer was asked for no others.
  const at = entry as PerformanceResourceTiming;
  // Without the connecting, which a first request does as well.
  const waited = at.connectStart - at.fetchStart + at.requestStart - at.connectEnd;
  return at.requestStart > 0 && waited + at.responseEnd - at.responseStart > unusual;
}
