import { useSyncExternalStore } from 'react';
import { steadyNow } from '../model/steadyClock.ts';
import { onTick, timeAtTick } from '../watchers/everySecond.ts';

/** The subscription for `useSyncExternalStore` to a value that stays the same in a browser. */
export const neverChanges = (): (() => void) => () => undefined;
const zero = (): number => 0;

/**
 * Returns the steady clock (epoch ms), renewed about once a second while `isNeeded`, and 0
 * otherwise. It is for showing how long something has lasted. The time is always computed from
 * timestamps and never counted.
 *
 * @param awaited a moment instead of every second: the result is 0 before this moment, and the
 *   moment itself from then on. The component renders once, when the moment has come.
 */
export function useNow(isNeeded: boolean, awaited?: number): number {
  const read = isNeeded
    ? timeAtTick
    : awaited === undefined
      ? zero
      : () => (steadyNow() < awaited ? 0 : awaited);
  return useSyncExternalStore(read === zero ? neverChanges : onTick, read, zero);
}
