import type { CallId } from '../model/call.ts';
import type { ConnectionState } from '../model/connection.ts';
import type { Diagnostic, OnDiagnostic } from '../model/diagnostic.ts';
import type { OperationCause } from '../model/operation.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import type { CallEntry } from '../store/callEntry.ts';
import type { ReadableStore } from '../store/readableStore.ts';
import type { CometdWireOptions } from '../transport/cometdWire.ts';

/** What is the same whatever the server is. */
export interface DesktopOptions {
  /** How long an operation may wait for the server's word, in ms. @defaultValue 10000 */
  readonly confirmationTimeout?: number | undefined;
  /**
   * The last word before an operation is sent, whoever asks for it: return why not, in the agent's
   * words, and it is rejected with `vetoed`; widgets show and say it. Where it throws, the operation
   * is sent all the same and a diagnostic tells of it. At once and not in a promise:
   * an operation is pending in the same tick as the press, and "Pausing…" must not be said of what
   * nobody has sent. What takes time to find out, find out before, and give it to the controls as
   * `unavailable`.
   *
   * @example onBeforeOperation: ({ operationName }) =>
   *   operationName === 'StopCallRecording' && isDisputed() ? 'This call is disputed.' : undefined
   */
  readonly onBeforeOperation?: ((request: OperationRequest) => string | undefined) | undefined;
  /** Hears what a support desk should know. Never carries personal data. */
  readonly onDiagnostic?: OnDiagnostic | undefined;
  /** The server no longer knows who this is: sign in again, then call `refresh()`. */
  readonly onSignedOut?: (() => void) | undefined;
}

export interface AgentDesktopOptions extends CometdWireOptions, DesktopOptions {}

/** An operation that is about to be asked for. */
export interface OperationRequest {
  readonly callId: CallId;
  readonly operationName: RecordingOperationName;
}

/** An operation that is marked pending and waits to be sent. */
export interface RequestedOperation extends OperationRequest {
  readonly requestId: number;
  readonly cause: OperationCause;
  /** Steady clock, epoch ms. */
  readonly requestedAt: number;
}

/** One agent's calls, as the server tells of them. */
export interface AgentDesktop {
  readonly connection: ReadableStore<ConnectionState>;
  /** The calls the server reports, in the order they were heard of; ended ones for a minute. */
  readonly callIds: ReadableStore<readonly CallId[]>;
  /**
   * One call, known or not yet. Its `id`, `connId` or `callUuid` will do. Where several calls share
   * an id, one of them is shown until it is over, and then the one that goes on: `recording.callId`
   * tells which.
   */
  readonly call: (callId: CallId) => ReadableStore<CallEntry>;

  /**
   * Connects, and stays connected until the returned function has been called as often as this.
   *
   * @example useEffect(() => desktop.connect(), [desktop]);
   */
  readonly connect: () => () => void;
  /** Reads the calls again, and mends the link now if it is down. For after a new sign-in. */
  readonly refresh: () => Promise<void>;

  /**
   * Asks for an operation: pending at once, resolved when the server accepted it. Watch the call
   * to see it confirmed.
   *
   * @throws AgentDesktopError `operation-pending` or `operation-not-allowed` when nothing was
   *   sent; any of the others when the server or the network said no
   */
  readonly performOperation: (
    callId: CallId,
    operationName: RecordingOperationName,
  ) => Promise<void>;
  /**
   * The first half of `performOperation`: marks pending, synchronously. Send it right after.
   *
   * @param cause why it is asked for, for the record: `automatic` for what a rule of yours asks and
   *   nobody pressed. `host` when left out
   */
  readonly requestOperation: (
    callId: CallId,
    operationName: RecordingOperationName,
    cause?: OperationCause,
  ) => RequestedOperation;
  /** The second half of `performOperation`. */
  readonly sendOperation: (request: RequestedOperation) => Promise<void>;
  /** Asks the server what a call's recording is doing now. */
  readonly checkAgain: (callId: CallId) => Promise<void>;
  /** Hands a diagnostic to the host's `onDiagnostic`. For widgets that call functions of a host. */
  readonly report: (diagnostic: Diagnostic) => void;
}
