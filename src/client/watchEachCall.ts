import type { CallId } from '../model/call.ts';
import type { AgentDesktop } from './agentDesktop.ts';

/**
 * Watches every call of a desktop, from when the server reports it until it is forgotten.
 *
 * @param watchCall called for each call; what it returns is called when there is no more to watch
 */
export function watchEachCall(
  desktop: AgentDesktop,
  watchCall: (callId: CallId) => () => void,
): () => void {
  const watching = new Map<CallId, () => void>();
  const onCalls = (callIds: readonly CallId[]): void => {
    const listed = new Set(callIds);
    for (const callId of listed) if (!watching.has(callId)) watching.set(callId, watchCall(callId));
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
