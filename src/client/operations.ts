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
import { pageId, uniqueId } from './pageId.ts';
import { createVeto } from './veto.ts';

export interface Operations {
  readonly request: AgentDesktop['requestOperation'];
  readonly send: (request: RequestedOperation) => Promise<void>;
  readonly checkAgain: (callId: CallId) => Promise<void>;
  /** Ends the operation that an asynchronous error belongs to. Returns whether there was one. */
  readonly receiveErrorMessage: (error: ErrorNotification) => boolean;
  /** Takes in what another tab of the agent tells of an operation of its own. */
  readonly receiveOperation: (message: OperationMessage) => void;
}

export interface OperationsOptions {
  readonly store: DesktopStore;
  readonly rest: WireRest;
  readonly reader: CallReader;
  /** What the tabs of the agent tell each other, where they share a link. */
  readonly tabs: SharedOperations | undefined;
  /** In ms. */
  readonly confirmationTimeout: number;
  readonly onBeforeOperation?: AgentDesktopOptions['onBeforeOperation'];
  readonly onDiagnostic: OnDiagnostic;
  /** Hears of each operation that the server did not accept. */
  readonly onFailure: (error: AgentDesktopError) => void;
}

/**
 * When the call is read while a notification is awaited, as shares of the time allowed, and when that
 * is over. A notification comes before the first read; without notifications, reading is the only way.
 */
const moments = [0.05, 0.15, 0.35, 0.8, 1];
/** The tab that was pressed reads the call. The others read it once, in case that tab is gone. */
const momentsOfOtherTab = [0.8, 1];
/** After an unknown outcome the call is read now, and once more after this many ms. */
const readAgainAfter = 1_000;
/** So long after its answer an operation that the call does not show is overdue. In ms. */
const overdueAfter = 1_000;
/** How long to wait for another tab whose operation on the same call may just have ended. In ms. */
const patienceWithTabs = 150;
/** The same where that operation was just overtaken, and the other tab has to hear of it. In ms. */
const patienceWithOvertaken = 1_000;

/** So long what one tab tells may be on its way to the others. In ms. */
const untilHeardElsewhere = 100;

