import type { CallId } from '../model/call.ts';
import type { ConnectionStatus } from '../model/connection.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import type { CallEntry } from '../store/callEntry.ts';
import type { ReadableStore } from '../store/desktopStore.ts';
import type { HeadersCallback } from '../transport/authorization.ts';
import type { HostCometd } from '../transport/hostCometdLink.ts';

export interface AgentDesktopOptions {
  /**
   * Where Genesys Web Services is, without `/api/v2`. Leave it out when the page's own origin
   * serves or proxies the API.
   */
  readonly baseUrl?: string;
  /** Headers that let the agent in, e.g. `Authorization`. Asked again once the server refuses them. */
  readonly headers?: HeadersCallback;
  /** Whether cookies are sent. @defaultValue 'include', which CometD's session cookie needs */
  readonly credentials?: RequestCredentials;
  /** `websocket` for servers that have it; it falls back to long-polling. @defaultValue 'long-polling' */
  readonly transport?: 'long-polling' | 'websocket';
  /** A CometD client that the host already runs. It stays the host's: we only subscribe. */
  readonly cometd?: HostCometd;
  /** The channel that carries the calls. @defaultValue '/v2/me/calls' */
  readonly channel?: string;
  /** The Bayeux path under `baseUrl`. @defaultValue '/api/v2/notifications' */
  readonly notificationsPath?: string;
  /**
   * Tabs and frames of one browser that show the same user share one connection, as far as the
   * browser lets them. `false` gives this one its own. @defaultValue true
   */
  readonly shareConnection?: boolean;
  /** How long an operation may wait for the server's word, in ms. @defaultValue 10000 */
  readonly confirmationTimeout?: number;
  /** How long a REST answer may take, in ms. @defaultValue 8000 */
  readonly requestTimeout?: number;
  /** A link that dies without a word is noticed after `hold + grace`, in ms. @defaultValue 10000 and 3000 */
  readonly heartbeat?: { readonly hold: number; readonly grace: number };
  /**
   * The last word before an operation is sent, whoever asks for it: return why not, in the agent's
   * words, and it is rejected with `vetoed`; widgets show and say it. At once and not in a promise:
   * an operation is pending in the same tick as the press, and "Pausing…" must not be said of what
   * nobody has sent. What takes time to find out, find out before, and give it to the controls as
   * `unavailable`.
   *
   * @example onBeforeOperation: ({ operationName }) =>
   *   operationName === 'StopCallRecording' && isDisputed() ? 'This call is disputed.' : undefined
   */
  readonly onBeforeOperation?: (request: OperationRequest) => string | undefined;
  /** Hears what a support desk should know. Never carries personal data. */
  readonly onDiagnostic?: OnDiagnostic;
  /** The server no longer knows who this is: sign in again, then call `refresh()`. */
  readonly onSignedOut?: () => void;
}

/** An operation that is about to be asked for. */
export interface OperationRequest {
  readonly callId: CallId;
  readonly operationName: RecordingOperationName;
}

/** An operation that is marked pending and waits to be sent. */
export interface RequestedOperation extends OperationRequest {
  readonly requestId: number;
  /** Client clock, epoch ms. */
  readonly requestedAt: number;
}

/** One agent's calls, as the server tells of them. */
export interface AgentDesktop {
  readonly connection: ReadableStore<ConnectionStatus>;
  /** The calls the server reports, in the order they were heard of; ended ones for a minute. */
  readonly callIds: ReadableStore<readonly CallId[]>;
  /** One call, known or not yet. Its `id`, `connId` or `callUuid` will do. */
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
   * `automatic` is for what a rule asks and nobody pressed, and is told of as such.
   */
  readonly requestOperation: (
    callId: CallId,
    operationName: RecordingOperationName,
    origin?: 'automatic',
  ) => RequestedOperation;
  /** The second half of `performOperation`. */
  readonly sendOperation: (request: RequestedOperation) => Promise<void>;
  /** Asks the server what a call's recording is doing now. */
  readonly checkAgain: (callId: CallId) => Promise<void>;
}
