/** So long a hidden tab lets those that are seen go first. In ms. */
const courtesy = 1_000;
/** So long it keeps other hidden tabs quiet. One that is seen may speak again after it. In ms. */
const hiddenQuiet = 2_000;

/**
 * Has one tab or frame of a browser speak, of all that want to at about the same time: one that is
 * seen, if any is. Where a browser has no Web Locks each of them speaks.
 *
 * @param quiet how long the others are to be quiet when this one has spoken, in ms
 * @returns a function that lets the others speak again
 */
export function inOneTab(name: string, quiet: number, speak: () => void): () => void {
  let wait: ReturnType<typeof setTimeout> | undefined;
  let release: (() => void) | undefined;

  const ask = (): void => {
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (!lock) return undefined;
        speak();
        return new Promise<void>((resolve) => {
          release = resolve;
          wait = setTimeout(resolve, document.hidden ? hiddenQuiet : quiet);
        });
      })
      // A sandboxed frame has locks and may not use them.
      .catch(speak);
  };
  if (!navigator.locks) speak();
  else if (document.hidden) wait = setTimeout(ask, courtesy);
  else ask();

  return () => {
    clearTimeout(wait);
    release?.();
  };
}
