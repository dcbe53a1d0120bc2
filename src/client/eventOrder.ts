import { isOver, type Call } from '../model/call.ts';
import type { CallEntry } from '../store/callEntry.ts';

/**
 * The longest time that a message may be on its way, in ms. A connection on which nothing was heard
 * for longer is taken for lost, and the calls are read again after it.
 */
export const longestWay = 15_000;
/** Durations are whole seconds, and two server nodes may differ by one. In s. */
const durationTolerance = 2;

/**
 * The one order of messages and reads. It tells which of two descriptions of a call is newer. A
 * message gets its place in the order when it arrives, and a read when it is *asked*: the server may
 * have looked at the call at any time after that.
 */
export interface EventOrder {
  /** The latest place in the order. */
  readonly latest: () => number;
  /** Returns the place of a message that arrives now. */
  readonly placeMessage: () => number;
  /**
   * Returns the place of a new read. Call it right before the read is sent, or as soon as it is known
   * that another tab has sent one.
   *
   * @param ago how many ms ago the read was sent
   */
  readonly placeRead: (ago?: number) => number;
  /** Notes that the answer to a read has been taken in. */
  readonly noteAnswer: () => void;
  /** Compares a message with what is known of its call. Call it before `placeMessage`. */
  readonly ageOfMessage: (
    entry: CallEntry,
    call: Call,
    serverTime: number | undefined,
  ) => MessageAge;
  /** Compares the answer to a read with what is known of a call, by their places. */
  readonly ageOfAnswer: (known: number, asked: number) => AnswerAge;
  /** Forgets what was learned about the server's clocks, because a read has shown it to be wrong. */
  readonly distrustClocks: () => void;
}

/**
 * - `newer`: the message is newer than what is known.
 * - `older`: it seems to be older. That is never certain, because a server has several clocks, any of
 *   which may be set back, and nothing documents that `duration` never restarts.
 * - `uncertain`: it contradicts a read, has no time, and may have been sent before that read.
 * - `most-likely-newer`: the same, but the read was asked too long ago for that.
 */
export type MessageAge =
  | { readonly age: 'newer' | 'uncertain' | 'most-likely-newer' }
  | { readonly age: 'older'; readonly by: 'serverTime' | 'duration' | 'ended' | 'read' };

/**
 * - `newer`: the answer is newer than what is known.
 * - `crossed`: the same, but another read was answered after this one was asked. It is not known which
 *   of the two reads the server handled last.
 * - `overtaken-by-message`: a message arrived after the read was asked. It may be newer or older than
 *   the answer.
 * - `overtaken-by-read`: what is known was told by a read that was asked later.
 */
export type AnswerAge = 'newer' | 'crossed' | 'overtaken-by-message' | 'overtaken-by-read';

export function createEventOrder(): EventOrder {
  let latest = 0;
  /** When the recent reads were asked, by their place in the order. By `performance.now()`. */
  const reads = new Map<number, number>();
  /** The place of the last answer. */
  let answeredAt = 0;
  /**
   * Upper bound for how far `performance.now()` is ahead of the server's clock, from the smallest
   * difference seen so far. In ms.
   */
  let ahead = Infinity;

  return {
    latest: () => latest,
    placeMessage: () => (latest += 1),
    placeRead: (ago = 0) => {
      // Only recent reads matter, and a page may stay open for days.
      if (reads.size > 99) reads.clear();
      reads.set((latest += 1), performance.now() - ago);
      return latest;
    },
    noteAnswer: () => {
      answeredAt = latest += 1;
    },

    ageOfMessage: (entry, call, serverTime) => {
      const now = performance.now();
      if (serverTime !== undefined) ahead = Math.min(ahead, now - serverTime);
      const by = staleBy(entry, call, serverTime);
      if (by) return { age: 'older', by };
      const readAt = reads.get(entry.order);
      if (readAt === undefined || entry.call?.recordingState === call.recordingState)
        return { age: 'newer' };
      // The message contradicts a read. If even by the upper bound for the server's clock it was made
      // before the read was asked, it is older.
      if (serverTime !== undefined)
        return serverTime + ahead < readAt ? { age: 'older', by: 'read' } : { age: 'newer' };
      // Without the server's time it may have been delayed on its way, unless a pending operation
      // waits for it.
      if (entry.recording.pending) return { age: 'newer' };
      return { age: now - readAt < longestWay ? 'uncertain' : 'most-likely-newer' };
    },

    ageOfAnswer: (known, asked) => {
      if (known > asked) {
        return reads.has(known) ? 'overtaken-by-read' : 'overtaken-by-message';
      }
      return asked < answeredAt ? 'crossed' : 'newer';
    },

    distrustClocks: () => {
      ahead = Infinity;
    },
  };
}

/** Why a message seems to be older than what is known, whether that was a message or a read. */
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
