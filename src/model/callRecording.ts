import type { OperationOutcome, PendingOperation } from './operation.ts';
import type { RecordingOperationName, ReportedRecordingState } from './recording.ts';

/** A change of the recording state that this page saw happen. */
export interface RecordingChange {
  readonly from: ReportedRecordingState;
  readonly to: ReportedRecordingState;
  /** Client clock, epoch ms. */
  readonly at: number;
  /** `agent`: the answer to a press here. Everything else was done by someone else. */
  readonly by: 'agent' | 'someone-else';
  /** A `snapshot` says that it changed while nobody listened, not when. */
  readonly saidBy: 'event' | 'snapshot';
}

/**
 * One call's recording: what the server said (`state`, `allowed`, `change`, `ended`) beside what
 * was asked here (`pending`, `outcome`). The same object for as long as nothing in it differs.
 */
export interface CallRecording {
  /** Whether the server has said anything of this call yet. Before that nothing below is true. */
  readonly isKnown: boolean;
  readonly state: ReportedRecordingState;
  /**
   * When this page first knew it to be in this state (client clock, epoch ms). It may have begun
   * long before, unless a `change` into it was seen.
   */
  readonly since: number | undefined;
  /** The recording operations among the call's capabilities, in button order. */
  readonly allowed: readonly RecordingOperationName[];
  readonly change: RecordingChange | undefined;
  /** The call is over: when that was heard (client clock, epoch ms), and in which state. */
  readonly ended: { readonly at: number; readonly state: ReportedRecordingState } | undefined;
  readonly pending: PendingOperation | undefined;
  /** How the last operation ended, until the recording changes or the next one is asked. */
  readonly outcome: OperationOutcome | undefined;
}

/**
 * Whether an event told this page when the present state began. Otherwise, after a reload or where
 * reading the call told it, the state has lasted at least since `since`.
 */
export function isBeginningSeen({ change }: CallRecording): boolean {
  return change?.saidBy === 'event';
}

/**
 * Since when the recording of a call that goes on is known to be paused (client clock, epoch ms),
 * or undefined while it is not.
 *
 * @example const pausedFor = Date.now() - (pausedSince(recording) ?? Date.now());
 */
export function pausedSince({ state, since, ended }: CallRecording): number | undefined {
  return state === 'Paused' && !ended ? since : undefined;
}
