import { inTime, isSeen } from '../client/shownWindows.ts';
import { takeLock } from '../transport/webLock.ts';

/** A hidden tab waits this long, so that a visible tab goes first. In ms. */
const courtesy = 1_000;
/**
 * A hidden tab keeps other hidden tabs quiet for this long. A visible tab may speak again after it.
 * In ms.
 */
const hiddenQuiet = 2_000;

/**
 * Lets one of all tabs and frames of a browser speak, when several want to speak at about the same
 * time. A visible one goes first. Each of them speaks if the browser has no Web Locks, refuses them
 * to the page, or does not answer.
 *
 * @param quiet how long the other tabs have to be quiet after this one has spoken, in ms
 * @returns a function that lets the other tabs speak again
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
    // The timer is started before `speak`, because the other tabs must not stay quiet for ever if
    // `speak` fails.
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
