import type { CallId } from '../model/call.ts';
import { isStale } from '../model/connection.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';
import { AgentDesktopError } from '../model/errors.ts';
import type { ErrorNotification } from '../model/notification.ts';
import { operationCauses, type OperationCause } from '../model/operation.ts';
import type { OperationMessage } from '../model/operationMessage.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import { requestError } from '../model/requestError.ts';
import { steadyNow } from '../model/steadyClock.ts';
import {
  acceptOperation,
  failOperation,
  markOverdue,
  noteRecheck,
  refusalOf,
  refuseOperation,
  requestOperation,
  supersedeOperation,
  type CallEntry,
} from '../store/callEntry.ts';
import type { DesktopStore } from '../store/desktopStore.ts';
import type { SharedOperations } from '../transport/notificationLink.ts';
import type { WireRest } from '../transport/wire.ts';
import type { AgentDesktop, AgentDesktopOptions, RequestedOperation } from './agentDesktop.ts';
import type { CallReader } from './callReader.ts';
import type { EventOrder } from './eventOrder.ts';
import type { Notices } from './notices.ts';
import { idWhenAsked, pageId, uniqueId } from './pageId.ts';
import { takeTurn } from './takeTurn.ts';
import { createVeto } from './veto.ts';

export interface Operations {
  /** Names this desktop among those of the other tabs. It is called when the desktop is connected. */
  readonly join: () => void;
  readonly request: AgentDesktop['requestOperation'];
  readonly send: (request: RequestedOperation) => Promise<void>;
  readonly checkAgain: (callId: CallId) => Promise<void>;
  /** Ends the operation that an asynchronous error belongs to, or else reports the error. */
  readonly receiveErrorMessage: (error: ErrorNotification) => void;
  /** Takes in a message of another tab about an operation of that tab. */
  readonly receiveOperation: (message: OperationMessage) => void;
}

export interface OperationsOptions {
  readonly store: DesktopStore;
  readonly order: EventOrder;
  readonly rest: WireRest;
  readonly reader: CallReader;
  /** The messages and locks that the tabs of the agent share; undefined if they share no link. */
  readonly tabs: SharedOperations | undefined;
  /** In ms. */
  readonly confirmationTimeout: number;
  readonly onBeforeOperation?: AgentDesktopOptions['onBeforeOperation'];
  readonly onDiagnostic: OnDiagnostic;
  readonly notify: Notices['notify'];
}

/**
 * When the call is read while an operation waits for its notification, as shares of
 * `confirmationTimeout`. At the last one the time is over. Usually the notification comes before the
 * first read. If notifications are down, only reading can confirm the operation.
 */
const moments = [0.05, 0.15, 0.35, 0.8, 1];
/**
 * The same for an operation of another tab. The tab where the agent pressed reads the call; this one
 * reads it once, in case that tab was closed.
 */
const momentsOfOtherTab = [0.8, 1];

/** If the outcome of a request is unknown, the call is read at once and again after this many ms. */
const readAgainAfter = 1_000;
/** An operation is overdue if the call does not show it this many ms after the server's answer. */
const overdueAfter = 1_000;

type OperationId = Pick<RequestedOperation, 'callId' | 'requestId'>;
type Requested = OperationMessage & { readonly type: 'requested' };
type Failed = OperationMessage & { readonly type: 'failed' };

