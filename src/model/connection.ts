import type { AgentDesktopErrorCode } from './errors.ts';

/**
 * How far what is shown can be trusted now. Only `live` means that the desktop is subscribed and that
 * every call was read after that.
 */
export type ConnectionState =
  /** Nobody has asked for a connection yet. */
  | { readonly phase: 'idle' }
  /** The first connection is being made, and nothing is known yet. */
  | { readonly phase: 'connecting' }
  /** Subscribed, and the calls were read after that. */
  | { readonly phase: 'live' }
  /** What is shown may be out of date. The desktop connects again by itself. */
  | {
      readonly phase: 'lost';
      /** When what is shown was last known to be right (steady clock, epoch ms). */
      readonly asOf: number | undefined;
      readonly reason: AgentDesktopErrorCode;
    }
  /** The server no longer knows who this is. The host has to sign in again. */
  | { readonly phase: 'signed-out'; readonly asOf: number | undefined }
  /** The host has disconnected. */
  | { readonly phase: 'closed'; readonly asOf: number | undefined };

/** When what is shown was last known to be right. Undefined while it is right, or nothing is known. */
export function lastRightAt(status: ConnectionState): number | undefined {
  return 'asOf' in status ? status.asOf : undefined;
}

/** Whether a recording state shown under this status must be marked *may be out of date*. */
export function isStale(status: ConnectionState): boolean {
  return status.phase !== 'live';
}
