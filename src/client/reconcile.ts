import { isOver, type Call, type CallId } from '../model/call.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';
import type { CallNotification, ErrorNotification } from '../model/notification.ts';
import { contradictoryOperations, type ReportedRecordingState } from '../model/recording.ts';
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
import { inSlices } from './inSlices.ts';

/** How long an ended call is kept, so that a lagging server node cannot bring it back. In ms. */
const tombstone = 60_000;
/**
 * The longest time that a message may be on its way, in ms. A connection on which nothing was heard
 * for longer is taken for lost, and the calls are read again after it.
 */
export const longestWay = 15_000;
/** Durations are whole seconds, and two server nodes may differ by one. In s. */
const durationTolerance = 2;

/**
 * Merges what was heard and what was read into the store, by one order: a message takes its place
 * when it arrives, a read when it is *asked*. So an event that came after the asking wins over the
 * answer, and so does an answer that was asked later.
 *
 * Whatever contradicts what is known, and cannot be ordered for certain, marks the call as doubtful
 * and has the calls read again.
 */
export interface Reconciler {
  readonly receiveMessage: (message: unknown) => void;
  /**
   * Takes a read's place in the order. Call it right before asking, or as soon as it is known that
   * another tab has asked.
   *
   * @param ago how long ago that was, in ms
   */
  readonly nextOrder: (ago?: number) => number;
  /** The latest place in the order. */
  readonly latestOrder: () => number;
  /**
   * Takes in the calls of an answer, the many calls of a long one in slices: messages may come in
   * between, and each call's place in the order is compared when its turn comes. What a complete
   * list misses has ended.
   *
   * @param onTaken is called when the last of it has been taken in, before the promise resolves
   */
  readonly receiveAnswer: (
    answer: unknown,
    asked: number,
    onTaken?: (result: ReadResult) => void,
  ) => Promise<ReadResult>;
  readonly stop: () => void;
}

/**
 * What an answer was worth: all the calls there are; some of them, or just the one that was asked
 * for; or nothing that could be read.
 */
export type ReadResult = 'all' | 'some' | 'nothing';

export interface ReconcilerOptions {
  readonly store: DesktopStore;
  readonly protocol: Protocol;
  readonly onDiagnostic: OnDiagnostic;
  /** Something does not add up; only reading the calls can tell. */
  readonly readCallsSoon: () => void;
  /**
   * A read told another recording state than was known.
   *
   * @param knownSince the place in the order of what was known
   */
  readonly onReadChange: (knownSince: number, asked: number) => void;
  /** An asynchronous error that names a call. Returns whether it ended a pending operation. */
  readonly onErrorMessage: (error: ErrorNotification) => boolean;
}

/** A message that was not applied because the server's clock says that it is old. */
interface HeldBack {
  readonly state: ReportedRecordingState;
  readonly serverTime: number;
  readonly order: number;
}

