import type { AgentDesktop } from '../client/agentDesktop.ts';
import type { CallId } from '../model/call.ts';
import { isStale } from '../model/connection.ts';

/**
 * The call that the agent is on, or the reason why nobody can say which call that is.
 *
 * - `none`: no call is established, though some may be held or ringing.
 * - `several`: more than one call is established.
 * - `notKnown`: the server is not heard, and the agent may be on another call by now.
 */
export type ActiveCall = { readonly callId: CallId } | 'none' | 'several' | 'notKnown';

/** Finds the active call by what the server says of each call. What is on the screen does not count. */
export function activeCallOf(desktop: AgentDesktop): ActiveCall {
  const goingOn = desktop.callIds.getState().flatMap((callId) => {
    const { call, recording } = desktop.call(callId).getState();
    // After a transfer the id of a call that is over may name the one that goes on.
    return call && !recording.ended && recording.callId === callId
      ? { callId, isActive: call.state === 'Established' }
      : [];
  });
  const active = goingOn.filter(({ isActive }) => isActive);
  const [only] = active;
  const isCertain = !isStale(desktop.connection.getState());
  // An agent with a single call is on that call, even while the server is not heard.
  if (only && active.length === 1 && (isCertain || goingOn.length === 1))
    return { callId: only.callId };
  if (!isCertain) return 'notKnown';
  return only ? 'several' : 'none';
}
