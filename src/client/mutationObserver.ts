/** The part of a `MutationObserver` that is used here. */
export type PageObserver = Pick<MutationObserver, 'observe' | 'takeRecords' | 'disconnect'>;

/**
 * Makes a `MutationObserver`. Where the page has none, or may not use it, changes are not noticed,
 * and everything that does not depend on them works.
 */
export function createMutationObserver(onChange: MutationCallback): PageObserver {
  try {
    return new MutationObserver(onChange);
  } catch {
    return { observe: () => undefined, takeRecords: () => [], disconnect: () => undefined };
  }
}
