import { useSyncExternalStore } from 'react';
import { inStep } from '../client/shownWindows.ts';
import { steadyNow } from '../model/steadyClock.ts';

const tick = 1_000; // ms
const listeners = new Set<() => void>();
let now = 0;
let stop: (() => void) | undefined;

/** One clock for all widgets; it stands still while nobody looks at it. */
export function onTick(listener: () => void): () => void {
  listeners.add(listener);
  // Before it runs: who looks at it before its first tick must not see when it last stood still. But
  // whoever has just drawn, and listens from now on, should not have to draw again.
  wind(2 * tick);
  stop ??= inStep(() => {
    now = steadyNow();
    for (const each of listeners) each();
  }, tick);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stop?.();
    stop = undefined;
  };
}

/** Sets a clock that stands still, and is so much behind, in ms. */
function wind(behind: number): number {
  if (stop === undefined && Math.abs(steadyNow() - now) >= behind) now = steadyNow();
  return now;
}

const getNow = (): number => wind(tick);
const neverChanges = (): (() => void) => () => undefined;
const zero = (): number => 0;

/**
 * The steady clock (epoch ms), renewed about once a second while `isNeeded`, 0 otherwise. For
 * showing how long something has lasted: always computed from timestamps, never counted.
 *
 * @param awaited a moment instead of every second: 0 before it, itself from then on. Renders once,
 *   when it has come.
 */
export function useNow(isNeeded: boolean, awaited?: number): number {
  const read = isNeeded
    ? getNow
    : awaited === undefined
      ? zero
      : () => (steadyNow() < awaited ? 0 : awaited);
  return useSyncExternalStore(read === zero ? neverChanges : onTick, read, zero);
}
