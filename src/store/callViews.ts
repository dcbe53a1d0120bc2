import type { StoreApi } from 'zustand/vanilla';
import type { CallId } from '../model/call.ts';
import { unknownCall, type CallEntry } from './callEntry.ts';
import type { ReadableStore } from './readableStore.ts';

/** Stores of calls by any of their ids. Such a store shows the call that the id stands for now. */
export interface CallViews {
  readonly view: (anyId: CallId) => ReadableStore<CallEntry>;
  /** The call that the view of an id shows now. */
  readonly shown: (anyId: CallId) => CallId | undefined;
  /** Looks again which call each of these ids stands for, because that may have changed. */
  readonly lookAgain: (anyIds: Iterable<CallId>) => void;
}

export interface CallViewsOptions {
  /** The store of exactly this call; undefined while nothing is known of it. */
  readonly storeOf: (callId: CallId) => StoreApi<CallEntry> | undefined;
  /** The call that an id stands for, if any is known. `shown` is the one it has stood for. */
  readonly choose: (anyId: CallId, shown: CallId | undefined) => CallId | undefined;
  /** Makes a listener that cannot throw. */
  readonly guard: <State>(listener: Listener<State>) => Listener<State>;
}

type Listener<State> = (state: State, before: State) => void;

/** What is shown under one id. It exists while it has listeners, and for a moment after a read. */
interface Shown {
  readonly view: ReadableStore<CallEntry>;
  readonly listeners: Set<Listener<CallEntry>>;
  callId: CallId | undefined;
  store: StoreApi<CallEntry> | undefined;
  /** Ends the subscription to `store`. It is set while there are listeners. */
  leave: (() => void) | undefined;
}

export function createCallViews({ storeOf, choose, guard }: CallViewsOptions): CallViews {
  const shownById = new Map<CallId, Shown>();

  const letGoLater = (anyId: CallId): void => {
    queueMicrotask(() => {
      if (shownById.get(anyId)?.listeners.size === 0) shownById.delete(anyId);
    });
  };

  const shownOf = (anyId: CallId): Shown => {
    const known = shownById.get(anyId);
    if (known) return known;
    const created: Shown = {
      view: createView(anyId),
      listeners: new Set(),
      callId: undefined,
      store: undefined,
      leave: undefined,
    };
    shownById.set(anyId, created);
    // A widget reads first and subscribes a moment later. If nobody subscribes, this is forgotten.
    letGoLater(anyId);
    return created;
  };

  /** Returns the state that is shown, after looking which call the id stands for. */
  const look = (anyId: CallId, shown: Shown): CallEntry => {
    const callId = choose(anyId, shown.callId);
    // When the call was forgotten, its last state stays shown.
    const store = (callId === undefined ? undefined : storeOf(callId)) ?? shown.store;
    shown.callId = callId;
    if (store !== shown.store) {
      shown.leave?.();
      shown.store = store;
      shown.leave = shown.listeners.size > 0 ? follow(anyId, shown, store) : undefined;
    }
    return store?.getState() ?? unknownCall;
  };

  const tell = ({ listeners }: Shown, now: CallEntry, before: CallEntry): void => {
    for (const listener of listeners) listener(now, before);
  };

  const lookAgain = (anyId: CallId, shown: Shown): void => {
    const before = shown.store?.getState() ?? unknownCall;
    const now = look(anyId, shown);
    if (now !== before) tell(shown, now, before);
  };

  const follow = (
    anyId: CallId,
    shown: Shown,
    store: StoreApi<CallEntry> | undefined,
  ): (() => void) | undefined =>
    store?.subscribe((now, before) => {
      tell(shown, now, before);
      // Another call that has this id may go on.
      if (now.recording.ended && !before.recording.ended) lookAgain(anyId, shown);
    });

  function createView(anyId: CallId): ReadableStore<CallEntry> {
    return {
      getInitialState: () => unknownCall,
      getState: () => {
        const shown = shownOf(anyId);
        // While there is no subscription, nothing tells whether the id stands for another call by
        // now.
        if (shown.listeners.size === 0) return look(anyId, shown);
        return shown.store?.getState() ?? unknownCall;
      },
      subscribe: (listener) => {
        const shown = shownOf(anyId);
        const guarded = guard(listener);
        if (shown.listeners.size === 0) {
          look(anyId, shown);
          shown.leave = follow(anyId, shown, shown.store);
        }
        shown.listeners.add(guarded);
        return () => {
          if (!shown.listeners.delete(guarded) || shown.listeners.size > 0) return;
          shown.leave?.();
          shown.leave = undefined;
          // StrictMode unsubscribes and subscribes again at once, so this is not forgotten at once.
          letGoLater(anyId);
        };
      },
    };
  }

  return {
    view: (anyId) => shownOf(anyId).view,
    shown: (anyId) => {
      const shown = shownOf(anyId);
      if (shown.listeners.size === 0) look(anyId, shown);
      return shown.callId;
    },
    lookAgain: (anyIds) => {
      for (const anyId of anyIds) {
        const shown = shownById.get(anyId);
        if (shown && shown.listeners.size > 0) lookAgain(anyId, shown);
      }
    },
  };
}
