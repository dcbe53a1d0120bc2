import type { CallId } from '../model/call.ts';
import { isStale } from '../model/connection.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';
import { AgentDesktopError } from '../model/errors.ts';
import type { ErrorNotification } from '../model/notification.ts';
import {
  isProvisional,
  operationCauses,
  type OperationCause,
  type PendingOperation,
} from '../model/operation.ts';
import type { OperationMessage } from '../model/operationMessage.ts';
import type { RecordingOperationName } from '../model/recording.ts';
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
} from '../store/callEntry.ts';
import type { DesktopStore } from '../store/desktopStore.ts';
import { requestError } from '../model/requestError.ts';
import type { SharedOperations } from '../transport/notificationLink.ts';
import type { WireRest } from '../transport/wire.ts';
import type { AgentDesktop, AgentDesktopOptions, RequestedOperation } from './agentDesktop.ts';
import type { CallReader } from './callReader.ts';
import type { EventOrder } from './eventOrder.ts';
import type { Notices } from './notices.ts';
import { idWhenAsked, pageId, uniqueId } from './pageId.ts';
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
/**
 * How long to wait for the lock of a call that another tab holds, because its operation may just have
 * ended. In ms.
 */
const patienceWithTabs = 150;
/** The same if that operation was just overtaken, and the other tab has yet to be told. In ms. */
const patienceWithOvertaken = 1_000;
/** The longest time that a message between two tabs is expected to take. In ms. */
const untilHeardElsewhere = 100;

