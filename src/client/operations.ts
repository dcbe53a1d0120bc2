import type { CallId } from '../model/call.ts';
import { isStale } from '../model/connection.ts';
import { AgentDesktopError } from '../model/errors.ts';
import type { ErrorNotification } from '../model/notification.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import {
  acceptOperation,
  failOperation,
  noteRecheck,
  refusalOf,
  requestOperation,
} from '../store/callEntry.ts';
import type { DesktopStore } from '../store/desktopStore.ts';
import { requestError } from '../transport/answerError.ts';
import type { RestClient } from '../transport/restClient.ts';
import type { RequestedOperation } from './agentDesktop.ts';
import type { CallReader } from './callReader.ts';

export interface Operations {
  readonly request: (callId: CallId, operationName: RecordingOperationName) => RequestedOperation;
  readonly send: (request: RequestedOperation) => Promise<void>;
  readonly checkAgain: (callId: CallId) => Promise<void>;
  /** Ends the operation that an asynchronous error belongs to. Returns whether there was one. */
  readonly receiveErrorMessage: (error: ErrorNotification) => boolean;
}

export interface OperationsOptions {
  readonly store: DesktopStore;
  readonly rest: RestClient;
  readonly reader: CallReader;
  /** In ms. */
  readonly confirmationTimeout: number;
}

/** When the call is read while its notification is awaited, as shares of the time allowed. */
const readsWhileLive = [0.2, 0.5, 0.8];
/** Without notifications, reading is the only way to hear of it. */
const readsWhileDeaf = [0.03, 0.1, 0.2, 0.35, 0.5, 0.8];
/** After an unknown outcome: now, and once more for a server that was still at it. In ms. */
const readsAfterFailure = [0, 1_000];

/** The way of an operation from the press to its end. Every one of them ends. */
export function createOperations(options: OperationsOptions): Operations {
  const { store, rest, reader, confirmationTimeout } = options;
  let lastRequestId = 0;

  /** The server knows a call by its id alone; a host may know it by another. */
  const idOf = (anyId: CallId): CallId => store.call(anyId).getState().call?.id ?? anyId;

  const isPending = ({ callId, requestId }: RequestedOperation): boolean =>
    store.call(callId).getState().recording.pending?.requestId === requestId;

  const fail = ({ callId, requestId }: RequestedOperation, failure: Parameters<typeof failOperation>[2]): void => {
    store.update(callId, (entry) => failOperation(entry, requestId, failure, Date.now()));
  };

  /** Reads the call at growing distances, until it is settled or time runs out. */
  const watch = (request: RequestedOperation): void => {
    const shares = isStale(store.connection.getState()) ? readsWhileDeaf : readsWhileLive;
    const timers = shares.map((share) =>
      setTimeout(() => {
        // The deadline below stands whatever becomes of the read.
        if (isPending(request)) void reader.readCall(request.callId).catch(() => undefined);
      }, share * confirmationTimeout),
    );
    const unsubscribe = store.call(request.callId).subscribe(() => {
      if (!isPending(request)) stop();
    });
    const deadline = setTimeout(() => {
      stop();
      fail(request, { ending: 'unconfirmed' });
    }, confirmationTimeout);
    const stop = (): void => {
      unsubscribe();
      clearTimeout(deadline);
      timers.forEach(clearTimeout);
    };
  };

  /** The server may have done it all the same: only reading can tell. */
  const settleByReading = async (
    request: RequestedOperation,
    delays: readonly number[],
  ): Promise<boolean> => {
    try {
      for (const delay of delays) {
        if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
        if (!isPending(request)) break;
        await reader.readCall(request.callId);
      }
      return true;
    } catch {
      // Reported by the reader. What is shown is then no more than what was known before.
      return false;
    }
  };

  return {
    request: (callId, operationName) => {
      const refusal = refusalOf(store.call(callId).getState().recording, operationName);
      if (refusal) throw refused(refusal, operationName);
      const request = { requestId: (lastRequestId += 1), callId: idOf(callId), operationName };
      store.update(request.callId, (entry) =>
        requestOperation(entry, {
          requestId: request.requestId,
          operationName,
          requestedAt: Date.now(),
        }),
      );
      watch(request);
      return request;
    },

    send: async (request) => {
      const { callId, requestId, operationName } = request;
      try {
        await rest.performOperation(callId, operationName);
        store.update(callId, (entry) => acceptOperation(entry, requestId));
      } catch (cause) {
        const error = AgentDesktopError.from(cause);
        const isReadNeeded = error.isOutcomeUnknown || error.code === 'not-allowed-now';
        let isShownRight = !isStale(store.connection.getState());
        if (isReadNeeded) {
          const delays = error.isOutcomeUnknown ? readsAfterFailure : [0];
          isShownRight = await settleByReading(request, delays);
        } else if (error.code === 'call-not-found') {
          isShownRight = await reader.readCalls().then(
            () => true,
            () => false,
          );
        }
        fail(request, { ending: 'rejected', error, reread: isShownRight });
        throw error;
      }
    },

    checkAgain: async (callId) => {
      await reader.readCall(idOf(callId));
      store.update(callId, (entry) => noteRecheck(entry, Date.now()));
    },

    receiveErrorMessage: ({ callId, errorCode, errorMessage }) => {
      if (callId === undefined) return false;
      const { pending } = store.call(callId).getState().recording;
      if (!pending) return false;
      const { requestId, operationName } = pending;
      const error = requestError('not-allowed-now', {
        statusCode: errorCode,
        ...(errorMessage && { said: errorMessage }),
      });
      const request = { callId, requestId, operationName };
      void settleByReading(request, [0]).then((reread) => {
        fail(request, { ending: 'rejected', error, reread });
      });
      return true;
    },
  };
}

function refused(
  code: 'operation-pending' | 'operation-not-allowed',
  operationName: RecordingOperationName,
): AgentDesktopError {
  const why =
    code === 'operation-pending'
      ? 'another operation has not ended. Wait for it.'
      : 'the capabilities do not allow it now. Offer only what they do.';
  return new AgentDesktopError(code, `${operationName} was not sent: ${why}`);
}
