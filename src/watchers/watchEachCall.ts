import type { CallId } from '../model/call.ts';
import type { CallEntry } from '../store/callEntry.ts';
import type { ReadableStore } from '../store/readableStore.ts';
import type { AgentDesktop } from '../client/agentDesktop.ts';

/**
 * Watches every call of a desktop, from when the server reports it until the desktop forgets it.
 *
 * @param watchCall is called for each call, with the store of exactly this call. The function that it
 *   returns is called when the call is forgotten or the watching ends
 */
export function watchEachCall(
  desktop: AgentDesktop,
  watchCall: (callId: CallId, call: ReadableStore<CallEntry>) => () => void,
): () => void {
  const watching = new Map<CallId, () => void>();
  const onCalls = (callIds: readonly CallId[]): void => {
    const listed = new Set(callIds);
    for (const callId of listed)
      if (!watching.has(callId))
        watching.set(callId, watchCall(callId, onlyThisCall(desktop, callId)));
    for (const [callId, stop] of watching) {
      if (listed.has(callId)) continue;
      stop();
      watching.delete(callId);
    }
  };
  const unsubscribe = desktop.callIds.subscribe(onCalls);
  onCalls(desktop.callIds.getState());
  return () => {
    unsubscribe();
    onCalls([]);
  };
}

/**
 * Returns the store of exactly this call. After a transfer the id of a call that is over may show
 * the call that goes on, and such states are left out here.
 */
function onlyThisCall(desktop: AgentDesktop, callId: CallId): ReadableStore<CallEntry> {
  const shown = desktop.call(callId);
  const isThis = ({ recording }: CallEntry): boolean => recording.callId === callId;
  let last = shown.getState();
  return {
    getInitialState: shown.getInitialState,
    getState: () => {
      const now = shown.getState();
      if (isThis(now)) last = now;
      return last;
    },
    subscribe: (listener) =>
      shown.subscribe((now, before) => {
        if (isThis(now) && isThis(before)) listener(now, before);
      }),
  };
}
