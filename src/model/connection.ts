import type { AgentDesktopErrorCode } from './errors.ts';

/**
 * How much of what is shown can be trusted now. Only `live` means: subscribed, and every call
 * read since.
 */
export type ConnectionState =
  /** Nobody has asked for a connection yet. */
  | { readonly phase: 'idle' }
  /** The first connection is under way; nothing has been heard. */
  | { readonly phase: 'connecting' }
  /** Subscribed, and the calls were read after that. */
  | { readonly phase: 'live' }
  /** What is shown may be out of date. It is being mended; nothing need be done. */
  | {
      readonly phase: 'lost';
      /** When what is shown was last known to be right (steady clock, epoch ms). */
      readonly asOf: number | undefined;
      readonly reason: AgentDesktopErrorCode;
    }
  /** The server no longer knows who this is. The host has to sign in again. */
  | { readonly phase: 'signed-out'; readonly asOf: number | undefined }
  /** The host stopped it. */
  | { readonly phase: 'closed'; readonly asOf: number | undefined };

/** Whether a recording state shown under this status must be marked *may be out of date*. */
export function isStale(status: ConnectionState): boolean {
  return status.phase !== 'live';
}
