import type { CallId } from '../model/call.ts';
import type { ErrorNotification } from '../model/notification.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { parseOperationId, parseUser, workspaceV3 } from '../protocol/workspaceV3.ts';
import { createCometdWire, type CometdWireOptions } from './cometdWire.ts';
import { createWorkspaceRest } from './workspaceRest.ts';
import type { Wire } from './wire.ts';

/** How many requests are remembered. An error arrives soon after its request, if at all. */
const mostOperations = 50;

/**
 * The wire to the Workspace API, v3. The host initializes the workspace and activates the voice
 * channel. It needs a CometD client for that, and passes this client as `cometd`.
 *
 * @throws AgentDesktopError `invalid-option` when an option cannot work
 * @see "Workspace API": VoiceApi, NotificationsApi
 */
export function createWorkspaceWire(options: CometdWireOptions = {}): Wire {
  /** The call of the last operation on each call, by each id that the server may use for the request. */
  const operations = new Map<string, CallId>();

  const remember = (operationId: string, callId: CallId): void => {
    operations.set(operationId, callId);
    for (const oldest of operations.keys()) {
      if (operations.size <= mostOperations) break;
      operations.delete(oldest);
    }
  };
  /**
   * An error of an earlier operation, or of an operation of another tab, must not end the pending
   * one. So the error keeps its call only when its request is known here.
   */
  const tied = (error: ErrorNotification, operationId: string): ErrorNotification => {
    const { callId: _, ...untied } = error;
    const callId = operations.get(operationId);
    return callId === undefined ? untied : { ...untied, callId };
  };

  const protocol: Protocol = {
    ...workspaceV3,
    parseNotification: (message) => {
      const parsed = workspaceV3.parseNotification(message);
      const error = parsed.ok && parsed.notification?.kind === 'error' && parsed.notification;
      return error && error.operationId
        ? { ok: true, notification: tied(error, error.operationId) }
        : parsed;
    },
  };

  return createCometdWire(options, {
    channel: '/workspace/v3/voice',
    notificationsPath: '/workspace/v3/notifications',
    parseMe: parseUser,
    protocol,
    createRest: (restOptions) => {
      const { fetchMe, admit, fetchCalls, performOperation } = createWorkspaceRest(restOptions);
      return {
        fetchMe,
        admit,
        fetchCalls,
        // The API documents no request that reads one call.
        fetchCall: fetchCalls,
        performOperation: async (callId, operationName, signal) => {
          for (const [id, of] of operations) if (of === callId) operations.delete(id);
          const operationId = Math.random().toString(36).slice(2);
          remember(operationId, callId);
          const answer = await performOperation(callId, operationName, operationId, signal);
          const given = parseOperationId(answer);
          if (given && operations.has(operationId)) remember(given, callId);
          return answer;
        },
      };
    },
  });
}
