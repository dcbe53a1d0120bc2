import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Call, CallId } from '../model/call.ts';
import type { ConnectionState } from '../model/connection.ts';
import { unknownCall, type CallEntry } from './callEntry.ts';
import { createCallViews } from './callViews.ts';
import type { ReadableStore } from './readableStore.ts';

/**
 * Holds what the server said and what was requested. Each call has a small store of its own, so that
 * an event costs the same with one call and with a thousand.
 *
 * In the store every call has one `CallId`: the id under which the server first reported it. Its
 * other ids (`connId`, `callUuid`, ids before a transfer) are resolved to that one here and nowhere
 * else.
 */
export interface DesktopStore {
  readonly connection: ReadableStore<ConnectionState>;
  readonly setConnection: (status: ConnectionState) => void;
  /**
   * The calls that the server reports, in the order in which they were first reported. A call that has
   * ended stays in the list until it is forgotten.
   */
  readonly callIds: ReadableStore<readonly CallId[]>;
  /**
   * The store of one call, known or not yet. Any of its ids will do. Where several calls share an
   * id, one of them is shown until it is over, and then the one that goes on.
   */
  readonly call: (anyId: CallId) => ReadableStore<CallEntry>;
  /** The one id of the call that `call(anyId)` shows now; `anyId` itself while none is known. */
  readonly resolve: (anyId: CallId) => CallId;
  /** The one id in this store of a call that the server has just described. */
  readonly identify: (call: Call) => CallId;
  /** What the store holds of exactly this call. */
  readonly entry: (callId: CallId) => CallEntry;
  /** Sets a call's entry to what the transition makes of it. */
  readonly update: (callId: CallId, transition: (entry: CallEntry) => CallEntry) => void;
  /**
   * Adds the calls that are new in these updates to the list of calls together, after the last update.
   * Each change of the list makes its subscribers look through all of it.
   */
  readonly listTogether: (updates: () => void) => void;
  /** Learns other ids under which a host may know the call. */
  readonly learnIds: (callId: CallId, otherIds: readonly (string | undefined)[]) => void;
  /** Forgets a call that is over. Its subscribers keep its last state. */
  readonly forget: (callId: CallId) => void;
}

/**
 * @param onSubscriberFailure is called with what a subscriber threw, or what its promise rejected with.
 *   The other subscribers are called all the same.
 */
export function createDesktopStore(onSubscriberFailure: (cause: unknown) => void): DesktopStore {
  const connection = createStore<ConnectionState>(() => ({ phase: 'idle' }));
  const callIds = createStore<readonly CallId[]>(() => []);
  const entries = new Map<CallId, StoreApi<CallEntry>>();
  /** The calls that have an id besides their own, in the order in which that was learned. */
  const callsById = new Map<string, Set<CallId>>();
  /** New calls that are to be listed together. */
  let toBeListed: CallId[] | undefined;
  /** The other ids of each call. */
  const otherIdsOf = new Map<CallId, Set<string>>();

  const guard = <State>(listener: (state: State, before: State) => void): typeof listener => {
    return (state, before) => {
      try {
        // The type of a listener also allows an async function.
        const result: unknown = listener(state, before);
        if (result instanceof Promise) result.catch(onSubscriberFailure);
      } catch (cause) {
        onSubscriberFailure(cause);
      }
    };
  };
  const guarded = <State>(store: StoreApi<State>): ReadableStore<State> => ({
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: (listener) => store.subscribe(guard(listener)),
  });

  const entry = (callId: CallId): CallEntry => entries.get(callId)?.getState() ?? unknownCall;
  const isGoingOn = (callId: CallId): boolean =>
    entries.has(callId) && entry(callId).recording.ended === undefined;

  const views = createCallViews({
    guard,
    storeOf: (callId) => entries.get(callId),
    choose: (anyId, shown) => {
      // An id keeps its call until that call is over. Otherwise a widget whose id belongs to two calls
      // would change between them with every message.
      if (shown !== undefined && isGoingOn(shown)) return shown;
      const candidates = [anyId, ...(callsById.get(anyId) ?? [])].filter((id) => entries.has(id));
      return candidates.find(isGoingOn) ?? shown ?? candidates.at(-1);
    },
  });
  const lookAgainAt = (callId: CallId): void => {
    views.lookAgain([callId, ...(otherIdsOf.get(callId) ?? [])]);
  };

  return {
    connection: guarded(connection),
    setConnection: (status) => {
      connection.setState(status, true);
    },
    callIds: guarded(callIds),
    call: views.view,
    resolve: (anyId) => views.shown(anyId) ?? anyId,
    entry,

    identify: (call) => {
      if (entries.has(call.id)) return call.id;
      // Two nodes of a server may spell the id of one call differently. After a transfer, however,
      // two calls may have the same `callUuid`.
      const same = [...(callsById.get(call.id) ?? [])].find((callId) => {
        const known = entry(callId).call;
        return (
          (known?.connId === call.id || known?.callUuid === call.id) &&
          (call.connId === undefined || known.connId === undefined || call.connId === known.connId)
        );
      });
      return same ?? call.id;
    },

    update: (callId, transition) => {
      const store = entries.get(callId);
      const before = store?.getState() ?? unknownCall;
      const after = transition(before);
      if (after === before) return;
      if (store) {
        store.setState(after, true);
        const isRevived = before.recording.ended && !after.recording.ended;
        if (isRevived) lookAgainAt(callId);
      } else {
        entries.set(
          callId,
          createStore<CallEntry>(() => after),
        );
        // Subscribers that have waited for the call are told before the list of calls changes, because
        // that change makes new subscribers.
        lookAgainAt(callId);
        if (toBeListed) toBeListed.push(callId);
        else callIds.setState((ids) => [...ids, callId], true);
      }
    },

    listTogether: (updates) => {
      const added: CallId[] = (toBeListed = []);
      try {
        updates();
      } finally {
        toBeListed = undefined;
        if (added.length > 0) callIds.setState((ids) => [...ids, ...added], true);
      }
    },

    learnIds: (callId, otherIds) => {
      const known = otherIdsOf.get(callId) ?? new Set();
      const learned: string[] = [];
      for (const otherId of otherIds) {
        if (!otherId || otherId === callId || known.has(otherId)) continue;
        known.add(otherId);
        learned.push(otherId);
        callsById.set(otherId, (callsById.get(otherId) ?? new Set()).add(callId));
      }
      if (learned.length === 0) return;
      otherIdsOf.set(callId, known);
      views.lookAgain(learned);
    },

    forget: (callId) => {
      if (!entries.delete(callId)) return;
      for (const otherId of otherIdsOf.get(callId) ?? []) {
        const calls = callsById.get(otherId);
        calls?.delete(callId);
        if (calls?.size === 0) callsById.delete(otherId);
      }
      otherIdsOf.delete(callId);
      callIds.setState((ids) => ids.filter((other) => other !== callId), true);
    },
  };
}