/** The way of an operation from the press to its end. Every one of them ends. */
export function createOperations(options: OperationsOptions): Operations {
  const { store, rest, reader, tabs, confirmationTimeout } = options;
  const vetoOf = createVeto(options.onBeforeOperation, options.onDiagnostic);
  /** Makes the keys of this desktop's operations different from those of every other one. */
  const page = pageId();
  const desktopId = `${page}.${uniqueId()}`;
  let lastRequestId = 0;
  /** What was sent, so that nothing is sent twice whatever a host's mutation cache does. */
  const sent = new WeakMap<RequestedOperation, Promise<void>>();
  /** What was given up must not be sent after all, by headers that come late. */
  const givingUp = new WeakMap<RequestedOperation, AbortController>();
  /** What the server refused and what is still pending because the call is being read. */
  const refusals = new Map<PendingOperation['requestId'], AgentDesktopError>();
  /** The operations of other tabs that are shown here, by their keys. */
  const ofOtherTabs = new Map<string, RequestedOperation>();
  /** What another tab was asked for last of each call. */
  const askedElsewhere = new Map<CallId, OperationMessage & { type: 'requested' }>();

  const pendingOf = (callId: CallId): PendingOperation | undefined =>
    store.entry(callId).recording.pending;
  const isPending = ({ callId, requestId }: RequestedOperation): boolean =>
    pendingOf(callId)?.requestId === requestId;
  /** The server knows a call by its id alone, as it spelled it last. */
  const serverIdOf = (callId: CallId): CallId => store.entry(callId).call?.id ?? callId;
  const keyOf = ({ requestId }: RequestedOperation): string => `${desktopId} ${requestId}`;

  const fail = (
    { callId, requestId }: RequestedOperation,
    failure: Parameters<typeof failOperation>[2],
  ): void => {
    refusals.delete(requestId);
    store.update(callId, (entry) => failOperation(entry, requestId, failure, steadyNow()));
  };

  /** From now on nothing that is read confirms it. It ends once the call is read, or time runs out. */
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
   * Reads the call at growing distances, until it is settled or time runs out. Sets one timer and
   * does nothing else, for the agent waits for "Pausing…"; who settles the call need not know of it.
   */
  const watch = (
    request: RequestedOperation,
    shares: readonly number[],
    begun = performance.now(),
  ): void => {
    const passed = performance.now() - begun;
    // Timers count in whole ms, and come late in a tab that is not seen.
    const next = shares.find((share) => share * confirmationTimeout > passed + 1);
    if (next === undefined) {
      givingUp.get(request)?.abort();
      const error = refusals.get(request.requestId);
      fail(
        request,
        error ? { ending: 'rejected', error, reread: false } : { ending: 'unconfirmed' },
      );
      return;
    }
    setTimeout(
      () => {
        if (isPending(request)) watch(request, shares, begun);
      },
      next * confirmationTimeout - passed,
    );
    // Not at the press itself.
    if (passed > 1 && !reader.isBusy())
      void reader.readCall(serverIdOf(request.callId)).catch(() => undefined);
  };

  /** Only reading can tell. Returns whether what is shown is what the server says now. */
  const settleByReading = async (
    request: RequestedOperation,
    mayStillHappen: boolean,
  ): Promise<boolean> => {
    const serverId = serverIdOf(request.callId);
    try {
      await reader.readCall(serverId);
      if (!mayStillHappen || !isPending(request)) return true;
      // The server may have been at it still.
      await new Promise((resolve) => setTimeout(resolve, readAgainAfter));
      await reader.readCall(serverId);
      return true;
    } catch {
      // Reported by the reader. What is shown is then no more than what was known before.
      return false;
    }
  };

  /**
   * Ends an operation of another tab that failed there. Whatever the other tab has read since, this
   * one has not, so it reads the call as well before it says what is still so.
   */
  const failOfOtherTab = async (
    request: RequestedOperation,
    error: AgentDesktopError,
  ): Promise<void> => {
    if (!error.isOutcomeUnknown)
      store.update(request.callId, (entry) => refuseOperation(entry, request.requestId));
    const isReadNeeded = error.isOutcomeUnknown || error.code === 'not-allowed-now';
    const reread =
      isReadNeeded && isPending(request)
        ? await settleByReading(request, false)
        : !isStale(store.connection.getState());
    fail(request, { ending: 'rejected', error, reread });
  };

  /**
   * Calls `onEnd` as soon as an operation has ended, and tells the other tabs how it did once that is
   * certain: a confirmation that came before the answer to the request may yet be refused.
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
      // The other tabs have to hear how it ended before one of them sends what it was asked for.
      tellEnd(request, () => setTimeout(release, untilHeardElsewhere));
      return;
    }
    const elsewhere = askedElsewhere.get(callId);
    const error = refused('operation-pending', request.operationName);
    fail(request, { ending: 'rejected', error, reread: !isStale(store.connection.getState()) });
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
      cause: causeOf(message, page),
    };
    ofOtherTabs.set(message.key, request);
    store.update(callId, (entry) => requestOperation(entry, pendingFields(request)));
    watch(request, momentsOfOtherTab);
  };

  /**
   * What has ended before it was sent stays unsent, and is not what changed the call.
   *
   * @throws AgentDesktopError `aborted`
   */
  const stopUnlessPending = (request: RequestedOperation): void => {
    if (isPending(request)) return;
    const error = refused('operation-not-allowed', request.operationName);
    fail(request, { ending: 'rejected', error, reread: !isStale(store.connection.getState()) });
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
      // Before it is taken in here, which may end the operation.
      tabs?.tell({ type: 'accepted', key: keyOf(request) });
      store.update(callId, (entry) => acceptOperation(entry, requestId, steadyNow()));
      markOverdueLater(request);
    } catch (cause) {
      const error = AgentDesktopError.from(cause);
      const { code, isOutcomeUnknown } = error;
      options.onFailure(error);
      if (isOutcomeUnknown) markOverdueLater(request);
      // Before the call is read: what the answer to that says must not count for what was refused.
      else noteRefusal(request, error);
      // Where the call was said to have changed before the server refused, nothing has to be read to
      // know that this operation was not the cause.
      const isReadNeeded =
        isOutcomeUnknown ||
        (isPending(request) && (code === 'not-allowed-now' || code === 'call-not-found'));
      const isShownRight = isReadNeeded
        ? await settleByReading(request, isOutcomeUnknown)
        : !isStale(store.connection.getState());
      fail(request, { ending: 'rejected', error, reread: isShownRight });
      throw error;
    }
  };

  return {
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
      store.update(callId, (entry) => requestOperation(entry, pendingFields(request)));
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

    receiveErrorMessage: ({ callId: anyId, errorCode }) => {
      if (anyId === undefined) return false;
      const callId = store.resolve(anyId);
      const pending = pendingOf(callId);
      if (!pending) return false;
      const error = requestError('not-allowed-now', {
        statusCode: errorCode,
      });
      const request = { ...pending, callId };
      noteRefusal(request, error);
      void settleByReading(request, false).then((reread) => {
        fail(request, { ending: 'rejected', error, reread });
      });
      return true;
    },

    receiveOperation: (message) => {
      if (message.type === 'requested') {
        askedElsewhere.set(store.resolve(message.callId), message);
        showOperationOfOtherTab(message);
        return;
      }
      const ownId = message.key.startsWith(`${desktopId} `)
        ? Number(message.key.slice(desktopId.length + 1))
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
          // What ended it there is about to be heard here, or was lost.
          if (isPending(request)) void reader.readCall(serverIdOf(callId)).catch(() => undefined);
          return;
        default:
          message satisfies never;
      }
    },
  };
}

/** Another copy of this library on the same page is no other tab: there its own cause is right. */
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
