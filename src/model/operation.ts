import type { AgentDesktopError } from './errors.ts';
import type { RecordingOperationName, ReportedRecordingState } from './recording.ts';

/** An operation that was asked and has not ended. */
export interface PendingOperation {
  /** Which press this is; a late answer to an earlier one must not touch it. */
  readonly requestId: number;
  readonly operationName: RecordingOperationName;
  /** Asked by a rule of this desktop, such as a pause limit. Otherwise somebody pressed. */
  readonly origin?: 'automatic';
  /** Client clock, epoch ms. */
  readonly requestedAt: number;
  /** What the server had said when it was asked: still the truth on screen. */
  readonly from: ReportedRecordingState;
  /** `accepted`: the server took it. That changes nothing on screen. */
  readonly progress: 'requested' | 'accepted';
  /** When the server took it. Client clock, epoch ms. */
  readonly acceptedAt?: number;
}

/**
 * How an operation ended.
 *
 * - `confirmed`: the server says that the call reached the state the operation's row names.
 * - `superseded`: the server says that something else happened, or that it is no longer allowed.
 * - `rejected`: the server, or the network, said no.
 * - `unconfirmed`: time ran out, and reading the call again did not settle it.
 * - `ended`: the call is over.
 */
export type OperationOutcome = PendingOperation & {
  /** Client clock, epoch ms. */
  readonly at: number;
} & OperationEnding;

export type OperationEnding =
  | { readonly ending: 'confirmed' | 'superseded' | 'ended' }
  | {
      readonly ending: 'rejected';
      readonly error: AgentDesktopError;
      /** The call was read again afterwards, so that what is shown is still what the server says. */
      readonly reread: boolean;
    }
  | {
      readonly ending: 'unconfirmed';
      /** When the agent last pressed *Check again* and the server said the same (epoch ms). */
      readonly checkedAt?: number;
    };
