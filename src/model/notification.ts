import type { Call, CallId } from './call.ts';

/** A server message about one call. Each such message contains the full call resource. */
export interface CallNotification {
  readonly kind: 'call';
  /** `CallRecordingStateChange`, `StatusChange`, `AttachedDataChanged`, … or any other word. */
  readonly notificationType: string;
  readonly call: Call;
  /** The id that the call had until now, if the server says so. */
  readonly previousId?: CallId | undefined;
  /**
   * When the server made the message, epoch ms by the server's clock. Undefined if the server does
   * not say.
   */
  readonly serverTime?: number | undefined;
  /** The agent's own number. It is personal data, like everything in the call. */
  readonly phoneNumber?: string | undefined;
}

/**
 * An asynchronous error. It ends a pending operation only if it names the call. Only the number of
 * the error is kept and not its text, because the text may name people and machines.
 */
export interface ErrorNotification {
  readonly kind: 'error';
  readonly callId?: CallId | undefined;
  /** The request that the error answers, if the server says so. */
  readonly operationId?: string | undefined;
  readonly errorCode?: number | undefined;
}

/** A message on the channel of the calls, after `protocol/` has checked it. */
export type Notification = CallNotification | ErrorNotification;
