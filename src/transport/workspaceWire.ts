import type { CallId } from '../model/call.ts';
import type { ErrorNotification } from '../model/notification.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { parseOperationId, parseUser, workspaceV3 } from '../protocol/workspaceV3.ts';
import { createCometdWire, type CometdWireOptions } from './cometdWire.ts';
import { createWorkspaceRest } from './workspaceRest.ts';
import type { Wire } from './wire.ts';

/** How many requests are remembered: errors come soon, or not at all. */
const mostOperations = 50;

/**
 * The wire to the Workspace API, v3. Initializing the workspace and activating the voice channel
 * stay the host's, as does the CometD client that it needs for them: give that as `cometd`.
 *
 * @throws AgentDesktopError `invalid-option` when an option cannot work
 * @see "Workspace API": VoiceApi, NotificationsApi
 */
export function createWorkspaceWire(options: CometdWireOptions = {}): Wire {
  /** What was asked here last of each call, under every name the server may give it. */
  const operations = new Map<string, CallId>();

  const remember = (operationId: string, callId: CallId): void => {
    operations.set(operationId, callId);
    for (const oldest of operations.keys()) {
      if (operations.size <= mostOperations) break;
      operations.delete(oldest);
    }
  };
  /** An error of an earlier operation, or of another tab's, must not end the one that is pending. */
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
        // A read of one call is not documented.
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
