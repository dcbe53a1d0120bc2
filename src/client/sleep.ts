import { steadyNow } from '../model/steadyClock.ts';
import { inStep, isSeen } from './shownWindows.ts';

const tick = 1_000; // ms
/** A timer that comes later than this has stood still with the computer. In ms. */
const longest = 5_000;

/**
 * Tells when the computer has slept while the page was visible. A timer then comes late, by the
 * steady clock or, where that stands still during sleep, by the client's clock. A client's clock
 * that was set forward looks the same and is told of too: what it costs is one read. Nothing is
 * told while the page and all of its windows are hidden, because browsers hold back the timers of hidden pages.
 *
 * @returns a function that stops watching
 */
export function watchSleep(onWake: () => void): () => void {
  let lastSteady = steadyNow();
  let lastClient = Date.now();
  let wasHidden = !isSeen();
  return inStep(() => {
    const steady = steadyNow();
    const client = Date.now();
    const passed = Math.max(steady - lastSteady, client - lastClient);
    [lastSteady, lastClient] = [steady, client];
    const isVisible = !wasHidden && isSeen();
    wasHidden = !isSeen();
    if (passed > tick + longest && isVisible) onWake();
  }, tick);
}
