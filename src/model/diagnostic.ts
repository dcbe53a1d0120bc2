import type { AgentDesktopError } from './errors.ts';
import type { CallId } from './call.ts';
import type { RecordingOperationName, ReportedRecordingState } from './recording.ts';

/**
 * Something that a developer or a support desk should know and an agent need not. It contains no
 * participants, no `userData`, no credentials, and no other personal data.
 */
export type Diagnostic =
  | SetupMistake
  /**
   * A message or an answer was not what the contract says. What could not be read has changed
   * nothing. `wall`: the source of a `RecordingWall` has sent it.
   */
  | {
      readonly code: 'unreadable-input';
      readonly source: 'notification' | 'calls' | 'wall';
      /** Which part was wrong, and what was expected there. The value itself is left out. */
      readonly problem: string;
    }
  /** `recordingState` contained a word that is not known. The state is shown as unknown. */
  | {
      readonly code: 'unknown-recording-state';
      readonly callId: CallId;
      readonly value: string;
    }
  /** The server allows operations that make no sense in the state. Both are shown as it said them. */
  | {
      readonly code: 'contradiction';
      readonly callId: CallId;
      readonly recordingState: ReportedRecordingState;
      readonly operations: readonly RecordingOperationName[];
    }
  /**
   * A call has no `recordingState` though something tells that it is recorded, or its `GSIP_RECORD`
   * says something else than its state. It is read again.
   */
  | {
      readonly code: 'doubtful-call';
      readonly callId: CallId;
      readonly doubt: 'missing-state' | 'gsip-record' | 'impossible-change';
    }
  /** A message seems to be older than what is shown. It was not applied, and the calls are read. */
  | {
      readonly code: 'stale-message';
      readonly callId: CallId;
      readonly by: 'serverTime' | 'read' | 'duration' | 'ended';
    }
  /** An asynchronous error that could not be tied to a pending operation. */
  | {
      readonly code: 'server-error-message';
      readonly callId?: CallId | undefined;
      readonly operationId?: string | undefined;
      readonly errorCode?: number | undefined;
    }
  /** The link was lost, or could not be opened. The desktop tries again by itself. */
  | { readonly code: 'connection-problem'; readonly error: AgentDesktopError }
  /** Reading the calls failed. What is shown stays as it was. */
  | { readonly code: 'read-failed'; readonly error: AgentDesktopError }
  /**
   * At least two reads told changes that no message told, and no message has ever arrived on the
   * channel. Most likely it is not the channel that carries the calls.
   */
  | {
      readonly code: 'wrong-channel';
      /** The channel that was subscribed to. */
      readonly channel: string;
      /** What happened, what it means, what to do. */
      readonly problem: string;
    }
  /** A widget, or what a host renders in it, failed to render. The state is shown all the same. */
  | { readonly code: 'widget-failed'; readonly widget: string; readonly cause: unknown }
  /**
   * A sound should have been played, but the browser plays none yet, or has no Web Audio. It is
   * told once.
   */
  | { readonly code: 'sound-blocked'; readonly reason: 'no-gesture' | 'not-supported' }
  /** One of the host's own callbacks threw, or its promise was rejected. */
  | { readonly code: 'host-callback-failed'; readonly callback: string; readonly cause: unknown };

/** A mistake in how the page is set up. It is reported once, and not after the desktop has worked. */
export interface SetupMistake {
  readonly code: SetupMistakeCode;
  /** What happened, what it means, what to do. */
  readonly message: string;
  /** The path that was requested, without its query, if the mistake is about a request. */
  readonly path?: string | undefined;
}

/** The mistakes in a set-up that are named. */
export type SetupMistakeCode =
  /** `baseUrl` ends with `/api/v2` or `/workspace/v3`, or with a part of it, and nothing is there. */
  | 'base-url-with-api-path'
  /** There is no `baseUrl`, or a path, and the page's own origin has no API there. */
  | 'no-api-on-own-origin'
  /** The server of `baseUrl` has no API. */
  | 'no-api-at-base-url'
  /** No CometD answers at the path of the notifications. */
  | 'handshake-not-found'
  /** A proxy or gateway answers, and does not reach the server behind it. */
  | 'proxy-without-server'
  /** Nothing answers at the address of `baseUrl`. */
  | 'server-unreachable'
  /** The server answers but does not allow the page's origin (CORS). */
  | 'cross-origin-refused'
  /** The page is https and `baseUrl` is http. */
  | 'mixed-content'
  /** The page is on `localhost` and the server on `127.0.0.1`, or the other way round. */
  | 'two-loopback-names'
  /** The server does not know the user, and there is no option `headers`, or it returned none. */
  | 'no-headers'
  /** `headers()` threw, returned nothing that can be sent, or did not return in time. */
  | 'headers-failed'
  /** The provider, or a wall, did not find its stylesheet. Only development builds look for it. */
  | 'no-stylesheet'
  /** The messages that the host gave lack a text. The English one is shown there. */
  | 'incomplete-messages'
  /** The page has a second copy of the library. */
  | 'two-copies';

/** A function of the host that hears what a support desk should know. It never gets personal data. */
export type OnDiagnostic = (diagnostic: Diagnostic) => void;
