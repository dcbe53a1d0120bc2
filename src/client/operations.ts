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
 * When the call is read while its notification is awaited, as shares of the time allowed. A
 * notification comes before the first of them; without notifications, reading is the only way.
 */
const reads = [0.05, 0.15, 0.35, 0.8];
/** After an unknown outcome the call is read now, and once more after this many ms. */
const readAgainAfter = 1_000;

/** The way of an operation from the press to its end. Every one of them ends. */
export function createOperations(options: OperationsOptions): Operations {
  const { store, rest, reader, confirmationTimeout, onBeforeOperation } = options;
  let lastRequestId = 0;
  /**
   * What was given up must not be sent after all, by headers that come late or by a host's own code
   * between a press and its request.
   */
  const overtime = new WeakMap<RequestedOperation, AbortSignal>();

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

  /** Reads the call at growing distances, until it is settled or time runs out. */
  const watch = (request: RequestedOperation): void => {
    let next: ReturnType<typeof setTimeout> | undefined;
    // One timer after the other: the agent waits for "Pausing…" while they are set.
    const readLater = (index: number): void => {
      const share = reads[index];
      if (share === undefined) return;
      const passed = reads[index - 1] ?? 0;
      next = setTimeout(
        () => {
          // The deadline below stands whatever becomes of the read.
          if (!reader.isBusy()) void reader.readCall(request.callId).catch(() => undefined);
          readLater(index + 1);
        },
        (share - passed) * confirmationTimeout,
      );
    };
    readLater(0);
    const unsubscribe = store.call(request.callId).subscribe(() => {
      if (!isPending(request)) stop();
    });
    const giveUp = new AbortController();
    overtime.set(request, giveUp.signal);
    const deadline = setTimeout(() => {
      stop();
      giveUp.abort();
      fail(request, { ending: 'unconfirmed' });
    }, confirmationTimeout);
    const stop = (): void => {
      unsubscribe();
      clearTimeout(deadline);
      clearTimeout(next);
    };
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
        await rest.performOperation(callId, operationName, overtime.get(request));
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
        ...(errorMessage && { said: errorMessage }),
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
