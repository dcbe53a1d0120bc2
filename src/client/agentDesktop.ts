import type { CallId } from '../model/call.ts';
import type { ConnectionState } from '../model/connection.ts';
import type { Diagnostic, OnDiagnostic } from '../model/diagnostic.ts';
import type { OperationCause } from '../model/operation.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import type { CallEntry } from '../store/callEntry.ts';
import type { ReadableStore } from '../store/readableStore.ts';
import type { CometdWireOptions } from '../transport/cometdWire.ts';
import type { InspectionEvent } from './inspection.ts';

/** The options that a desktop has on every kind of server. */
export interface DesktopOptions {
  /** How long an operation may wait to be confirmed by the server, in ms. @defaultValue 10000 */
  readonly confirmationTimeout?: number | undefined;
  /**
   * Is called before an operation is sent, whoever asks for it. Return a reason in words that the
   * agent understands, and the operation is rejected with `vetoed`, and widgets show and announce
   * the reason. If it throws, the operation is sent all the same and a diagnostic reports the error.
   *
   * It has to answer at once and not with a promise, because the operation is shown as pending in
   * the same tick as the press, and "Pausing…" must not be shown for an operation that is not sent.
   * If the answer takes time, find it out beforehand and give it to the controls as `unavailable`.
   *
   * @example onBeforeOperation: ({ operationName }) =>
   *   operationName === 'StopCallRecording' && isDisputed() ? 'This call is disputed.' : undefined
   */
  readonly onBeforeOperation?: ((request: OperationRequest) => string | undefined) | undefined;
  /** Is called with what a support desk should know. It never contains personal data. */
  readonly onDiagnostic?: OnDiagnostic | undefined;
  /** Is called when the server no longer knows this user. Sign in again, then call `refresh()`. */
  readonly onSignedOut?: (() => void) | undefined;
}

/** What `createAgentDesktop` and `createWorkspaceDesktop` take. Every option may be left out. */
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

/** The calls of one agent, as the server describes them. */
export interface AgentDesktop {
  readonly connection: ReadableStore<ConnectionState>;
  /**
   * The calls that the server reports, in the order in which they were first reported. A call that
   * has ended stays in the list for a minute.
   */
  readonly callIds: ReadableStore<readonly CallId[]>;
  /**
   * One call, by its `id`, `connId` or `callUuid`. It need not be known yet. If several calls share
   * an id, one of them is shown until it is over, and then another one that goes on.
   * `recording.callId` tells which call is shown.
   */
  readonly call: (callId: CallId) => ReadableStore<CallEntry>;

  /**
   * Connects. The desktop stays connected until every function that `connect` returned has been
   * called.
   *
   * @example useEffect(() => desktop.connect(), [desktop]);
   */
  readonly connect: () => () => void;
  /**
   * Reads the calls again, and tries to connect at once if the connection is lost. Call it after a
   * new sign-in.
   */
  readonly refresh: () => Promise<void>;

  /**
   * Asks for an operation. It is pending at once, and the promise resolves when the server has
   * accepted it. Subscribe to the call to learn when it is confirmed.
   *
   * @throws AgentDesktopError `operation-pending` or `operation-not-allowed` if nothing was sent;
   *   any of the others if the server or the network refused it
   */
  readonly performOperation: (
    callId: CallId,
    operationName: RecordingOperationName,
  ) => Promise<void>;
  /**
   * The first half of `performOperation`: marks the operation as pending, synchronously. Call
   * `sendOperation` with the result right after it.
   *
   * @param cause why the operation is asked for, as it is written into recording events. Use
   *   `automatic` if a rule of yours asks and nobody pressed a button. The default is `host`
   */
  readonly requestOperation: (
    callId: CallId,
    operationName: RecordingOperationName,
    cause?: OperationCause,
  ) => RequestedOperation;
  /** The second half of `performOperation`: sends the operation. */
  readonly sendOperation: (request: RequestedOperation) => Promise<void>;
  /** Reads a call from the server again, to learn the present state of its recording. */
  readonly checkAgain: (callId: CallId) => Promise<void>;
  /** Calls the host's `onDiagnostic`. Widgets use it when a callback of the host fails. */
  readonly report: (diagnostic: Diagnostic) => void;
  /**
   * Tells a listener what the desktop receives and requests, and what changes because of that:
   * messages and reads in their order, what each changed, the link, the tabs, and diagnostics. It is
   * for developers, and `tallylight/devtools` shows it. A listener is told at once how the link and
   * the tab are now. While nobody inspects, it costs nothing.
   *
   * @returns a function that ends it
   * @example const stop = desktop.inspect((event) => console.log(event));
   */
  readonly inspect: (listener: (event: InspectionEvent) => void) => () => void;
}
