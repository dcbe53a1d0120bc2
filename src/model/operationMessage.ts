import type { CallId } from './call.ts';
import type { AgentDesktopErrorCode } from './errors.ts';
import type { RecordingOperationName } from './recording.ts';

/**
 * What one tab tells the other tabs of the same user about an operation that it was asked for.
 * The other tabs show the operation as pending from `requested` until one of the messages that end
 * it. A tab that is closed or crashes tells nothing more, so whoever shows an operation of another
 * tab must also end it by its own clock.
 */
export type OperationMessage =
  | {
      readonly type: 'requested';
      readonly key: OperationKey;
      readonly callId: CallId;
      readonly operationName: RecordingOperationName;
      /**
       * Why it was asked for, as the sender names it. Compare it with the known causes before you
       * use it.
       */
      readonly cause?: string;
    }
  /** The server took the request. This is no confirmation: the recording may not have changed yet. */
  | { readonly type: 'accepted'; readonly key: OperationKey }
  /** The server or the network refused it. */
  | {
      readonly type: 'failed';
      readonly key: OperationKey;
      readonly code: AgentDesktopErrorCode;
      readonly statusCode?: number;
    }
  /** Time ran out, and reading the call did not settle it. */
  | { readonly type: 'unconfirmed'; readonly key: OperationKey }
  /** Something else happened to the recording, or another operation replaced this one. */
  | { readonly type: 'overtaken'; readonly key: OperationKey }
  /** It is over in any other way: it was confirmed, or the call ended. */
  | { readonly type: 'ended'; readonly key: OperationKey };

/** Names one press in one tab. No other press in any tab has the same key. */
type OperationKey = string;
