import type { CallId } from '../model/call.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import type { Protocol } from '../protocol/protocol.ts';
import type { NotificationLink } from './notificationLink.ts';

/**
 * Everything that a desktop needs of a server: requests, notifications, and a protocol that reads
 * both. An adapter for another server has to provide it, and can be tested with `wireContract` from
 * `tallylight/testing`.
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
 * The requests to a server. Each resolves to the answer as it was received, and `protocol` reads it.
 *
 * Each throws an `AgentDesktopError` when the server refuses, cannot be reached, or does not answer in
 * time. Its `code` must distinguish a refusal, after which nothing has changed, from an unknown
 * outcome (`isOutcomeUnknown`), after which the call is read. It must also distinguish
 * `not-signed-in` from all others. A request that may have reached the server is never sent again.
 */
export interface WireRest {
  /**
   * Resolves when the server has *accepted* the operation. Only what the server then says about the
   * call confirms the operation.
   *
   * @param signal is aborted when the time of the operation is over. A request that was not sent by
   *   then must not be sent any more.
   */
  readonly performOperation: (
    callId: CallId,
    operationName: RecordingOperationName,
    signal?: AbortSignal,
  ) => Promise<unknown>;
  /** Reads all calls of this agent. A call that is missing from a complete answer has ended. */
  readonly fetchCalls: () => Promise<unknown>;
  /**
   * Reads one call. Throws `call-not-found` when the server does not know the call, and then all
   * calls are read. An adapter for a server that can only read all calls sets this to `fetchCalls`
   * itself; the same function tells the client that several tabs need not read at once.
   */
  readonly fetchCall: (callId: CallId) => Promise<unknown>;
}
