import { isOver, type Call, type CallId } from '../model/call.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';
import type { CallNotification, ErrorNotification } from '../model/notification.ts';
import { contradictoryOperations } from '../model/recording.ts';
import { steadyNow } from '../model/steadyClock.ts';
import type { Protocol } from '../protocol/protocol.ts';
import {
  endCall,
  raiseDoubt,
  receiveCall,
  settleDoubt,
  type CallEntry,
  type SaidCall,
} from '../store/callEntry.ts';
import type { DesktopStore } from '../store/desktopStore.ts';
import type { AnswerAge, EventOrder } from './eventOrder.ts';
import type { Inspector } from './inspection.ts';
import type { Notices } from './notices.ts';
import type { ReadResult } from './readResult.ts';
import { takeAnswer } from './takeAnswer.ts';

/**
 * How long an ended call is kept, in ms. A node of the server that lags behind may report it once
 * more, and such a report must not make it a new call.
 */
const tombstone = 60_000;

/**
 * Merges messages and the answers to reads into the store, in the order of `EventOrder`. So an event
 * that arrived after a read was asked wins over the answer to that read, and so does the answer to a
 * read that was asked later.
 *
 * If something contradicts what is known and it is not certain which of them is newer, the call is
 * marked as doubtful and the calls are read again.
 */
export interface Reconciler {
  /** Takes in a message about a call. Returns one that is about an error instead. */
  readonly receiveMessage: (message: unknown) => ErrorNotification | undefined;
  /** Takes in the calls of an answer. See `takeAnswer`. */
  readonly receiveAnswer: (
    answer: unknown,
    asked: number,
    onTaken: (result: ReadResult) => void,
  ) => Promise<ReadResult>;
  readonly stop: () => void;
}

export interface ReconcilerOptions {
  readonly store: DesktopStore;
  readonly order: EventOrder;
  readonly protocol: Protocol;
  readonly inspector: Inspector;
  readonly onDiagnostic: OnDiagnostic;
  readonly notify: Notices['notify'];
  /**
   * Is called when a read told another recording state than the one that was known.
   *
   * @param knownSince the place in the order of what was known
   */
  readonly onReadChange: (knownSince: number, asked: number) => void;
}

/** A message that was not applied because it seems to be older than what is known. */
interface HeldBack {
  readonly call: Call;
  readonly serverTime: number | undefined;
  readonly place: number;
}