/** Leads each operation from the press to its end. Each operation ends in any case. */
export function createOperations(options: OperationsOptions): Operations {
  const { store, order, rest, reader, tabs, confirmationTimeout } = options;
  const vetoOf = createVeto(options.onBeforeOperation, options.onDiagnostic);
  const page = idWhenAsked(pageId);
  /** Makes the keys of this desktop's operations different from those of every other desktop. */
  const desktopId = idWhenAsked(() => `${page()}.${uniqueId()}`);
  const keyOf = ({ requestId }: RequestedOperation): string => `${desktopId()} ${requestId}`;
  let lastRequestId = 0;
  /** The operations that were sent. A host's mutation cache may repeat a call, which sends nothing. */
  const sent = new WeakMap<RequestedOperation, Promise<void>>();
  /** Keeps an operation that was given up from being sent later, when `headers()` answers late. */
  const givingUp = new WeakMap<RequestedOperation, AbortController>();
  /** The errors of operations that the server refused and that are pending until the call is read. */
  const refusals = new Map<RequestedOperation['requestId'], AgentDesktopError>();
  /** The operations of other tabs that are shown here, by their keys. */
  const ofOtherTabs = new Map<OperationMessage['key'], RequestedOperation>();
  /** The last operation that another tab was asked for, by call. */
  const askedElsewhere = new Map<CallId, Requested>();

  /** The id that the server used last for a call. It does not accept another one. */
  const serverIdOf = (callId: CallId): CallId => store.entry(callId).call?.id ?? callId;
  const isPending = ({ callId, requestId }: OperationId): boolean =>
    store.entry(callId).recording.pending?.requestId === requestId;
  const change = (
    { callId, requestId }: OperationId,
    transition: (entry: CallEntry, requestId: number, at: number) => CallEntry,
  ): void => {
    store.update(callId, (entry) => transition(entry, requestId, steadyNow()));
  };
  const fail = (operation: OperationId, failure: Parameters<typeof failOperation>[2]): void => {
    refusals.delete(operation.requestId);
    change(operation, (entry, requestId, at) => failOperation(entry, requestId, failure, at));
  };
  /** @param reread whether what is shown is what the server says now */
  const reject = (
    operation: OperationId,
    error: AgentDesktopError,
    reread = !isStale(store.connection.getState()),
  ): void => {
    fail(operation, { ending: 'rejected', error, reread });
  };
  /**
   * Marks an operation as refused, so that no read confirms it any more. It ends when the call has
   * been read or the time is over.
   */
  const refuse = (operation: OperationId, error: AgentDesktopError): void => {
    refusals.set(operation.requestId, error);
    change(operation, refuseOperation);
  };
  const markOverdueLater = (operation: OperationId): void => {
    setTimeout(() => {
      change(operation, markOverdue);
    }, overdueAfter);
  };
  const accept = (operation: OperationId): void => {
    change(operation, acceptOperation);
    markOverdueLater(operation);
  };

  const readSoon = (callId: CallId): void =>
    void reader.readCall(serverIdOf(callId)).catch(() => undefined);

  /**
   * Reads the call at growing distances, until the operation has ended or the time is over. At the
   * press it only sets a timer, so that "Pausing…" is shown without delay. The timer looks by itself
   * whether the operation is still pending, so it need not be cleared when the operation ends.
   */
  const watch = (
    request: RequestedOperation,
    shares: readonly number[],
    begun = performance.now(),
  ): void => {
    const passed = performance.now() - begun;
    // A timer may fire up to a millisecond early, and fires late in a tab that is hidden.
    const next = shares.find((share) => share * confirmationTimeout > passed + 1);
    if (next === undefined) {
      givingUp.get(request)?.abort();
      const error = refusals.get(request.requestId);
      if (error) reject(request, error, false);
      else fail(request, { ending: 'unconfirmed' });
      return;
    }
    setTimeout(
      () => {
        if (isPending(request)) watch(request, shares, begun);
      },
      next * confirmationTimeout - passed,
    );
    // At the press itself nothing is read.
    if (passed > 1 && !reader.isBusy()) readSoon(request.callId);
  };

  const begin = (
    callId: CallId,
    operationName: RecordingOperationName,
    cause: OperationCause,
    shares: readonly number[],
  ): RequestedOperation => {
    const requestId = (lastRequestId += 1);
    const pending = { requestId, operationName, requestedAt: steadyNow(), cause };
    store.update(callId, (entry) => requestOperation(entry, pending, order.latest()));
    const request = { ...pending, callId };
    watch(request, shares);
    return request;
  };

  /** Reads the call first, so that the agent is told what its state is now. */
  const rejectAfterReading = async (
    operation: OperationId,
    error: AgentDesktopError,
    times: 'once' | 'twice',
  ): Promise<void> => {
    const serverId = serverIdOf(operation.callId);
    let reread = true;
    try {
      await reader.readCall(serverId);
      if (times === 'twice' && isPending(operation)) {
        await new Promise((resolve) => setTimeout(resolve, readAgainAfter));
        await reader.readCall(serverId);
      }
    } catch {
      // The reader has reported the error. What is shown is still what was known before.
      reread = false;
    }
    reject(operation, error, reread);
  };

  const showOperationOfOtherTab = (message: Requested): void => {
    const callId = store.resolve(message.callId);
    const { recording } = store.entry(callId);
    if (!recording.isKnown || recording.ended || recording.pending) return;
    const cause = causeOf(message, page());
    ofOtherTabs.set(message.key, begin(callId, message.operationName, cause, momentsOfOtherTab));
  };

  /**
   * Ends an operation of another tab that failed there. The other tab may have read the call since.
   * This one has not, so it reads the call as well before it tells the agent what the state is.
   */
  const failOfOtherTab = (request: RequestedOperation, { code, statusCode }: Failed): void => {
    const error = new AgentDesktopError(
      code,
      'The operation failed in another tab. Look there for the reason.',
      { statusCode },
    );
    if (!error.isOutcomeUnknown) change(request, refuseOperation);
    const isReadNeeded = error.isOutcomeUnknown || code === 'not-allowed-now';
    if (isReadNeeded && isPending(request)) void rejectAfterReading(request, error, 'once');
    else reject(request, error);
  };

  /**
   * Throws if an operation has ended before it was sent. It is then not sent, and it cannot be what
   * has changed the call.
   *
   * @throws AgentDesktopError `aborted`
   */
  const stopUnlessPending = (request: RequestedOperation): void => {
    if (isPending(request)) return;
    reject(request, notSent('operation-not-allowed', request.operationName));
    throw requestError('aborted');
  };

  const sendNow = async (request: RequestedOperation): Promise<void> => {
    const { callId, operationName } = request;
    try {
      stopUnlessPending(request);
      const veto = vetoOf({ callId, operationName });
      if (veto) throw new AgentDesktopError('vetoed', veto);
      const giveUp = new AbortController();
      givingUp.set(request, giveUp);
      if (tabs) {
        const turn = await takeTurn(request, keyOf(request), tabs, store);
        if (turn === 'another-tab-goes-on') {
          const error = notSent('operation-pending', operationName);
          reject(request, error);
          const elsewhere = askedElsewhere.get(callId);
          if (elsewhere) showOperationOfOtherTab(elsewhere);
          throw error;
        }
        stopUnlessPending(request);
      }
      await rest.performOperation(serverIdOf(callId), operationName, giveUp.signal);
      // The other tabs are told first, because the next line may end the operation and tell them so.
      tabs?.tell({ type: 'accepted', key: keyOf(request) });
      accept(request);
    } catch (cause) {
      const error = AgentDesktopError.from(cause);
      const { code, isOutcomeUnknown } = error;
      options.notify({ type: 'request-failed', error });
      if (isOutcomeUnknown) markOverdueLater(request);
      // The refusal is noted before the call is read, so that the read does not confirm the operation.
      else refuse(request, error);
      // If the operation was confirmed before the server refused it, it has ended already. No read is
      // necessary to know that it was not the cause of the change.
      const isReadNeeded =
        isOutcomeUnknown ||
        (isPending(request) && (code === 'not-allowed-now' || code === 'call-not-found'));
      // At the first read the server may not have finished the operation.
      const times = isOutcomeUnknown ? 'twice' : 'once';
      if (isReadNeeded) await rejectAfterReading(request, error, times);
      else reject(request, error);
      throw error;
    }
  };

  return {
    join: () => {
      desktopId();
    },

    request: (anyId, operationName, cause = 'host') => {
      const callId = store.resolve(anyId);
      const { recording } = store.entry(callId);
      const refusal = refusalOf(recording, operationName);
      if (refusal) throw notSent(refusal, operationName);
      const request = begin(callId, operationName, cause, moments);
      if (tabs) {
        for (const [key, { requestId }] of ofOtherTabs)
          if (requestId === recording.pending?.requestId) tabs.tell({ type: 'overtaken', key });
        tabs.tell({ type: 'requested', key: keyOf(request), callId, operationName, cause });
      }
      return request;
    },

    send: (request) => {
      const known = sent.get(request);
      if (known) return known;
      const sending = sendNow(request);
      sent.set(request, sending);
      return sending;
    },

    checkAgain: async (anyId) => {
      const callId = store.resolve(anyId);
      await reader.readCall(serverIdOf(callId));
      store.update(callId, (entry) => noteRecheck(entry, steadyNow()));
    },

    receiveErrorMessage: (message) => {
      const callId = store.resolve(message.callId ?? '');
      const { pending } = store.entry(callId).recording;
      if (!pending) {
        const { kind: _, ...told } = message;
        options.onDiagnostic({ code: 'server-error-message', ...told });
        return;
      }
      const error = requestError('not-allowed-now', { statusCode: message.errorCode });
      const operation = { callId, requestId: pending.requestId };
      refuse(operation, error);
      void rejectAfterReading(operation, error, 'once');
    },

    receiveOperation: (message) => {
      if (message.type === 'requested') {
        askedElsewhere.set(store.resolve(message.callId), message);
        showOperationOfOtherTab(message);
        return;
      }
      if (message.key.startsWith(`${desktopId()} `)) {
        const requestId = Number(message.key.slice(desktopId().length + 1));
        // Another tab overtook an operation of this one.
        if (message.type === 'overtaken')
          for (const callId of store.callIds.getState())
            change({ callId, requestId }, supersedeOperation);
        return;
      }
      const request = ofOtherTabs.get(message.key);
      if (!request) return;
      if (message.type !== 'accepted') ofOtherTabs.delete(message.key);
      switch (message.type) {
        case 'accepted':
          accept(request);
          return;
        case 'failed':
          failOfOtherTab(request, message);
          return;
        case 'unconfirmed':
          fail(request, { ending: 'unconfirmed' });
          return;
        case 'overtaken':
          change(request, supersedeOperation);
          return;
        case 'ended':
          // The notification that ended it there is about to arrive here, or was lost.
          if (isPending(request)) readSoon(request.callId);
          return;
        default:
          message satisfies never;
      }
    },
  };
}

/**
 * The cause of an operation that another desktop was asked for. If the other desktop belongs to
 * another copy of this library on the same page, it is not in another tab, and its own cause is kept.
 */
function causeOf({ key, cause }: Requested, page: string): OperationCause {
  const isOfThisPage = key.startsWith(`${page}.`);
  return (isOfThisPage && operationCauses.find((each) => each === cause)) || 'other-tab';
}

function notSent(
  code: 'operation-pending' | 'operation-not-allowed',
  operationName: RecordingOperationName,
): AgentDesktopError {
  const why = code === 'operation-pending' ? 'another is pending.' : 'it is not allowed now.';
  return new AgentDesktopError(code, `${operationName} was not sent: ${why}`);
}
