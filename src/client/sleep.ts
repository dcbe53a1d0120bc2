import { startStopwatch } from '../model/steadyClock.ts';
import { inStep, isSeen } from './shownWindows.ts';

const tick = 1_000; // ms
/** If a timer is later than this, the computer has slept. In ms. */
const longest = 5_000;

/**
 * Calls `onWake` when the computer has slept while the page was visible. A timer is then late by the
 * steady clock or, if that stands still during sleep, by the client's clock. It is also called when
 * somebody set the client's clock forward, because that looks the same; this costs one read. It is
 * not called while the page and all of its windows are hidden, because browsers delay the timers of
 * hidden pages.
 *
 * @returns a function that stops watching
 */
export function watchSleep(onWake: () => void): () => void {
  let sinceTick = startStopwatch();
  let wasHidden = !isSeen();
  return inStep(() => {
    const passed = sinceTick();
    sinceTick = startStopwatch();
    const isVisible = !wasHidden && isSeen();
    wasHidden = !isSeen();
    if (passed > tick + longest && isVisible) onWake();
  }, tick);
}
