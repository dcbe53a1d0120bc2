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
import type { WireRest } from '../transport/wire.ts';
import type { AgentDesktop, AgentDesktopOptions, RequestedOperation } from './agentDesktop.ts';
import type { CallReader } from './callReader.ts';

export interface Operations {
  readonly request: AgentDesktop['requestOperation'];
  readonly send: (request: RequestedOperation) => Promise<void>;
  readonly checkAgain: (callId: CallId) => Promise<void>;
  /** Ends the operation that an asynchronous error belongs to. Returns whether there was one. */
  readonly receiveErrorMessage: (error: ErrorNotification) => boolean;
}

export interface OperationsOptions {
  readonly store: DesktopStore;
  readonly rest: WireRest;
  readonly reader: CallReader;
  /** In ms. */
  readonly confirmationTimeout: number;
  readonly onBeforeOperation?: AgentDesktopOptions['onBeforeOperation'];
}

/**
 * When the call is read while a notification is awaited, as shares of the time allowed, and when that
 * is over. A notification comes before the first read; without notifications, reading is the only way.
 */
const moments = [0.05, 0.15, 0.35, 0.8, 1];
/** After an unknown outcome the call is read now, and once more after this many ms. */
const readAgainAfter = 1_000;

/** The way of an operation from the press to its end. Every one of them ends. */
export function createOperations(options: OperationsOptions): Operations {
  const { store, rest, reader, confirmationTimeout, onBeforeOperation } = options;
  let lastRequestId = 0;
  /** What was given up must not be sent after all, by headers that come late. */
  const sending = new WeakMap<RequestedOperation, AbortController>();

  /** The server knows a call by its id alone; a host may know it by another. */
  const idOf = (anyId: CallId): CallId => store.call(anyId).getState().call?.id ?? anyId;

  const isPending = ({ callId, requestId }: RequestedOperation): boolean =>
    store.call(callId).getState().recording.pending?.requestId === requestId;

  const fail = (
    { callId, requestId }: RequestedOperation,
    failure: Parameters<typeof failOperation>[2],
  ): void => {
    store.update(callId, (entry) => failOperation(entry, requestId, failure, Date.now()));
  };

  /**
   * Reads the call at growing distances, until it is settled or time runs out. Sets one timer and
   * does nothing else, for the agent waits for "Pausing…"; who settles the call need not know of it.
   */
  const watch = (request: RequestedOperation, begun = performance.now()): void => {
    const passed = performance.now() - begun;
    // Timers count in whole ms, and come late in a tab that is not seen.
    const next = moments.find((share) => share * confirmationTimeout > passed + 1);
    if (next === undefined) {
      sending.get(request)?.abort();
      fail(request, { ending: 'unconfirmed' });
      return;
    }
    setTimeout(
      () => {
        if (isPending(request)) watch(request, begun);
      },
      next * confirmationTimeout - passed,
    );
    // Not at the press itself.
    if (passed > 1 && !reader.isBusy()) void reader.readCall(request.callId).catch(() => undefined);
  };

  /** Only reading can tell. Returns whether what is shown is what the server says now. */
  const settleByReading = async (
    request: RequestedOperation,
    mayStillHappen: boolean,
  ): Promise<boolean> => {
    try {
      await reader.readCall(request.callId);
      if (!mayStillHappen || !isPending(request)) return true;
      // The server may have been at it still.
      await new Promise((resolve) => setTimeout(resolve, readAgainAfter));
      await reader.readCall(request.callId);
      return true;
    } catch {
      // Reported by the reader. What is shown is then no more than what was known before.
      return false;
    }
  };

  return {
    request: (callId, operationName, origin) => {
      const refusal = refusalOf(store.call(callId).getState().recording, operationName);
      if (refusal) throw refused(refusal, operationName);
      const request = {
        requestId: (lastRequestId += 1),
        callId: idOf(callId),
        operationName,
        requestedAt: Date.now(),
        ...(origin && { origin }),
      };
      store.update(request.callId, (entry) => requestOperation(entry, request));
      watch(request);
      return request;
    },

    send: async (request) => {
      const { callId, requestId, operationName } = request;
      try {
        if (!isPending(request)) throw requestError('aborted');
        const veto = onBeforeOperation?.({ callId, operationName });
        if (veto) throw new AgentDesktopError('vetoed', veto);
        const giveUp = new AbortController();
        sending.set(request, giveUp);
        await rest.performOperation(callId, operationName, giveUp.signal);
        store.update(callId, (entry) => acceptOperation(entry, requestId, Date.now()));
      } catch (cause) {
        const error = AgentDesktopError.from(cause);
        const { code, isOutcomeUnknown } = error;
        const isReadNeeded =
          isOutcomeUnknown || code === 'not-allowed-now' || code === 'call-not-found';
        const isShownRight = isReadNeeded
          ? await settleByReading(request, isOutcomeUnknown)
          : !isStale(store.connection.getState());
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
      const error = requestError('not-allowed-now', {
        statusCode: errorCode,
        said: errorMessage,
      });
      const request = { ...pending, callId };
      void settleByReading(request, false).then((reread) => {
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
  const why = code === 'operation-pending' ? 'another is pending.' : 'it is not allowed now.';
  return new AgentDesktopError(code, `${operationName} was not sent: ${why}`);
}
