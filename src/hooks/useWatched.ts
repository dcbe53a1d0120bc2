import { useSyncExternalStore } from 'react';
import type { Watched } from '../watchers/wallRows.ts';
import { useFreshWhenShown } from './useFreshWhenShown.ts';

/** Returns what is watched, and renders again when it changes. */
export function useWatched<Value>(watched: Watched<Value>): Value {
  useFreshWhenShown(watched);
  return useSyncExternalStore(watched.subscribe, watched.getState, watched.getState);
}
