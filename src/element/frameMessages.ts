import type { AgentDesktopErrorCode } from '../model/errors.ts';
import { recordingOperations, type RecordingOperationName } from '../model/recording.ts';
import type { ErrorDetail, OperationDetail } from './events.ts';

/** The parent says which call to show. `''` shows none. */
export interface ShowCall {
  readonly tallylight: 1;
  readonly type: 'show-call';
  readonly callId: string;
  readonly callLabel?: string | undefined;
}

/** The parent requests an operation on the call that is shown. */
export interface Perform {
  readonly tallylight: 1;
  readonly type: 'perform';
  readonly callId: string;
  readonly operationName: RecordingOperationName;
  /** The parent's own name for the command. All answers to the command contain it. */
  readonly commandId: string;
}

/**
 * The messages that the frame sends. They contain ids, states, and codes; no credentials and no
 * personal data.
 *
 * - `ready` is sent once, when the frame listens. The parent answers it with `show-call`.
 * - `state` is sent when the state of the element changes, and as the answer to `show-call`.
 * - `operation` and `error` are sent with the elements' events of these names. An operation that the
 *   parent has requested has its `commandId`. Only the status `confirmed` means that it is done.
 * - `refused` is the answer to a `perform` of which nothing was sent to the server.
 */
export type FrameMessage = { readonly tallylight: 1 } & (
  | { readonly type: 'ready' }
  | {
      readonly type: 'state';
      readonly callId: string;
      readonly recordingState: string;
      readonly pending: string | null;
      readonly isStale: boolean;
    }
  | ({ readonly type: 'operation'; readonly commandId?: string | undefined } & OperationDetail)
  | {
      readonly type: 'refused';
      readonly commandId: string;
      readonly callId: string;
      readonly operationName: RecordingOperationName;
      /**
       * `operation-not-offered`: the frame does not let its parent ask for it. `other-call`: the
       * element shows another call. `too-soon`: something has just changed.
       */
      readonly reason: 'operation-not-offered' | 'other-call' | 'too-soon' | AgentDesktopErrorCode;
    }
  | {
      readonly type: 'error';
      readonly callId: string;
      readonly code: ErrorDetail['error']['code'];
    }
);

/** The longest text in a message, in characters. */
const longestText = 256;

export function isShowCall(data: unknown): data is ShowCall {
  const message = plainObject(data);
  return (
    message !== undefined &&
    own(message, 'tallylight') === 1 &&
    own(message, 'type') === 'show-call' &&
    isText(own(message, 'callId')) &&
    (own(message, 'callLabel') === undefined || isText(own(message, 'callLabel')))
  );
}

/**
 * A command with any other property is refused, because the sender may have meant that property to
 * limit the command.
 */
const performKeys = ['tallylight', 'type', 'callId', 'operationName', 'commandId'];

export function isPerform(data: unknown): data is Perform {
  const message = plainObject(data);
  if (message === undefined) return false;
  const keys = Reflect.ownKeys(message);
  const operationName = own(message, 'operationName');
  return (
    keys.length === performKeys.length &&
    performKeys.every((key) => keys.includes(key)) &&
    own(message, 'tallylight') === 1 &&
    own(message, 'type') === 'perform' &&
    isText(own(message, 'callId')) &&
    isText(own(message, 'commandId')) &&
    typeof operationName === 'string' &&
    Object.hasOwn(recordingOperations, operationName)
  );
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.length <= longestText;
}

/** An array, a map, or an object of a class may have the same properties, but it is not a message. */
function plainObject(data: unknown): object | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const prototype: unknown = Object.getPrototypeOf(data);
  return prototype === Object.prototype || prototype === null ? data : undefined;
}

/** The value of an own data property. An inherited property or a getter cannot be part of what was sent. */
function own(message: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(message, key)?.value;
}