export function createReconciler(options: ReconcilerOptions): Reconciler {
  const { store, order, protocol, inspector, onDiagnostic } = options;
  const forgetting = new Map<CallId, ReturnType<typeof setTimeout>>();
  const heldBack = new Map<CallId, HeldBack>();

  const readCallsSoon = (): void => {
    options.notify({ type: 'doubt' });
  };

  const forgetLater = (callId: CallId): void => {
    if (forgetting.has(callId)) return;
    const timer = setTimeout(() => {
      forgetting.delete(callId);
      heldBack.delete(callId);
      if (store.entry(callId).recording.ended) store.forget(callId);
    }, tombstone);
    forgetting.set(callId, timer);
  };

  const markDoubtful = (callId: CallId, doubt: 'older-message' | 'contradicted-read'): void => {
    store.update(callId, (entry) => raiseDoubt(entry, doubt, order.latest()));
    readCallsSoon();
  };

  const apply = (said: SaidCall, previousId?: CallId): void => {
    const { call, callId } = said;
    const before = store.entry(callId);
    store.learnIds(callId, [call.id, call.connId, call.callUuid, previousId]);
    store.update(callId, (entry) => receiveCall(entry, said));
    const after = store.entry(callId);
    const { state, allowed, doubt, ended } = after.recording;
    if (ended) forgetLater(callId);
    if (doubt && after.doubtedAt !== before.doubtedAt) {
      if (doubt === 'missing-state' || doubt === 'gsip-record' || doubt === 'impossible-change')
        onDiagnostic({ code: 'doubtful-call', callId, doubt });
      readCallsSoon();
    }
    // The word is compared and not the state, because a call is `Unknown` before anything is known of
    // it, and one unknown word may follow another.
    const value = call.unknownRecordingState;
    if (value !== undefined && value !== before.call?.unknownRecordingState)
      onDiagnostic({ code: 'unknown-recording-state', callId, value });
    if (state === before.recording.state && allowed === before.recording.allowed) return;

    const operations = contradictoryOperations(state, allowed);
    if (operations.length > 0)
      onDiagnostic({ code: 'contradiction', callId, recordingState: state, operations });
  };

  const receiveEvent = (notification: CallNotification): void => {
    const { call, serverTime, previousId, notificationType } = notification;
    const callId = store.identify(call);
    const entry = store.entry(callId);
    const judged = order.ageOfMessage(entry, call, serverTime);
    const place = order.placeMessage();
    if (judged.age === 'older') {
      onDiagnostic({ code: 'stale-message', callId, by: judged.by });
      heldBack.set(callId, { call, serverTime, place });
      // Only a read can tell whether the message is really older.
      if (saysOtherwise(entry, call)) markDoubtful(callId, 'older-message');
      else readCallsSoon();
    } else {
      if (judged.age !== 'newer' || (!entry.call && sharesIdentity(store, call, previousId)))
        readCallsSoon();
      const doubt: SaidCall['doubt'] =
        judged.age === 'uncertain' ? { why: 'contradicted-read', order: place } : undefined;
      const at = steadyNow();
      apply({ callId, call, order: place, serverTime, saidBy: 'event', at, doubt }, previousId);
    }
    inspector.tell?.({
      type: 'message',
      order: place,
      callId,
      notificationType,
      judged,
      before: entry.recording,
      after: store.entry(callId).recording,
    });
  };

  /** Tells nothing of a call for which the answer says what is known. */
  const tellRead = (
    answer: 'contains-it' | 'lacks-it',
    callId: CallId,
    { recording: before }: CallEntry,
    judged: AnswerAge | 'is-over',
    asked: number,
  ): void => {
    const { tell } = inspector;
    if (!tell) return;
    const { recording: after } = store.entry(callId);
    if (after === before && (judged === 'newer' || judged === 'crossed')) return;
    tell({ type: 'call-read', order: asked, callId, judged, answer, before, after });
  };

  const applyRead = (
    call: Call,
    callId: CallId,
    entry: CallEntry,
    age: 'newer' | 'crossed',
    asked: number,
  ): void => {
    const held = heldBack.get(callId);
    const isNewer = held !== undefined && held.place < asked;
    // The read agrees with the message that seemed to be old, so the message was new and the clock
    // that it was made by is behind. What was learned about the server's clocks is then wrong.
    const isClockBehind =
      isNewer &&
      held.serverTime !== undefined &&
      held.call.recordingState === call.recordingState &&
      entry.call?.recordingState !== held.call.recordingState;
    if (isNewer) heldBack.delete(callId);
    if (isClockBehind) order.distrustClocks();
    // The message came after the read was asked. Although it seemed old, it may be newer than the
    // answer.
    const isContradicted =
      held !== undefined && !isNewer && held.call.recordingState !== call.recordingState;
    const isDoubtful =
      isContradicted || (age === 'crossed' && entry.call && saysOtherwise(entry, call));
    if (isRecordingChange(entry.call, call)) options.onReadChange(entry.order, asked);
    apply({
      callId,
      call,
      order: asked,
      serverTime: isClockBehind ? held.serverTime : undefined,
      saidBy: 'snapshot',
      at: steadyNow(),
      doubt: isDoubtful
        ? { why: entry.recording.doubt ?? 'contradicted-read', order: order.latest() }
        : undefined,
    });
  };

  /** Applies what an answer says of a call, unless something newer is known. */
  const takeCall = (call: Call, asked: number): void => {
    const callId = store.identify(call);
    const entry = store.entry(callId);
    // The server said that the call is over. A node that lags behind must not make it go on.
    const isRevived = entry.call !== undefined && isOver(entry.call) && !isOver(call);
    const judged = isRevived ? 'is-over' : order.ageOfAnswer(entry.order, asked);
    if (judged === 'newer' || judged === 'crossed') applyRead(call, callId, entry, judged, asked);
    else if (!saysOtherwise(entry, call))
      store.update(callId, (known) => settleDoubt(known, asked));
    else if (judged === 'overtaken-by-message') markDoubtful(callId, 'contradicted-read');
    tellRead('contains-it', callId, entry, judged, asked);
  };

  /** Takes in that a complete list does not contain the call. */
  const takeAbsence = (callId: CallId, asked: number): void => {
    const known = store.entry(callId);
    const held = heldBack.get(callId);
    const isContradicted = held !== undefined && held.place > asked && !isOver(held.call);
    const age = order.ageOfAnswer(known.order, asked);
    if (age === 'overtaken-by-message' || isContradicted) {
      if (!known.recording.ended) markDoubtful(callId, 'contradicted-read');
    } else if (age !== 'overtaken-by-read') {
      store.update(callId, (entry) => endCall(entry, asked, steadyNow()));
    }
    if (store.entry(callId).recording.ended) forgetLater(callId);
    tellRead('lacks-it', callId, known, age, asked);
  };

  return {
    receiveMessage: (message) => {
      const parsed = protocol.parseNotification(message);
      if (!parsed.ok) {
        inspector.tell?.({ type: 'other-message', is: 'unreadable' });
        onDiagnostic({ code: 'unreadable-input', source: 'notification', problem: parsed.problem });
        return undefined;
      }
      const { notification } = parsed;
      if (notification?.kind === 'error') {
        inspector.tell?.({ type: 'other-message', is: 'error', callId: notification.callId });
        return notification;
      }
      if (notification) receiveEvent(notification);
      else inspector.tell?.({ type: 'other-message', is: 'about-something-else' });
      return undefined;
    },

    receiveAnswer: (answer, asked, onTaken) =>
      takeAnswer(answer, asked, onTaken, { ...options, takeCall, takeAbsence }),

    stop: () => {
      for (const timer of forgetting.values()) clearTimeout(timer);
      forgetting.clear();
    },
  };
}

/** Whether a description differs from what is known in the state, or in whether the call is over. */
function saysOtherwise({ call: known, recording }: CallEntry, call: Call): boolean {
  return (
    known?.recordingState !== call.recordingState ||
    (recording.ended !== undefined) !== isOver(call)
  );
}

/** Whether the recording changed. A description that names no known state tells no change. */
function isRecordingChange(known: Call | undefined, call: Call): boolean {
  return (
    known !== undefined &&
    known.recordingState !== call.recordingState &&
    [known, call].every(({ recordingState }) => !['None', 'Unknown'].includes(recordingState))
  );
}

/**
 * Whether a new call shares an id with one that is known. After a transfer it does, and then the old
 * call may be over.
 */
function sharesIdentity(store: DesktopStore, call: Call, previousId: CallId | undefined): boolean {
  return [call.connId, call.callUuid, previousId].some(
    (otherId) => otherId !== undefined && store.entry(store.resolve(otherId)).call !== undefined,
  );
}
