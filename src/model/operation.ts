import type { AgentDesktopError } from './errors.ts';
import type { RecordingOperationName, ReportedRecordingState } from './recording.ts';

/**
 * Why an operation was asked for.
 *
 * - `button`: somebody pressed a button of a widget.
 * - `shortcut`: somebody pressed a keyboard shortcut.
 * - `sensitive-section`: a `SensitiveSection` needs the pause, or needs it no longer.
 * - `pause-limit`: the longest pause that was agreed on is over.
 * - `automatic`: a rule of the host's.
 * - `host`: the host's code asked, and gave no cause.
 * - `other-tab`: the agent asked in another tab of this browser.
 */
export type OperationCause = (typeof operationCauses)[number];

export const operationCauses = [
  'button',
  'shortcut',
  'sensitive-section',
  'pause-limit',
  'automatic',
  'host',
  'other-tab',
] as const;

/**
 * How far an operation has come.
 *
 * - `requested`: the server has not answered yet.
 * - `accepted`: the server took it. That changes nothing on screen.
 * - `refused`: the server said no. The call is being read, and nothing can confirm it any more.
 * - `overdue`: a second ago the server answered or the request failed, and the call does not show
 *   the result. An operation after which less is recorded may overtake it.
 */
export type OperationProgress = 'requested' | 'accepted' | 'refused' | 'overdue';

/** An operation that was requested and has not ended. */
export interface PendingOperation {
  /** The number of this operation, so that a late answer to an earlier one does not change it. */
  readonly requestId: number;
  readonly operationName: RecordingOperationName;
  readonly cause: OperationCause;
  /** Steady clock, epoch ms. */
  readonly requestedAt: number;
  /** The state at the time of asking. It stays on screen until the server says something else. */
  readonly from: ReportedRecordingState;
  readonly progress: OperationProgress;
  /** When the server took it. Steady clock, epoch ms. */
  readonly acceptedAt?: number;
  /** The operation that was pending when this one was requested, and that may still take place. */
  readonly overtakes?: RecordingOperationName;
}

/**
 * How an operation ended.
 *
 * - `confirmed`: the server says that the call reached the state the operation's row names. While
 *   its `progress` is still `requested`, the server may yet refuse it, and then it was not the cause.
 * - `superseded`: the server says that something else happened, or that it is no longer allowed; or
 *   an operation after which less is recorded overtook it.
 * - `rejected`: the server, or the network, said no.
 * - `unconfirmed`: time ran out, and reading the call again did not settle it.
 * - `ended`: the call is over.
 */
export type OperationOutcome = PendingOperation & {
  /** Steady clock, epoch ms. */
  readonly at: number;
} & OperationEnding;

/**
 * Whether the call reached the state that was asked for before the server answered the request. The
 * server may still refuse the request, and then the operation was not the cause.
 */
export function isProvisional({ ending, progress }: OperationOutcome): boolean {
  return ending === 'confirmed' && progress === 'requested';
}

export type OperationEnding =
  | { readonly ending: 'confirmed' | 'superseded' | 'ended' }
  | {
      readonly ending: 'rejected';
      readonly error: AgentDesktopError;
      /** The call was read again after the refusal, so what is shown is what the server says now. */
      readonly reread: boolean;
    }
  | {
      readonly ending: 'unconfirmed';
      /**
       * When the agent last pressed *Check again* and the server said the same as before. Steady
       * clock, epoch ms.
       */
      readonly checkedAt?: number;
    };
