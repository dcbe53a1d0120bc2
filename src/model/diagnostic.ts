import type { AgentDesktopError } from './errors.ts';
import type { CallId } from './call.ts';
import type { RecordingOperationName, ReportedRecordingState } from './recording.ts';

/**
 * Something a developer or a support desk should know and an agent need not. Carries no
 * personal data: no participants, no `userData`, no credentials.
 */
export type Diagnostic =
  /** A message or an answer was not what the contract says; nothing known was changed by it. */
  | {
      readonly code: 'refused-at-the-door';
      readonly source: 'notification' | 'calls';
      /** Which part, and what was expected there. Never the value. */
      readonly problem: string;
    }
  /** `recordingState` held a word we do not know; it is shown as unknown. */
  | {
      readonly code: 'unknown-recording-state';
      readonly callId: CallId;
      readonly value: string;
    }
  /** The server allows what its own state forbids. Both are shown as said. */
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
  /** A message seems to be older than what is shown. It was not applied; the calls are read. */
  | {
      readonly code: 'stale-message';
      readonly callId: CallId;
      readonly by: 'serverTime' | 'read' | 'duration' | 'ended';
    }
  /** An asynchronous error that could not be tied to a pending operation. */
  | {
      readonly code: 'server-error-message';
      readonly callId?: CallId;
      readonly operationId?: string;
      readonly errorCode?: number;
    }
  /** The link went down, or could not be opened; it is being mended. */
  | { readonly code: 'connection-problem'; readonly error: AgentDesktopError }
  /** Reading the calls failed; what is shown stays, marked as possibly out of date. */
  | { readonly code: 'read-failed'; readonly error: AgentDesktopError }
  /**
   * At least two reads told of a recording what no message did, and nothing has ever come on the
   * channel that was subscribed to: most likely it is not the one that carries the calls.
   */
  | {
      readonly code: 'wrong-channel';
      /** As it was asked for. */
      readonly channel: string;
      /** What happened, what it means, what to do. */
      readonly problem: string;
    }
  /** A widget, or what a host draws in one, failed to render. The state is shown all the same. */
  | { readonly code: 'widget-failed'; readonly widget: string; readonly cause: unknown }
  /** One of the host's own callbacks threw, or its promise was rejected. */
  | { readonly code: 'host-callback-failed'; readonly callback: string; readonly cause: unknown };

export type OnDiagnostic = (diagnostic: Diagnostic) => void;
