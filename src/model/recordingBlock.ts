import type { CallRecording } from './callRecording.ts';
import { isStale, type ConnectionState } from './connection.ts';
import type { OperationOutcome } from './operation.ts';
import {
  contradictoryOperations,
  recordingOperations,
  type RecordingOperationName,
} from './recording.ts';

/** Why something that must not be recorded may not be said or typed now. */
export type RecordingBlock =
  /** Nothing has been heard of the call yet. */
  | 'checking'
  /** A Pause or a Stop was requested, and is not confirmed. */
  | 'pausing'
  /** A Resume or a Start was requested, and may take place at any moment. */
  | 'resuming'
  /** The Pause was refused, or something else happened instead. */
  | 'refused'
  /** Nobody knows whether the last operation took place. */
  | 'not-confirmed'
  /** It is being recorded, and no pause was asked for since the recording began. */
  | 'recording'
  /** It is being recorded, and the call's capabilities have no Pause. */
  | 'not-allowed'
  /** The server does not say the state, or says a word that is not known here. */
  | 'unknown'
  /**
   * What the server said contradicts itself. Either it is being read again, or it was read again
   * and still contradicts itself.
   */
  | 'in-doubt'
  /** What is known may be out of date. */
  | 'out-of-date'
  /**
   * The call is over. It may continue under another id, because a transfer ends the call with the
   * old id.
   */
  | 'ended';

/** What the agent has decided. */
export interface BlockDecisions {
  /** The operation with an unknown outcome after which the agent has had the call read again. */
  readonly checkedRequestId?: number | undefined;
  /** The agent continues although the call is over. */
  readonly isEndAccepted?: boolean | undefined;
}

/**
 * Tells why card numbers and the like must not be typed or said now. The result is undefined only
 * while the server says that nothing is being recorded, what it says is up to date, nothing
 * contradicts it, and no operation that was asked for here can change it.
 *
 * @example if (recordingBlock(recording, connection) === undefined) readCardNumber();
 */
export function recordingBlock(
  recording: CallRecording,
  connection: ConnectionState,
  { checkedRequestId, isEndAccepted = false }: BlockDecisions = {},
): RecordingBlock | undefined {
  const { isKnown, state, doubt, pending, outcome, ended, allowed } = recording;
  if (connection.phase === 'idle' || connection.phase === 'connecting') return 'checking';
  if (isStale(connection)) return 'out-of-date';
  if (!isKnown) return 'unknown';
  if (ended) return isEndAccepted ? undefined : 'ended';
  if (pending) return setsGoing(pending.operationName) ? 'resuming' : 'pausing';
  if (doubt) return 'in-doubt';

  const isDoubtful =
    outcome !== undefined && isOpen(outcome) && outcome.requestId !== checkedRequestId;
  switch (state) {
    case 'Paused':
    case 'Stopped':
    case 'None':
      if (isDoubtful && setsGoing(outcome.operationName)) return 'not-confirmed';
      return contradictoryOperations(state, allowed).length > 0 ? 'in-doubt' : undefined;
    case 'Unknown':
      return 'unknown';
    case 'Recording':
      if (isDoubtful) return 'not-confirmed';
      if (outcome?.operationName === 'PauseCallRecording' && outcome.ending !== 'confirmed')
        return 'refused';
      return allowed.includes('PauseCallRecording') ? 'recording' : 'not-allowed';
    default:
      return state satisfies never;
  }
}

function setsGoing(operationName: RecordingOperationName): boolean {
  return recordingOperations[operationName].confirmedBy === 'Recording';
}

/** Whether an operation may have taken place although nothing confirmed it, or may still take place. */
export function isOpen(outcome: OperationOutcome): boolean {
  return (
    outcome.ending === 'unconfirmed' ||
    (outcome.ending === 'rejected' && outcome.error.isOutcomeUnknown && !outcome.reread)
  );
}
