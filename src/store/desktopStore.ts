import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Call, CallId } from '../model/call.ts';
import type { ConnectionStatus } from '../model/connection.ts';
import { unknownCall, type CallEntry } from './callEntry.ts';

/** The reading side of a store: what hooks and hosts may hold. */
export type ReadableStore<T> = Pick<StoreApi<T>, 'getState' | 'getInitialState' | 'subscribe'>;

/**
 * What the server said and what was asked, one small store per call, so that an event costs the
 * same with one call and with a thousand.
 */
export interface DesktopStore {
  readonly connection: StoreApi<ConnectionStatus>;
  /** The calls the server reports, in the order they were heard of; ended ones for a while. */
  readonly callIds: ReadableStore<readonly CallId[]>;
  /** The store of one call, known or not yet. Any of its ids will do. */
  readonly call: (anyId: CallId) => ReadableStore<CallEntry>;
  /** Sets a call's entry to what the transition makes of it. */
  readonly update: (anyId: CallId, transition: (entry: CallEntry) => CallEntry) => void;
  /** Learns that a call goes by other ids too (`connId`, `callUuid`). */
  readonly learnAliases: (call: Call) => void;
  /** Lets go of a call that is over. Whoever still watches it keeps what was last said. */
  readonly forget: (id: CallId) => void;
}

export function createDesktopStore(): DesktopStore {
  const connection = createStore<ConnectionStatus>(() => ({ phase: 'idle' }));
  const callIds = createStore<readonly CallId[]>(() => []);
  const listed = new Set<CallId>();
  const entries = new Map<CallId, WatchedStore>();
  const canonicalIds = new Map<string, CallId>();

  const canonicalId = (anyId: CallId): CallId => canonicalIds.get(anyId) ?? anyId;

  /** An entry stays while the server reports the call or somebody watches it. */
  const sweep = (id: CallId): void => {
    if (!listed.has(id) && entries.get(id)?.isWatched() === false) entries.delete(id);
  };

  const entryOf = (id: CallId): WatchedStore => {
    const known = entries.get(id);
    if (known) return known;
    const created: WatchedStore = watched(
      createStore<CallEntry>(() => unknownCall),
      () => {
        const current = entries.get(id);
        // Rendered while nobody watched, and swept before it was: take it back in.
        if (!current) entries.set(id, created);
        else if (current !== created) follow(created, current);
      },
      () => {
        sweep(id);
      },
    );
    entries.set(id, created);
    // To have been asked for is no reason to stay; a widget watches a moment after its first look.
    queueMicrotask(() => {
      sweep(id);
    });
    return created;
  };

  return {
    connection,
    callIds,
    call: (anyId) => entryOf(canonicalId(anyId)),

    update: (anyId, transition) => {
      const id = canonicalId(anyId);
      const { store } = entryOf(id);
      const before = store.getState();
      const after = transition(before);
      if (after !== before) store.setState(after, true);
      if (!after.call || listed.has(id)) return;
      listed.add(id);
      callIds.setState((ids) => [...ids, id], true);
    },

    learnAliases: (call) => {
      for (const alias of [call.connId, call.callUuid]) {
        if (!alias || alias === call.id || canonicalIds.get(alias) === call.id) continue;
        const early = entries.get(alias);
        // Two calls may share a uuid after a transfer: a call known by its own id keeps it.
        if (early?.getState().call) continue;
        canonicalIds.set(alias, call.id);
        if (early) follow(early, entryOf(call.id));
      }
    },

    forget: (id) => {
      if (!listed.delete(id)) return;
      for (const [alias, of] of canonicalIds) if (of === id) canonicalIds.delete(alias);
      callIds.setState((ids) => ids.filter((other) => other !== id), true);
      sweep(id);
    },
  };
}

interface WatchedStore extends ReadableStore<CallEntry> {
  readonly store: StoreApi<CallEntry>;
  readonly isWatched: () => boolean;
}

function watched(
  store: StoreApi<CallEntry>,
  onWatched: () => void,
  onUnwatched: () => void,
): WatchedStore {
  let watchers = 0;
  return {
    store,
    getState: store.getState,
    getInitialState: store.getInitialState,
    isWatched: () => watchers > 0,
    subscribe: (listener) => {
      const unsubscribe = store.subscribe(listener);
      watchers += 1;
      if (watchers === 1) onWatched();
      let isWatching = true;
      return () => {
        if (!isWatching) return;
        isWatching = false;
        watchers -= 1;
        unsubscribe();
        if (watchers === 0) onUnwatched();
      };
    },
  };
}

/** A widget mounted under an alias before the call was known shows the call from now on. */
function follow(early: WatchedStore, { store }: WatchedStore): void {
  early.store.setState(store.getState(), true);
  store.subscribe((entry) => {
    early.store.setState(entry, true);
  });
}
