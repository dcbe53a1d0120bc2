import type { CallId } from './call.ts';
import { isStale, type ConnectionState } from './connection.ts';
import type { OperationCause, OperationOutcome, PendingOperation } from './operation.ts';
import {
  recordingOperations,
  type RecordingOperationName,
  type ReportedRecordingState,
} from './recording.ts';
import { steadyNow } from './steadyClock.ts';

/** A change of the recording state that this page saw happen. */
export interface RecordingChange {
  readonly from: ReportedRecordingState;
  readonly to: ReportedRecordingState;
  /** Steady clock, epoch ms. */
  readonly at: number;
  /**
   * `agent`: an operation of this agent is known to have made it, one that the server did not
   * refuse. `someone-else`: no such operation is known. It may have been another person, a recording
   * rule, the device, or another program, so no sentence for agents names who made it.
   */
  readonly by: 'agent' | 'someone-else';
  /** Why it was asked for, if that is known. It is never guessed. */
  readonly cause: OperationCause | 'unknown';
  /** The operation that made it, where one is known. */
  readonly requestId: number | undefined;
  /** A `snapshot` says that it changed while nobody listened, not when. */
  readonly saidBy: 'event' | 'snapshot';
}

/**
 * Why what the server said of a call is in doubt, until a read that was asked later settles it.
 *
 * - `older-message`: a message contradicts what is known, and seems to be older.
 * - `contradicted-read`: a message and the answer to a read contradict each other.
 * - `missing-state`: the call has no `recordingState`, and something tells that it is recorded.
 * - `capabilities`: the call offers operations that make no sense in its state.
 * - `impossible-change`: a message tells a change that no operation makes, such as from `Stopped` to
 *   `Paused`. Another message was lost, or this one is older than what is known.
 * - `gsip-record`: `GSIP_RECORD` in the call's `userData` says something else than its state.
 */
export type RecordingDoubt =
  | 'older-message'
  | 'contradicted-read'
  | 'missing-state'
  | 'capabilities'
  | 'gsip-record'
  | 'impossible-change';

/**
 * The recording of one call: what the server said (`state`, `allowed`, `change`, `ended`) beside what
 * was requested here (`pending`, `outcome`). It is the same object for as long as nothing in it
 * differs.
 */
export interface CallRecording {
  /**
   * The call that all of this is about: the one id that it goes by in this library, whichever of
   * its ids a widget was given. Undefined before the server has said anything of the call.
   */
  readonly callId: CallId | undefined;
  /** Whether the server has said anything about this call. Before that the rest has no meaning. */
  readonly isKnown: boolean;
  readonly state: ReportedRecordingState;
  /**
   * When this page first knew it to be in this state (steady clock, epoch ms). It may have begun
   * long before, unless a `change` into it was seen.
   */
  readonly since: number | undefined;
  /** Why the state is in doubt and being read again; undefined while nothing contradicts it. */
  readonly doubt: RecordingDoubt | undefined;
  /**
   * The recording operations among the call's capabilities, in the order of the buttons. It is empty
   * once the call is over, whatever the server lists.
   */
  readonly allowed: readonly RecordingOperationName[];
  readonly change: RecordingChange | undefined;
  /** The call is over: when that was heard (steady clock, epoch ms), and in which state. */
  readonly ended: { readonly at: number; readonly state: ReportedRecordingState } | undefined;
  readonly pending: PendingOperation | undefined;
  /** How the last operation ended, until the recording changes or the next one is asked. */
  readonly outcome: OperationOutcome | undefined;
}

/** Whether what is known of a recording must be marked *may be out of date*. */
export function isOutOfDate(
  { isKnown, doubt }: CallRecording,
  connection: ConnectionState,
): boolean {
  return doubt !== undefined || (isKnown && isStale(connection));
}

/**
 * Whether an event told this page when the present state began. Otherwise, as after a reload or
 * when a read told of the state, the state has lasted at least since `since`.
 */
export function isBeginningSeen({ change }: CallRecording): boolean {
  return change?.saidBy === 'event';
}

/**
 * Since when the recording of a call that goes on is known to be paused (steady clock, epoch ms),
 * or undefined while it is not.
 *
 * @example const since = pausedSince(recording);
 *   const pausedFor = since === undefined ? 0 : steadyNow() - since;
 */
export function pausedSince({ state, since, ended }: CallRecording): number | undefined {
  return state === 'Paused' && !ended ? since : undefined;
}

/**
 * For this time after the recording changed, an operation may still be requested for the state that
 * was shown before. In ms.
 */
const settleTime = 500;

/**
 * Whether the recording changed so recently that this operation may be meant for the state before the
 * change. A change puts no other operation at the place of Stop, so Stop is always meant.
 */
export function isSettling(
  { change }: CallRecording,
  operationName: RecordingOperationName,
): boolean {
  const isOther = recordingOperations[operationName].slot === 'primary';
  return isOther && change !== undefined && steadyNow() - change.at < settleTime;
}

/** Whether two changes are the same one. What is known of the cause may have been learned later. */
export function isSameChange(
  one: RecordingChange | undefined,
  other: RecordingChange | undefined,
): boolean {
  return one?.at === other?.at && one?.from === other?.from && one?.to === other?.to;
}
