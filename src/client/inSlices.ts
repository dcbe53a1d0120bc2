/**
 * How many items the first slice has. It is small, because each item may cause something to be
 * rendered, and it is not known yet how long that takes.
 */
const firstSize = 32;
const largestSize = 1_000;
/**
 * How long one slice may take, together with what React does for it. In ms. What the browser then
 * draws takes several times as long.
 */
const budget = 6;
/** A frame that is not drawn within this time is not waited for. In ms. */
const longestFrame = 100;

/**
 * Processes many items in slices and lets the page do other work between two slices, because the
 * page must react to a press while a long list is processed. The first slice is processed at once.
 *
 * The browser draws each slice before the next one is processed. Otherwise it would draw what several
 * slices have changed in one go, which took up to 66 ms with a thousand widgets.
 *
 * @param take processes a slice. Anything may have happened since the slice before it.
 * @returns undefined if all items were processed at once
 */
export function inSlices<Item>(
  items: readonly Item[],
  take: (slice: readonly Item[]) => void,
): Promise<void> | undefined {
  if (items.length > firstSize) return takeSlices(items, take);
  take(items);
  return undefined;
}

async function takeSlices<Item>(
  items: readonly Item[],
  take: (slice: readonly Item[]) => void,
): Promise<void> {
  let size = firstSize;
  for (let at = 0; at < items.length;) {
    const begunAt = performance.now();
    take(items.slice(at, at + size));
    at += size;
    if (at >= items.length) return;
    // React renders in a microtask what the slice has changed. Waiting for one microtask therefore
    // includes that rendering in the measured time.
    // oxlint-disable-next-line no-await-in-loop
    await Promise.resolve();
    const took = performance.now() - begunAt;
    // oxlint-disable-next-line no-await-in-loop
    await nextFrame();
    const fitting = Math.round((size * budget) / Math.max(took, 1));
    // The computer may have done other work during the measurement, so the size changes in steps.
    size = Math.min(largestSize, 4 * size, Math.max(firstSize / 4, fitting));
  }
}

/**
 * Waits until the browser has drawn the page. A page that is hidden is not drawn, and neither is a
 * frame that is scrolled out of view, so they wait for a task only.
 */
function nextFrame(): Promise<void> {
  // A worker has `requestAnimationFrame` and no `document`.
  const isDrawn =
    typeof requestAnimationFrame === 'function' &&
    typeof document !== 'undefined' &&
    document.visibilityState !== 'hidden';
  if (!isDrawn) return nextTask();
  return new Promise((resolve) => {
    const giveUp = setTimeout(resolve, longestFrame);
    // The callback runs before the page is drawn, and the task after it.
    requestAnimationFrame(() => {
      clearTimeout(giveUp);
      void nextTask().then(resolve);
    });
  });
}

/**
 * Waits for the next task. Browsers delay the timers of hidden pages by up to a second, so a timer is
 * used only where the page has no `MessageChannel`, or may not use it.
 */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    try {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => {
        port1.close();
        resolve();
      });
      port1.start();
      port2.postMessage(undefined);
    } catch {
      setTimeout(resolve, 0);
    }
  });
}
