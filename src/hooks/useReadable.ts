import { useSyncExternalStore } from 'react';
import type { ReadableStore } from '../store/readableStore.ts';

/** What React needs to read a state. Every `ReadableStore` has it. */
export interface Readable<State> extends Pick<
  ReadableStore<State>,
  'getState' | 'getInitialState'
> {
  readonly subscribe: (listener: () => void) => () => void;
}

/**
 * Returns the state of a store, and renders when it is another one. This is React's own hook and
 * nothing more, because it runs at each event.
 *
 * @example const connection = useReadable(desktop.connection);
 */
export function useReadable<State>({
  subscribe,
  getState,
  getInitialState,
}: Readable<State>): State {
  return useSyncExternalStore(subscribe, getState, getInitialState);
}

/** Returns a part of the state, and renders when this part is another one. */
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