export function createReconciler(options: ReconcilerOptions): Reconciler {
  const { store, protocol, onDiagnostic, readCallsSoon } = options;
  const forgetting = new Map<CallId, ReturnType<typeof setTimeout>>();
  const heldBack = new Map<CallId, HeldBack>();
  let order = 0;
  /** When the reads of late were asked, by their place in the order. By `performance.now()`. */
  const reads = new Map<number, number>();
  /**
   * Upper bound for how far `performance.now()` is ahead of the server's clock, from the smallest
   * difference seen so far. In ms.
   */
  let ahead = Infinity;
  /** When the last answer came, in the order. */
  let answeredAt = 0;

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
    store.update(callId, (entry) => raiseDoubt(entry, doubt, order));
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
    // A call's first state is unknown too, and one such word may follow another.
    const value = call.unknownRecordingState;
    if (value !== undefined && value !== before.call?.unknownRecordingState)
      onDiagnostic({ code: 'unknown-recording-state', callId, value });
    if (state === before.recording.state && allowed === before.recording.allowed) return;

    const operations = contradictoryOperations(state, allowed);
    if (operations.length > 0)
      onDiagnostic({ code: 'contradiction', callId, recordingState: state, operations });
  };

  const receiveEvent = ({ call, serverTime, previousId }: CallNotification): void => {
    const callId = store.identify(call);
    const entry = store.entry(callId);
    const readAt = reads.get(entry.order);
    const overturnsRead =
      readAt !== undefined && entry.call?.recordingState !== call.recordingState;
    if (serverTime !== undefined) ahead = Math.min(ahead, performance.now() - serverTime);
    const by =
      staleBy(entry, call, serverTime) ??
      // The server made it before the read was asked: by the upper bound for its clock.
      (overturnsRead && (serverTime ?? Infinity) + ahead < readAt ? 'read' : undefined);
    order += 1;
    if (by) {
      onDiagnostic({ code: 'stale-message', callId, by });
      if (serverTime !== undefined)
        heldBack.set(callId, { state: call.recordingState, serverTime, order });
      // A server has several clocks, and each may be set back: only a read can tell what is so.
      if (saysOtherwise(entry, call)) markDoubtful(callId, 'older-message');
      else readCallsSoon();
      return;
    }
    if (!entry.call && sharesIdentity(store, call, previousId)) readCallsSoon();
    // Without the server's time it may be news, or it was held up on its way. It is news where a
    // press awaits it, and where the read is so old that no message can have been on its way since.
    const isUntimed = overturnsRead && serverTime === undefined && !entry.recording.pending;
    if (isUntimed) readCallsSoon();
    const isDoubtful = isUntimed && performance.now() - readAt < longestWay;
    const doubt = isDoubtful ? ({ why: 'contradicted-read', order } as const) : undefined;
    apply({ callId, call, order, serverTime, saidBy: 'event', at: steadyNow(), doubt }, previousId);
  };

  const receiveRead = (call: Call, asked: number): void => {
    const callId = store.identify(call);
    const entry = store.entry(callId);
    // The server said that the call is over. A node that lags behind does not bring it back.
    if (entry.call && isOver(entry.call) && !isOver(call)) return;
    if (entry.order > asked) {
      // A message that came after the asking says otherwise. It may be news, or older than the
      // answer. What a later read has told is no matter of doubt.
      if (!saysOtherwise(entry, call)) store.update(callId, (known) => settleDoubt(known, asked));
      else if (!reads.has(entry.order)) markDoubtful(callId, 'contradicted-read');
      return;
    }
    const held = heldBack.get(callId);
    const isNewer = held !== undefined && held.order < asked;
    // The message that seemed to be old was news: the clock that it was made by is behind, and what
    // was learned of the server's clocks is of no use.
    const isClockBehind =
      isNewer && held.state === call.recordingState && entry.call?.recordingState !== held.state;
    if (isNewer) heldBack.delete(callId);
    if (isClockBehind) ahead = Infinity;
    // Two reads met on the way, and nobody can tell which of them the server looked at last.
    const haveReadsMet = entry.call && saysOtherwise(entry, call) && asked < answeredAt;
    if (isRecordingChange(entry.call, call)) options.onReadChange(entry.order, asked);
    apply({
      callId,
      call,
      order: asked,
      serverTime: isClockBehind ? held.serverTime : undefined,
      saidBy: 'snapshot',
      at: steadyNow(),
      doubt: haveReadsMet ? { why: 'contradicted-read', order } : undefined,
    });
  };

  /** A complete list that was asked then does not have the call. */
  const receiveAbsence = (callId: CallId, asked: number): void => {
    const { order: known, recording } = store.entry(callId);
    if (known > asked) {
      if (!recording.ended && !reads.has(known)) markDoubtful(callId, 'contradicted-read');
    } else {
      store.update(callId, (entry) => endCall(entry, asked, steadyNow()));
    }
    if (store.entry(callId).recording.ended) forgetLater(callId);
  };

  const isAnyCallKnown = (): boolean =>
    store.callIds.getState().some((callId) => !store.entry(callId).recording.ended);

  const refuse = (source: 'notification' | 'calls', problem: string): void => {
    onDiagnostic({ code: 'unreadable-input', source, problem });
  };

  return {
    nextOrder: (ago = 0) => {
      // Only those of late matter, and a page may stay open for days.
      if (reads.size > 99) reads.clear();
      reads.set((order += 1), performance.now() - ago);
      return order;
    },

    latestOrder: () => order,

    receiveMessage: (message) => {
      const parsed = protocol.parseNotification(message);
      if (!parsed.ok) {
        refuse('notification', parsed.problem);
        return;
      }
      const { notification } = parsed;
      switch (notification?.kind) {
        case undefined:
          return;
        case 'call':
          receiveEvent(notification);
          return;
        case 'error': {
          if (options.onErrorMessage(notification)) return;
          const { kind: _, ...rest } = notification;
          onDiagnostic({ code: 'server-error-message', ...rest });
          return;
        }
        default:
          notification satisfies never;
      }
    },

    receiveAnswer: async (answer, asked, onTaken) => {
      const read = protocol.parseCallsAnswer(answer);
      // Some servers leave the list out where there are no calls. That is believed where none is
      // known.
      const isEmpty = !read.ok && read.lacks === 'list' && !isAnyCallKnown();
      const parsed = isEmpty
        ? ({ ok: true, calls: [], isComplete: true, problems: [] } as const)
        : read;
      if (!parsed.ok) {
        refuse('calls', parsed.problem);
        return 'nothing';
      }
      for (const problem of parsed.problems) refuse('calls', problem);
      const taken = inSlices(parsed.calls, (calls) => {
        store.listTogether(() => {
          for (const call of calls) receiveRead(call, asked);
        });
      });
      if (taken) await taken;
      answeredAt = order += 1;

      // A call that could not be read may be any of the missing ones: then none is taken for ended.
      if (!parsed.isComplete) {
        onTaken?.('some');
        return 'some';
      }
      const reported = new Set(parsed.calls.map(store.identify));
      const missing = store.callIds.getState().filter((callId) => !reported.has(callId));
      const ended = inSlices(missing, (callIds) => {
        for (const callId of callIds) receiveAbsence(callId, asked);
      });
      if (ended) await ended;
      onTaken?.('all');
      return 'all';
    },

    stop: () => {
      for (const timer of forgetting.values()) clearTimeout(timer);
      forgetting.clear();
    },
  };
}

