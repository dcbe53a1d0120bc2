import type { AgentDesktop } from '../client/agentDesktop.ts';
import type { CallId } from '../model/call.ts';
import { isSameChange, type CallRecording, type RecordingChange } from '../model/callRecording.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { AgentDesktopError } from '../model/errors.ts';
import type { OperationOutcome } from '../model/operation.ts';
import type { ConnectionState } from '../model/connection.ts';
import type { RecordingOperationName, ReportedRecordingState } from '../model/recording.ts';
import type { RecordingBlock } from '../model/recordingBlock.ts';

/** The server reported a recording state for the first time, or another one than before. */
export interface RecordingChangeDetail {
  readonly callId: CallId;
  readonly from: ReportedRecordingState;
  readonly to: ReportedRecordingState;
  /** Who changed the state and when, if this page saw it happen. Undefined for the first state. */
  readonly change: RecordingChange | undefined;
}

/** An operation was requested on this page, was accepted by the server, or has ended. */
export interface OperationDetail {
  readonly callId: CallId;
  readonly operationName: RecordingOperationName;
  /** The number of the request. All events of one press have the same number. */
  readonly requestId: number;
  /** `accepted` does not mean done. See `OperationOutcome` for the endings. */
  readonly status: 'requested' | 'accepted' | OperationOutcome['ending'];
}

/** A failure that the host may have to act on. The widget shows it to the agent already. */
export interface ErrorDetail {
  readonly callId: CallId;
  readonly error: AgentDesktopError;
}

/** The fields of a sensitive section were blocked, can be used, or are blocked for another reason. */
export interface BlockChangeDetail {
  readonly callId: CallId;
  /** Why the fields are blocked. Undefined: they can be used. */
  readonly block: RecordingBlock | undefined;
}

/** The limit of a pause came close, or it is no longer close. */
export interface PauseWarningDetail {
  readonly callId: CallId;
  readonly warning: 'close-to-limit' | 'none';
}

/** The connection to the server went into another phase. */
export interface ConnectionChangeDetail {
  readonly from: ConnectionState['phase'];
  readonly to: ConnectionState['phase'];
}

/** The server reports other calls than before. */
export interface CallsChangeDetail {
  /**
   * The ids are in the order in which the server reported the calls. A call that ended stays for a
   * minute.
   */
  readonly callIds: readonly CallId[];
}

/** The events that the elements dispatch. All of them bubble and are composed. */
export interface TallylightEventMap {
  'tallylight-recordingchange': CustomEvent<RecordingChangeDetail>;
  'tallylight-operation': CustomEvent<OperationDetail>;
  'tallylight-error': CustomEvent<ErrorDetail>;
  /** Is dispatched by one of the elements that share a connection. It never contains personal data. */
  'tallylight-diagnostic': CustomEvent<Diagnostic>;
  /** Is dispatched by `<tallylight-sensitive-section>`. */
  'tallylight-blockchange': CustomEvent<BlockChangeDetail>;
  /** Is dispatched by `<tallylight-pause-limit>`. */
  'tallylight-pausewarning': CustomEvent<PauseWarningDetail>;
  /** Is dispatched by `<tallylight-connection-status>`. */
  'tallylight-connectionchange': CustomEvent<ConnectionChangeDetail>;
  /** Is dispatched by `<tallylight-call-list>`. */
  'tallylight-callschange': CustomEvent<CallsChangeDetail>;
}

declare global {
  // This interface adds nothing of its own. It declares the elements' events for every target that
  // they bubble to, including the document and the window.
  interface GlobalEventHandlersEventMap extends TallylightEventMap {}
}

export type DispatchEvent = <Type extends keyof TallylightEventMap>(
  type: Type,
  detail: TallylightEventMap[Type]['detail'],
) => void;

/** Returns a function that dispatches events from this target. */
export function dispatchFrom(target: Pick<EventTarget, 'dispatchEvent'>): DispatchEvent {
  return (type, detail) => {
    target.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  };
}

/**
 * Dispatches an event for everything that happens to a call's recording from now on.
 *
 * @returns a function that stops it
 */
export function dispatchCallEvents(
  desktop: AgentDesktop,
  anyId: CallId,
  dispatch: DispatchEvent,
): () => void {
  return desktop.call(anyId).subscribe((entry, entryBefore) => {
    const [after, before] = [entry.recording, entryBefore.recording];
    const callId = after.callId ?? anyId;
    if (after.state !== before.state || after.callId !== before.callId) {
      const change = isSameChange(after.change, before.change) ? undefined : after.change;
      dispatch('tallylight-recordingchange', {
        callId,
        from: before.state,
        to: after.state,
        change,
      });
    }
    const operation = operationChange(after, before);
    if (operation) dispatch('tallylight-operation', { callId, ...operation });
    const { outcome } = after;
    if (outcome?.ending === 'rejected' && !isSameEnd(outcome, before.outcome)) {
      dispatch('tallylight-error', { callId, error: outcome.error });
    }
  });
}

/**
 * Dispatches an event when the connection is lost or the server no longer knows the agent.
 *
 * @param callId what the events name as their call
 * @returns a function that stops it
 */
export function dispatchConnectionEvents(
  desktop: AgentDesktop,
  callId: CallId,
  dispatch: DispatchEvent,
): () => void {
  return desktop.connection.subscribe((after, before) => {
    if (after.phase === before.phase) return;
    if (after.phase === 'signed-out') dispatch('tallylight-error', { callId, error: signedOut() });
    if (after.phase === 'lost') dispatch('tallylight-error', { callId, error: lost(after.reason) });
  });
}

function operationChange(
  after: CallRecording,
  before: CallRecording,
): Omit<OperationDetail, 'callId'> | undefined {
  const { pending, outcome } = after;
  if (pending && pending.requestId !== before.pending?.requestId) {
    return { ...nameOf(pending), status: 'requested' };
  }
  if (pending?.progress === 'accepted' && before.pending?.progress === 'requested') {
    return { ...nameOf(pending), status: 'accepted' };
  }
  // *Check again* replaces an outcome by a newer one with the same ending, for which there is no second
  // event.
  if (outcome && !isSameEnd(outcome, before.outcome)) {
    return { ...nameOf(outcome), status: outcome.ending };
  }
  return undefined;
}

function nameOf({
  operationName,
  requestId,
}: Pick<OperationDetail, 'operationName' | 'requestId'>): {
  readonly operationName: RecordingOperationName;
  readonly requestId: number;
} {
  return { operationName, requestId };
}

function isSameEnd(one: OperationOutcome, other: OperationOutcome | undefined): boolean {
  return one.requestId === other?.requestId && one.ending === other.ending;
}

function signedOut(): AgentDesktopError {
  return new AgentDesktopError(
    'not-signed-in',
    'The server no longer knows who this is. What is shown may be out of date. Sign in, then call element.desktop.refresh().',
  );
}

function lost(reason: AgentDesktopError['code']): AgentDesktopError {
  return new AgentDesktopError(
    reason,
    'The connection to the server is lost. What is shown may be out of date. The library connects again by itself.',
  );
}
