import { lastRightAt, type ConnectionState } from '../model/connection.ts';
import type { AgentDesktopErrorCode } from '../model/errors.ts';

// The transitions of the connection status. `now` and all other times are those of the steady clock.

/** When what is shown was last known to be right. While the status is live, that is `whileLive`. */
export function rightAsOf(status: ConnectionState, whileLive: number): number | undefined {
  return status.phase === 'live' ? whileLive : lastRightAt(status);
}

/** The desktop was connected, for the first time or again. */
export function whenConnecting(status: ConnectionState, now: number): ConnectionState {
  if (status.phase === 'idle') return { phase: 'connecting' };
  return { phase: 'lost', asOf: rightAsOf(status, now), reason: 'network' };
}

/** A request or the link failed. A user who is signed out stays so when something else fails. */
export function whenFailed(
  status: ConnectionState,
  code: AgentDesktopErrorCode,
  asOf: number | undefined,
): ConnectionState {
  if (code === 'not-signed-in') return { phase: 'signed-out', asOf };
  return status.phase === 'signed-out' ? status : { phase: 'lost', asOf, reason: code };
}

/** All calls were read while messages arrive. A new object would cause each widget to be rendered. */
export function whenLive(status: ConnectionState): ConnectionState {
  return status.phase === 'live' ? status : { phase: 'live' };
}

/**
 * All calls were read, but the link has not been open all the time since the read was asked. The
 * answer was right when it was asked for, and no message has told what happened since.
 */
export function whenReadWithoutLink(
  status: ConnectionState,
  askedAt: number,
  now: number,
): ConnectionState {
  const asOf = Math.max(askedAt, rightAsOf(status, now) ?? askedAt);
  return { phase: 'lost', asOf, reason: 'reason' in status ? status.reason : 'network' };
}
