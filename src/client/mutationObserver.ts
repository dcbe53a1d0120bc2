/** The part of a `MutationObserver` that is used here. */
export type PageObserver = Pick<MutationObserver, 'observe' | 'takeRecords' | 'disconnect'>;

/**
 * Makes a `MutationObserver`. Where the page has none, or may not use it, changes are not noticed,
 * and everything that does not depend on them works.
 */
export function createMutationObserver(onChange: MutationCallback): PageObserver {
  const observer = attempt(() => new MutationObserver(onChange));
  return {
    observe: (...where) => attempt(() => observer?.observe(...where)),
    takeRecords: () => attempt(() => observer?.takeRecords()) ?? [],
    disconnect: () => attempt(() => observer?.disconnect()),
  };
}

/** A page may get an observer that it cannot use. */
function attempt<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
