import { inStep } from '../client/shownWindows.ts';
import { steadyNow } from '../model/steadyClock.ts';

/** One clock for everything on the page that changes with time. It runs while it has a listener. */

const tick = 1_000; // ms
const listeners = new Set<() => void>();
let now = 0;
let phase: 'stopped' | 'running' = 'stopped';
let stop = (): void => undefined;

/** Calls the listener about once a second, until the returned function is called. */
export function onTick(listener: () => void): () => void {
  listeners.add(listener);
  // The clock is set before it starts, so that a listener that reads it before the first tick does
  // not see the time at which it last stopped. It is set only if it is two ticks behind, because a
  // component that has just rendered and now begins to listen would otherwise render again.
  setIfBehind(2 * tick);
  if (phase === 'stopped') {
    phase = 'running';
    stop = inStep(onInterval, tick);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    phase = 'stopped';
    stop();
  };
}

function onInterval(): void {
  now = steadyNow();
  for (const each of listeners) each();
}

/**
 * The time at the last tick: steady clock, epoch ms. All listeners see the same time until the next
 * tick.
 */
export function timeAtTick(): number {
  return setIfBehind(tick);
}

/** Sets the clock if it is stopped and at least this much behind, in ms. */
function setIfBehind(behind: number): number {
  if (phase === 'stopped' && Math.abs(steadyNow() - now) >= behind) now = steadyNow();
  return now;
}
