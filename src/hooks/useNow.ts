import { useSyncExternalStore } from 'react';
import { steadyNow } from '../model/steadyClock.ts';
import { onTick, timeAtTick } from '../watchers/everySecond.ts';

const neverChanges = (): (() => void) => () => undefined;
const zero = (): number => 0;

/**
 * The steady clock (epoch ms), renewed about once a second while `isNeeded`, 0 otherwise. For
 * showing how long something has lasted: always computed from timestamps, never counted.
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
