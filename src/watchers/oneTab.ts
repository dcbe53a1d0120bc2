import { inTime, isSeen } from '../client/shownWindows.ts';
import { takeLock } from '../transport/webLock.ts';

/** A hidden tab waits this long, so that a visible tab goes first. In ms. */
const hiddenTabDelay = 1_000;
/**
 * After the task has run in a hidden tab, it does not run in another tab for this time. It is short, so
 * that the task still runs in a tab that becomes visible. In ms.
 */
const blockedByHiddenTab = 2_000;

/**
 * Runs a task in one of all tabs and frames of a browser, when several want to run it at about the same
 * time. A visible one goes first. Each of them runs it if the browser has no Web Locks, refuses them
 * to the page, or does not answer.
 *
 * @param blocksOthers for how long the task does not run in the other tabs after this one, in ms
 * @returns a function that lets the task run in the other tabs again
 */
export function inOneTab(name: string, blocksOthers: number, task: () => void): () => void {
  let clearTimer: (() => void) | undefined;
  let release: (() => void) | undefined;
  let isOver = false;

  const runWithLock = async (): Promise<void> => {
    release = await takeLock(name, 0);
    if (!release) return;
    if (isOver) {
      release();
      return;
    }
    // The timer is started before the task, because the other tabs must not be blocked for ever if the
    // task fails.
    clearTimer = inTime(release, isSeen() ? blocksOthers : blockedByHiddenTab);
    task();
  };
  if (isSeen()) void runWithLock();
  else clearTimer = inTime(() => void runWithLock(), hiddenTabDelay);

  return () => {
    isOver = true;
    clearTimer?.();
    release?.();
  };
}
