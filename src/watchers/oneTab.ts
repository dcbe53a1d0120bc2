import { inTime, isSeen } from '../client/shownWindows.ts';
import { takeLock } from '../transport/webLock.ts';

/** So long a hidden tab lets those that are seen go first. In ms. */
const courtesy = 1_000;
/** So long it keeps other hidden tabs quiet. One that is seen may speak again after it. In ms. */
const hiddenQuiet = 2_000;

/**
 * Has one tab or frame of a browser speak, of all that want to at about the same time: one that is
 * seen, if any is. Each of them speaks where a browser has no Web Locks, refuses them to the page,
 * or does not answer.
 *
 * @param quiet how long the others are to be quiet when this one has spoken, in ms
 * @returns a function that lets the others speak again
 */
export function inOneTab(name: string, quiet: number, speak: () => void): () => void {
  let clearTimer: (() => void) | undefined;
  let release: (() => void) | undefined;
  let isOver = false;

  const ask = async (): Promise<void> => {
    release = await takeLock(name, 0);
    if (!release) return;
    if (isOver) {
      release();
      return;
    }
    // Before it speaks: what fails there must not keep the others quiet for ever.
    clearTimer = inTime(release, isSeen() ? quiet : hiddenQuiet);
    speak();
  };
  if (isSeen()) void ask();
  else clearTimer = inTime(() => void ask(), courtesy);

  return () => {
    isOver = true;
    clearTimer?.();
    release?.();
  };
}