/** Leads each operation from the press to its end. Each operation ends in any case. */
export function createOperations(options: OperationsOptions): Operations {
  const { store, order, rest, reader, tabs, confirmationTimeout } = options;
  const vetoOf = createVeto(options.onBeforeOperation, options.onDiagnostic);
  const page = idWhenAsked(pageId);
  /** Makes the keys of this desktop's operations different from those of every other desktop. */
  const desktopId = idWhenAsked(() => `${page()}.${uniqueId()}`);
  let lastRequestId = 0;
  /** The operations that were sent. A host's mutation cache may repeat a call, which sends nothing. */
  const sent = new WeakMap<RequestedOperation, Promise<void>>();
  /** Keeps an operation that was given up from being sent later, when `headers()` answers late. */
  const givingUp = new WeakMap<RequestedOperation, AbortController>();
  /** The errors of operations that the server refused and that are pending until the call is read. */
  const refusals = new Map<PendingOperation['requestId'], AgentDesktopError>();
  /** The operations of other tabs that are shown here, by their keys. */
  const ofOtherTabs = new Map<string, RequestedOperation>();
  /** The last operation that another tab was asked for, by call. */
  const askedElsewhere = new Map<CallId, OperationMessage & { type: 'requested' }>();

  const pendingOf = (callId: CallId): PendingOperation | undefined =>
    store.entry(callId).recording.pending;
  const isPending = ({ callId, requestId }: RequestedOperation): boolean =>
    pendingOf(callId)?.requestId === requestId;
  /** The id that the server used last for a call. It does not accept another one. */
  const serverIdOf = (callId: CallId): CallId => store.entry(callId).call?.id ?? callId;
  const keyOf = ({ requestId }: RequestedOperation): string => `${desktopId()} ${requestId}`;

  const fail = (
    { callId, requestId }: Pick<RequestedOperation, 'callId' | 'requestId'>,
    failure: Parameters<typeof failOperation>[2],
  ): void => {
    refusals.delete(requestId);
    store.update(callId, (entry) => failOperation(entry, requestId, failure, steadyNow()));
  };

  /** @param reread whether what is shown is what the server says now */
  const reject = (
    request: Pick<RequestedOperation, 'callId' | 'requestId'>,
    error: AgentDesktopError,
    reread = !isStale(store.connection.getState()),
  ): void => {
    fail(request, { ending: 'rejected', error, reread });
  };

  /**
   * Marks an operation as refused, so that no read confirms it any more. It ends when the call has
   * been read or the time is over.
   */
  const noteRefusal = (
    { callId, requestId }: Pick<RequestedOperation, 'callId' | 'requestId'>,
    error: AgentDesktopError,
  ): void => {
    refusals.set(requestId, error);
    store.update(callId, (entry) => refuseOperation(entry, requestId));
  };

  const markOverdueLater = ({ callId, requestId }: RequestedOperation): void => {
    setTimeout(() => {
      store.update(callId, (entry) => markOverdue(entry, requestId));
    }, overdueAfter);
  };

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
    if (passed > 1 && !reader.isBusy())
      void reader.readCall(serverIdOf(request.callId)).catch(() => undefined);
  };

  /** Reads the call to learn its state. Returns whether what is shown is what the server says now. */
  const settleByReading = async (
    request: RequestedOperation,
    mayStillHappen: boolean,
  ): Promise<boolean> => {
    const serverId = serverIdOf(request.callId);
    try {
      await reader.readCall(serverId);
      if (!mayStillHappen || !isPending(request)) return true;
      // At the first read the server may not have finished the operation.
      await new Promise((resolve) => setTimeout(resolve, readAgainAfter));
      await reader.readCall(serverId);
      return true;
    } catch {
      // The reader has reported the error. What is shown is still what was known before.
      return false;
    }
  };

  /**
   * Ends an operation of another tab that failed there. The other tab may have read the call since.
   * This one has not, so it reads the call as well before it tells the agent what the state is.
   */
  const failOfOtherTab = async (
    request: RequestedOperation,
    error: AgentDesktopError,
  ): Promise<void> => {
    if (!error.isOutcomeUnknown)
      store.update(request.callId, (entry) => refuseOperation(entry, request.requestId));
    const isReadNeeded = error.isOutcomeUnknown || error.code === 'not-allowed-now';
    if (isReadNeeded && isPending(request))
      reject(request, error, await settleByReading(request, false));
    else reject(request, error);
  };

  /**
   * Calls `onEnd` as soon as an operation has ended. Tells the other tabs how it ended once that is
   * certain, because the server may still refuse an operation that was confirmed before its answer.
   */
  const tellEnd = (request: RequestedOperation, onEnd: () => void): void => {
    const unsubscribe = store.call(request.callId).subscribe(look);
    let progress: 'pending' | 'ended' | 'told' = 'pending';
    function look(): void {
      if (progress === 'told' || isPending(request)) return;
      if (progress === 'pending') {
        progress = 'ended';
        onEnd();
      }
      const { outcome } = store.entry(request.callId).recording;
      if (outcome && outcome.requestId === request.requestId && isProvisional(outcome)) return;
      progress = 'told';
      tabs?.tell(endMessage(outcome));
      unsubscribe();
    }
    function endMessage(
      outcome: ReturnType<DesktopStore['entry']>['recording']['outcome'],
    ): OperationMessage {
      const key = keyOf(request);
      if (outcome?.requestId !== request.requestId) return { type: 'ended', key };
      switch (outcome.ending) {
        case 'confirmed':
        case 'ended':
          return { type: 'ended', key };
        case 'superseded':
          return { type: 'overtaken', key };
        case 'unconfirmed':
          return { type: 'unconfirmed', key };
        case 'rejected': {
          const { code, statusCode } = outcome.error;
          return { type: 'failed', key, code, ...(statusCode !== undefined && { statusCode }) };
        }
        default:
          return outcome satisfies never;
      }
    }
    look();
  };

  /**
   * Waits until no other tab has an operation on the same call under way.
   *
   * @throws AgentDesktopError `operation-pending` when another tab goes on: its operation is then
   *   shown as pending instead of this one
   */
  const takeTurn = async (request: RequestedOperation, shared: SharedOperations): Promise<void> => {
    const { callId } = request;
    const isOvertaking = pendingOf(callId)?.overtakes !== undefined;
    const release = await shared.lock(
      callId,
      isOvertaking ? patienceWithOvertaken : patienceWithTabs,
    );
    if (release) {
      // The other tabs have to be told how it ended before one of them sends its own operation.
      tellEnd(request, () => setTimeout(release, untilHeardElsewhere));
      return;
    }
    const elsewhere = askedElsewhere.get(callId);
    const error = refused('operation-pending', request.operationName);
    reject(request, error);
    if (elsewhere) showOperationOfOtherTab(elsewhere);
    throw error;
  };

  const showOperationOfOtherTab = (message: OperationMessage & { type: 'requested' }): void => {
    const callId = store.resolve(message.callId);
    const { recording } = store.entry(callId);
    if (!recording.isKnown || recording.ended || recording.pending) return;
    const request: RequestedOperation = {
      requestId: (lastRequestId += 1),
      callId,
      operationName: message.operationName,
      requestedAt: steadyNow(),
      cause: causeOf(message, page()),
    };
    ofOtherTabs.set(message.key, request);
    store.update(callId, (entry) =>
      requestOperation(entry, pendingFields(request), order.latest()),
    );
    watch(request, momentsOfOtherTab);
  };

  /**
   * Throws if an operation has ended before it was sent. It is then not sent, and it cannot be what
   * has changed the call.
   *
   * @throws AgentDesktopError `aborted`
   */
  const stopUnlessPending = (request: RequestedOperation): void => {
    if (isPending(request)) return;
    reject(request, refused('operation-not-allowed', request.operationName));
    throw requestError('aborted');
  };

  const sendNow = async (request: RequestedOperation): Promise<void> => {
    const { callId, requestId, operationName } = request;
    try {
      stopUnlessPending(request);
      const veto = vetoOf({ callId, operationName });
      if (veto) throw new AgentDesktopError('vetoed', veto);
      const giveUp = new AbortController();
      givingUp.set(request, giveUp);
      if (tabs) {
        await takeTurn(request, tabs);
        stopUnlessPending(request);
      }
      await rest.performOperation(serverIdOf(callId), operationName, giveUp.signal);
      // The other tabs are told first, because the next line may end the operation and tell them so.
      tabs?.tell({ type: 'accepted', key: keyOf(request) });
      store.update(callId, (entry) => acceptOperation(entry, requestId, steadyNow()));
      markOverdueLater(request);
    } catch (cause) {
      const error = AgentDesktopError.from(cause);
      const { code, isOutcomeUnknown } = error;
      options.notify({ type: 'request-failed', error });
      if (isOutcomeUnknown) markOverdueLater(request);
      // The refusal is noted before the call is read, so that the read does not confirm the operation.
      else noteRefusal(request, error);
      // If the operation was confirmed before the server refused it, it has ended already. No read is
      // necessary to know that it was not the cause of the change.
      const isReadNeeded =
        isOutcomeUnknown ||
        (isPending(request) && (code === 'not-allowed-now' || code === 'call-not-found'));
      if (isReadNeeded) reject(request, error, await settleByReading(request, isOutcomeUnknown));
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
      if (refusal) throw refused(refusal, operationName);
      const request: RequestedOperation = {
        requestId: (lastRequestId += 1),
        callId,
        operationName,
        requestedAt: steadyNow(),
        cause,
      };
      const overtaken = recording.pending;
      store.update(callId, (entry) =>
        requestOperation(entry, pendingFields(request), order.latest()),
      );
      watch(request, moments);
      if (tabs) {
        for (const [key, { requestId }] of ofOtherTabs)
          if (requestId === overtaken?.requestId) tabs.tell({ type: 'overtaken', key });
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
      const pending = pendingOf(callId);
      if (!pending) {
        const { kind: _, ...told } = message;
        options.onDiagnostic({ code: 'server-error-message', ...told });
        return;
      }
      const error = requestError('not-allowed-now', { statusCode: message.errorCode });
      const request = { ...pending, callId };
      noteRefusal(request, error);
      void settleByReading(request, false).then((reread) => {
        reject(request, error, reread);
      });
    },

    receiveOperation: (message) => {
      if (message.type === 'requested') {
        askedElsewhere.set(store.resolve(message.callId), message);
        showOperationOfOtherTab(message);
        return;
      }
      const ownId = message.key.startsWith(`${desktopId()} `)
        ? Number(message.key.slice(desktopId().length + 1))
        : undefined;
      if (ownId !== undefined) {
        // Another tab overtook an operation of this one.
        if (message.type === 'overtaken')
          for (const callId of store.callIds.getState())
            store.update(callId, (entry) => supersedeOperation(entry, ownId, steadyNow()));
        return;
      }
      const request = ofOtherTabs.get(message.key);
      if (!request) return;
      const { callId, requestId } = request;
      if (message.type !== 'accepted') ofOtherTabs.delete(message.key);
      switch (message.type) {
        case 'accepted':
          store.update(callId, (entry) => acceptOperation(entry, requestId, steadyNow()));
          markOverdueLater(request);
          return;
        case 'failed':
          void failOfOtherTab(request, requestErrorOf(message));
          return;
        case 'unconfirmed':
          fail(request, { ending: 'unconfirmed' });
          return;
        case 'overtaken':
          store.update(callId, (entry) => supersedeOperation(entry, requestId, steadyNow()));
          return;
        case 'ended':
          // The notification that ended it there is about to arrive here, or was lost.
          if (isPending(request)) void reader.readCall(serverIdOf(callId)).catch(() => undefined);
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
function causeOf(
  { key, cause }: OperationMessage & { type: 'requested' },
  page: string,
): OperationCause {
  const isOfThisPage = key.startsWith(`${page}.`);
  return (isOfThisPage && operationCauses.find((each) => each === cause)) || 'other-tab';
}

function pendingFields({
  requestId,
  operationName,
  requestedAt,
  cause,
}: RequestedOperation): Parameters<typeof requestOperation>[1] {
  return { requestId, operationName, requestedAt, cause };
}

function requestErrorOf({
  code,
  statusCode,
}: OperationMessage & { type: 'failed' }): AgentDesktopError {
  return new AgentDesktopError(
    code,
    'The operation failed in another tab. Look there for the reason.',
    { statusCode },
  );
}

function refused(
  code: 'operation-pending' | 'operation-not-allowed',
  operationName: RecordingOperationName,
): AgentDesktopError {
  const why = code === 'operation-pending' ? 'another is pending.' : 'it is not allowed now.';
  return new AgentDesktopError(code, `${operationName} was not sent: ${why}`);
}
