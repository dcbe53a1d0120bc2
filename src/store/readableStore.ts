import type { StoreApi } from 'zustand/vanilla';

/** The part of a store that reads. Hooks and hosts get this part only. */
export type ReadableStore<T> = Pick<StoreApi<T>, 'getState' | 'getInitialState' | 'subscribe'>;
