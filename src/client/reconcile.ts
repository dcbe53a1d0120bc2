import { isOver, type Call, type CallId } from '../model/call.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';
import type { CallNotification, ErrorNotification } from '../model/notification.ts';
import { contradictoryOperations } from '../model/recording.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { endCall, receiveCall, type CallEntry, type SaidCall } from '../store/callEntry.ts';
import type { DesktopStore } from '../store/desktopStore.ts';

/** How long an ended call is kept, so that a lagging server node cannot bring it back. In ms. */
const tombstone = 60_000;
/** Durations are whole seconds, and two server nodes may differ by one. In s. */
const durationTolerance = 2;

/**
 * Merges what was heard and what was read into the store, by one order: a message takes its place
 * when it arrives, a read when it is *asked*. So an event that came after the asking wins over the
 * answer, and so does an answer that was asked later.
 */
export interface Reconciler {
  readonly receiveMessage: (message: unknown) => void;
  /** Takes a read's place in the order. Call it right before asking. */
  readonly nextOrder: () => number;
  /**
   * Takes in the calls of an answer. What a complete list misses has ended. Returns false when
   * there was nothing in it to take.
   */
  readonly receiveAnswer: (answer: unknown, asked: number) => boolean;
  readonly stop: () => void;
}

export interface ReconcilerOptions {
  readonly store: DesktopStore;
  readonly protocol: Protocol;
  readonly onDiagnostic: OnDiagnostic;
  /** Something does not add up; only reading the calls can tell. */
  readonly onDoubt: () => void;
  /** An asynchronous error that names a call. Returns whether it ended a pending operation. */
  readonly onErrorMessage: (error: ErrorNotification) => boolean;
}

export function createReconciler(options: ReconcilerOptions): Reconciler {
  const { store, protocol, onDiagnostic, onDoubt } = options;
  const forgetting = new Map<CallId, ReturnType<typeof setTimeout>>();
  let order = 0;
  /**
   * When the reads of late were asked, by their place in the order. By `performance.now()`, which
   * nobody sets.
   */
  const reads = new Map<number, number>();
  /** How far our clock is ahead of the server's, at the most. In ms. */
  let ahead = Infinity;
  /** When the last answer came. */
  let answeredAt = 0;

  const forgetLater = (id: CallId): void => {
    if (forgetting.has(id)) return;
    const timer = setTimeout(() => {
      forgetting.delete(id);
      if (store.call(id).getState().recording.ended) store.forget(id);
    }, tombstone);
    forgetting.set(id, timer);
  };

  const apply = (said: SaidCall): void => {
    const { call } = said;
    const callId = call.id;
    store.learnAliases(call);
    const { call: known, recording: before } = store.call(callId).getState();
    store.update(callId, (entry) => receiveCall(entry, said));
    const { state, allowed, ended } = store.call(callId).getState().recording;
    if (ended) forgetLater(callId);
    // A call's first state is unknown too, and one such word may follow another.
    const value = call.unknownRecordingState;
    if (value !== undefined && value !== known?.unknownRecordingState)
      onDiagnostic({ code: 'unknown-recording-state', callId, value });
    if (state === before.state && allowed === before.allowed) return;

    const operations = contradictoryOperations(state, allowed);
    if (operations.length > 0)
      onDiagnostic({ code: 'contradiction', callId, recordingState: state, operations });
  };

  const receiveEvent = ({ call, serverTime, previousId }: CallNotification): void => {
    const entry = store.call(call.id).getState();
    const { state, pending } = entry.recording;
    const readAt = reads.get(entry.order);
    const overturnsRead = readAt !== undefined && state !== call.recordingState;
    if (serverTime !== undefined) ahead = Math.min(ahead, performance.now() - serverTime);
    const by =
      staleBy(entry, call, serverTime) ??
      // At the latest it was made then: by what of all events came here fastest.
      (overturnsRead && (serverTime ?? Infinity) + ahead < readAt ? 'read' : undefined);
    if (by) {
      onDiagnostic({ code: 'stale-message', callId: call.id, by });
      // The server's own clock proves it; the others only make it likely, so the server is asked.
      if (by !== 'serverTime') onDoubt();
      return;
    }
    if (!entry.call && sharesIdentity(store, call, previousId)) onDoubt();
    // Without the server's clock it may be news, unless a press awaits it, or was held up.
    if (overturnsRead && serverTime === undefined && !pending) onDoubt();
    order += 1;
    apply({ call, order, serverTime, saidBy: 'event', at: Date.now() });
  };

  /**
   * What is known came after the asking, and says otherwise. A message may be news, or older than
   * the answer; what a later read has told is no matter of doubt.
   */
  const doubtIf = (saysOtherwise: boolean, known: number): void => {
    if (saysOtherwise && !reads.has(known)) onDoubt();
  };

  const receiveRead = (call: Call, asked: number): void => {
    const { order: known, recording } = store.call(call.id).getState();
    const isEnded = recording.ended !== undefined;
    const saysOtherwise = recording.state !== call.recordingState || isEnded !== isOver(call);
    if (known > asked) {
      doubtIf(saysOtherwise, known);
      return;
    }
    // Two reads met on the way, and nobody can tell which of them the server looked at last.
    if (saysOtherwise && asked < answeredAt) onDoubt();
    apply({ call, order: asked, saidBy: 'snapshot', at: Date.now() });
  };

  const refuse = (source: 'notification' | 'calls', problem: string): void => {
    onDiagnostic({ code: 'refused-at-the-door', source, problem });
  };

  return {
    nextOrder: () => {
      // Only those of late matter, and a page may stay open for days.
      if (reads.size > 99) reads.clear();
      reads.set((order += 1), performance.now());
      return order;
    },

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

    receiveAnswer: (answer, asked) => {
      const parsed = protocol.parseCallsAnswer(answer);
      if (!parsed.ok) {
        refuse('calls', parsed.problem);
        return false;
      }
      for (const problem of parsed.problems) refuse('calls', problem);
      for (const call of parsed.calls) receiveRead(call, asked);
      answeredAt = order += 1;

      // A call that could not be read may be any of the missing ones: then none is taken for ended.
      if (!parsed.isComplete) return true;
      const reported = new Set(parsed.calls.map((call) => call.id));
      for (const id of store.callIds.getState()) {
        // By the id it goes by now: two nodes of a server may spell it differently.
        if (reported.has(store.call(id).getState().call?.id ?? id)) continue;
        const { order: known, recording } = store.call(id).getState();
        if (known > asked) doubtIf(!recording.ended, known);
        else store.update(id, (entry) => endCall(entry, asked, Date.now()));
        if (store.call(id).getState().recording.ended) forgetLater(id);
      }
      return true;
    },

    stop: () => {
      for (const timer of forgetting.values()) clearTimeout(timer);
      forgetting.clear();
    },
  };
}

/**
 * `serverTime` is the server's own order, so an older message is certainly old. `duration` is not
 * as sound: it counts whole seconds, may be counted by another node, and nothing documents that it
 * never restarts. A step back only raises a doubt, and a doubt is settled by reading.
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
  // A read carries no clock and may have overtaken this message: the duration is asked in any case.
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
    (alias) =>
      alias !== undefined && alias !== call.id && store.call(alias).getState().call !== undefined,
  );
}
