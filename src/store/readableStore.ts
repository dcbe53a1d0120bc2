import type { StoreApi } from 'zustand/vanilla';

/** The reading side of a store: what hooks and hosts may hold. */
export type ReadableStore<T> = Pick<StoreApi<T>, 'getState' | 'getInitialState' | 'subscribe'>;
