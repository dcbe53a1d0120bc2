// So many at first: what is told of each may have to be rendered, and nobody knows yet at what cost.
const firstSize = 32;
const largestSize = 1_000;
/** How long one slice may take, what it makes others do included. In ms. */
const budget = 16;

/**
 * Takes many things a slice at a time, and lets the page do whatever else there is to do between
 * two slices: the page must answer a press while a long list is taken in. The first slice is taken
 * at once.
 *
 * @param take takes a slice. Anything may have happened since the slice before it was taken.
 * @returns nothing where all of them were taken at once
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
    // One slice comes after the other. By then React has rendered what was told, in a microtask.
    // oxlint-disable-next-line no-await-in-loop
    await Promise.resolve();
    const took = performance.now() - begunAt;
    // oxlint-disable-next-line no-await-in-loop
    await nextTask();
    const fitting = Math.round((size * budget) / Math.max(took, 1));
    // One measurement may be wrong by what else the computer did meanwhile.
    size = Math.min(largestSize, 4 * size, Math.max(firstSize / 4, fitting));
  }
}

/** The timers of a hidden page come a second apart, so they are used only where there is no channel. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof MessageChannel === 'undefined') {
      setTimeout(resolve, 0);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(undefined);
  });
}
