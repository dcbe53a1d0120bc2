import { useSyncExternalStore } from 'react';
import type { ReadableStore } from '../store/readableStore.ts';

/**
 * Reads a store, and renders when it holds something else. React's own hook and nothing around it:
 * every widget reads two stores at each event.
 *
 * @example const connection = useReadable(desktop.connection);
 */
export function useReadable<State>({
  subscribe,
  getState,
  getInitialState,
}: ReadableStore<State>): State {
  return useSyncExternalStore(subscribe, getState, getInitialState);
}

/** Reads a part of it, and renders when that part is another. */
export function useSelected<State, Part>(
  { subscribe, getState, getInitialState }: ReadableStore<State>,
  select: (state: State) => Part,
): Part {
  return useSyncExternalStore(
    subscribe,
    () => select(getState()),
    () => select(getInitialState()),
  );
}
