import type { CallId } from '../model/call.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import type { Protocol } from '../protocol/protocol.ts';
import type { NotificationLink } from './notificationLink.ts';

/**
 * Everything that a desktop needs of a server, and that an adapter for another server has to
 * provide: requests, notifications, and a protocol that reads both. Test an adapter with
 * `wireContract` from `tallylight/testing`.
 *
 * @example
 * const wire: Wire = { rest, link, protocol };
 * const desktop = assembleDesktop(wire);
 */
export interface Wire {
  readonly rest: WireRest;
  readonly link: NotificationLink;
  readonly protocol: Protocol;
}

/**
 * What is asked. Answers come back as they were: `protocol` reads them.
 *
 * Each throws an `AgentDesktopError` when the server says no, cannot be reached, or does not answer
 * in time. Its `code` must tell a refusal, after which nothing has happened, from an unknown
 * outcome (`isOutcomeUnknown`), after which the call is read; and `not-signed-in` from the rest.
 * Nothing that may have arrived is ever sent twice.
 */
export interface WireRest {
  /**
   * Resolves when the server *accepted* the operation. Only what it says of the call confirms it.
   *
   * @param signal its time is over: what was not sent by then must not be sent any more
   */
  readonly performOperation: (
    callId: CallId,
    operationName: RecordingOperationName,
    signal?: AbortSignal,
  ) => Promise<unknown>;
  /** All calls of this agent. One that is missing from a complete answer has ended. */
  readonly fetchCalls: () => Promise<unknown>;
  /**
   * One call. A server without such a read answers with all of them: give `fetchCalls` itself then,
   * so that it is not asked by several tabs at once. Throws `call-not-found` where the server does
   * not know the call; then all are read.
   */
  readonly fetchCall: (callId: CallId) => Promise<unknown>;
}
