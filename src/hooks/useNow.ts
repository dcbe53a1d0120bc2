import { useSyncExternalStore } from 'react';

const tick = 1_000; // ms
const listeners = new Set<() => void>();
let now = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all widgets; it stands still while nobody looks at it. */
export function onTick(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      for (const each of listeners) each();
    }, tick);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function getNow(): number {
  // Between a render and its subscription the shared clock may be standing.
  return timer === undefined ? (now = Math.floor(Date.now() / tick) * tick) : now;
}

const neverChanges = (): (() => void) => () => undefined;
const zero = (): number => 0;
const never = (): boolean => false;

/**
 * The client's clock (epoch ms), renewed about once a second while `isNeeded`, 0 otherwise. For
 * showing how long something has lasted: always computed from timestamps, never counted.
 */
export function useNow(isNeeded: boolean): number {
  return useSyncExternalStore(isNeeded ? onTick : neverChanges, isNeeded ? getNow : zero, zero);
}

/**
 * Whether a moment (client clock, epoch ms) has come. Renders once, when it does, and not every
 * second on the way.
 */
export function useHasCome(moment: number | undefined): boolean {
  const isAwaited = moment !== undefined;
  return useSyncExternalStore(
    isAwaited ? onTick : neverChanges,
    isAwaited ? () => Date.now() >= moment : never,
    never,
  );
}