/** Whether a description of a call tells another state than the one before, or another end. */
function saysOtherwise({ call: known, recording }: CallEntry, call: Call): boolean {
  return (
    known?.recordingState !== call.recordingState ||
    (recording.ended !== undefined) !== isOver(call)
  );
}

const namesNoState: ReadonlySet<ReportedRecordingState> = new Set(['None', 'Unknown']);

/** Some answers leave the state out, and that is no change of the recording. */
function isRecordingChange(known: Call | undefined, call: Call): boolean {
  return (
    known !== undefined &&
    known.recordingState !== call.recordingState &&
    [known, call].every(({ recordingState }) => !namesNoState.has(recordingState))
  );
}

/**
 * Why a message seems to be older than what is known. None of these is certain: a server has several
 * clocks, any of which may be set back, and nothing documents that `duration` never restarts.
 */
function staleBy(
  entry: CallEntry,
  call: Call,
  serverTime: number | undefined,
): 'serverTime' | 'duration' | 'ended' | undefined {
  const known = entry.call;
  if (!known) return undefined;
  if (serverTime !== undefined && entry.serverTime !== undefined && serverTime < entry.serverTime)
    return 'serverTime';
  // A read carries no server time and may have overtaken this message, so the duration is compared
  // in any case.
  if (
    call.duration !== undefined &&
    known.duration !== undefined &&
    call.duration < known.duration - durationTolerance
  )
    return 'duration';
  return entry.recording.ended && !isOver(call) ? 'ended' : undefined;
}

/** A new id for a call that is known under another: a transfer. The old one may be over. */
function sharesIdentity(store: DesktopStore, call: Call, previousId: CallId | undefined): boolean {
  return [call.connId, call.callUuid, previousId].some(
    (otherId) => otherId !== undefined && store.entry(store.resolve(otherId)).call !== undefined,
  );
}
