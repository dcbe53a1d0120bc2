import type { OnDiagnostic } from '../model/diagnostic.ts';
import { AgentDesktopError, type AgentDesktopErrorCode } from '../model/errors.ts';
import type { OperationMessage } from '../model/operationMessage.ts';
import { steadyNow } from '../model/steadyClock.ts';
import type { DesktopStore } from '../store/desktopStore.ts';
import type { NotificationLink } from '../transport/notificationLink.ts';
import type { ReadMessage } from '../model/readMessage.ts';
import type { CallReader } from './callReader.ts';
import type { ReadElsewhere } from './sharedReads.ts';

/**
 * Keeps the connection status true: `live` is said only while messages flow **and** the calls
 * were read, all of them, after they began to. Until then it reads, again and again, but never fast.
 */
export interface Liveness {
  readonly start: () => void;
  readonly stop: () => void;
  /** Reads soon: something does not add up. Doubts that come together share a read. */
  readonly readSoon: () => void;
  /**
   * Reads now, and opens the link again if it is down: the page, the network or the user is back.
   *
   * @param wasAway what is shown was not looked after for a while: marked until it has been read
   */
  readonly wake: (wasAway?: boolean) => Promise<void>;
  /**
   * The computer has slept. A link that was open has to prove that it still is, and until then
   * what is shown may be out of date.
   */
  readonly wakeFromSleep: () => void;
  /** A request failed, whoever sent it: it may tell that the server knows this user no longer. */
  readonly noticeFailure: (error: AgentDesktopError) => void;
  /** All calls were read, whoever asked: the routine read can wait. */
  readonly noticeAllRead: () => void;
  /**
   * Another tab reads, and its answer is taken in here as well: then this one need not read. The
   * function that this returns is to be told how it ended.
   */
  readonly noticeReadElsewhere: () => (ending: ReadElsewhere) => void;
}

export interface LivenessOptions {
  readonly store: DesktopStore;
  readonly link: NotificationLink;
  readonly reader: CallReader;
  readonly onMessage: (message: unknown) => void;
  /** Messages can be heard from now on, or not any more: each time that the link is opened, or lost. */
  readonly onHearing: (change: 'begins' | 'ends') => void;
  readonly onOperation: (message: OperationMessage) => void;
  readonly onRead: (message: ReadMessage) => void;
  readonly onDiagnostic: OnDiagnostic;
  readonly onSignedOut: () => void;
}

/**
 * What is known of the link.
 *
 * - `stopped`: nobody wants it.
 * - `down`: nothing can be heard.
 * - `unproven`: it was open before the computer slept, and has not been heard since.
 * - `open`: messages flow.
 */
type LinkPhase = 'stopped' | 'down' | 'unproven' | 'open';

/** What held when a read was asked. */
interface Asked {
  readonly openings: number;
  /** On the steady clock. */
  readonly at: number;
}

// Pauses between reads, in ms; jittered.
const afterContradiction = 300;
const afterFailure = 1_000;
const slowest = 8_000;
const whileNotificationsAreDown = 5_000;
const whileRefused = 20_000;
/** So long the answer to a read of another tab is waited for. */
const longestElsewhere = 10_000;
/** While all is well. A server may lose an event: this finds out. */
const routineInterval = 60_000;

export function createLiveness(options: LivenessOptions): Liveness {
  const { store, link, reader } = options;
  let linkPhase: LinkPhase = 'stopped';
  let openings = 0;
  let failures = 0;
  let hasRunOutOfTime = false;
  /** Whether the host was told that the user is signed out, and has not answered yet. */
  let isHostAsked = false;
  let next: ReturnType<typeof setTimeout> | undefined;
  /** When that is, by `performance.now()`. */
  let nextAt = 0;
  /** The same as `next` where that waits for what another tab reads now. */
  let postponed: ReturnType<typeof setTimeout> | undefined;
  let routine: ReturnType<typeof setTimeout> | undefined;

  const status = store.connection.getState;
  const setStatus = store.setConnection;
  const isRunning = (): boolean => linkPhase !== 'stopped';
  const isOpen = (): boolean => linkPhase === 'open';

  /** When what is shown was last known to be right. */
  const asOf = (whileLive = steadyNow()): number | undefined => {
    const now = status();
    return now.phase === 'live' ? whileLive : 'asOf' in now ? now.asOf : undefined;
  };

  const markDown = (code: AgentDesktopErrorCode, at: number | undefined): void => {
    if (code === 'not-signed-in') {
      setStatus({ phase: 'signed-out', asOf: at });
      if (isHostAsked) return;
      isHostAsked = true;
      options.onSignedOut();
    } else if (status().phase !== 'signed-out') {
      setStatus({ phase: 'lost', asOf: at, reason: code });
    }
  };

  const cancelNext = (): void => {
    clearTimeout(next);
    next = undefined;
  };

  const readAfter = (ms: number): void => {
    cancelNext();
    nextAt = performance.now() + ms;
    next = setTimeout(() => void read(), ms);
  };

  const readLater = (pause: number): void => {
    readAfter(jittered(pause));
  };

  const readNowAndThen = (): void => {
    clearTimeout(routine);
    routine = setTimeout(() => {
      readNowAndThen();
      if (status().phase !== 'live') return;
      reader.readCalls().then(
        (read) => {
          if (read === 'some' && status().phase === 'live') tryAgainAfterAPart();
        },
        // That it fails is no reason to doubt what is heard. Who is signed out is noticed below.
        () => undefined,
      );
    }, jittered(routineInterval));
  };

  /** A call of the answer could not be read, so nobody knows how that one is doing. */
  const tryAgainAfterAPart = (): void => {
    markDown('unexpected-response', asOf());
    readLater(Math.min(slowest, afterFailure * 2 ** failures));
    failures += 1;
  };

  const takeResult = (result: 'all' | 'some', asked: Asked): void => {
    hasRunOutOfTime = false;
    if (result === 'some') {
      tryAgainAfterAPart();
      return;
    }
    failures = 0;
    // An answer from before the link broke knows nothing of what the break swallowed.
    if (isOpen() && openings === asked.openings) {
      isHostAsked = false;
      // A new object would have every widget rendered.
      if (status().phase !== 'live') setStatus({ phase: 'live' });
      return;
    }
    // It was right when it was asked for, and nobody hears what has happened since.
    const now = status();
    const rightAt = Math.max(asked.at, asOf() ?? asked.at);
    setStatus({ phase: 'lost', asOf: rightAt, reason: 'reason' in now ? now.reason : 'network' });
    readLater(isOpen() ? 0 : whileNotificationsAreDown);
  };

  const takeFailure = ({ code, retryAfter }: AgentDesktopError): void => {
    markDown(code, asOf());
    hasRunOutOfTime = code === 'timeout';
    if (code === 'not-signed-in') readLater(whileRefused);
    // The jitter makes a pause up to a fifth shorter, and the server asked for all of it.
    else if (retryAfter !== undefined) readLater(1.25 * retryAfter);
    // It was long enough, and a server that is heard is there.
    else if (hasRunOutOfTime && isOpen()) readLater(afterFailure);
    else readLater(Math.min(slowest, afterFailure * 2 ** failures));
    failures += 1;
  };

  /** Returns whether the server answered. */
  const read = async (): Promise<boolean> => {
    cancelNext();
    const asked: Asked = { openings, at: steadyNow() };
    try {
      const when = hasRunOutOfTime && isOpen() ? 'after-probe' : 'at-once';
      await reader.readCalls(when, (result) => {
        if (isRunning()) takeResult(result, asked);
      });
      return true;
    } catch (thrown) {
      if (isRunning()) takeFailure(AgentDesktopError.from(thrown));
      return false;
    }
  };

  const onOpen = (): void => {
    linkPhase = 'open';
    options.onHearing('begins');
    openings += 1;
    void read();
  };

  return {
    start: () => {
      linkPhase = 'down';
      readNowAndThen();
      setStatus(
        status().phase === 'idle'
          ? { phase: 'connecting' }
          : { phase: 'lost', asOf: asOf(), reason: 'network' },
      );
      link.open({
        onOpen,
        onMessage: options.onMessage,
        onOperation: options.onOperation,
        onRead: options.onRead,
        onHeard: () => {
          if (linkPhase === 'unproven') onOpen();
        },
        onDown: (error, heardAt) => {
          options.onDiagnostic({ code: 'connection-problem', error });
          markDown(error.code, asOf(heardAt));
          if (isOpen() || next === undefined) readLater(afterFailure);
          linkPhase = 'down';
          options.onHearing('ends');
        },
      });
    },
    stop: () => {
      linkPhase = 'stopped';
      options.onHearing('ends');
      cancelNext();
      clearTimeout(routine);
      reader.stop();
      link.close();
      setStatus({ phase: 'closed', asOf: asOf() });
    },
    readSoon: () => {
      // What another tab has asked before tells nothing of this doubt.
      if (isRunning() && (next === undefined || next === postponed)) readLater(afterContradiction);
    },
    wake: async (wasAway) => {
      const wasOpen = isOpen();
      // The host may have signed in again. If it has not, it is told once more.
      if (wasAway === undefined) isHostAsked = false;
      if (wasAway && status().phase === 'live') markDown('timeout', asOf());
      if (!wasOpen) link.reopen();
      const isAnswered = await read();
      if (!isRunning() || !wasOpen || isAnswered) return;
      // The server cannot be read over a link that looked healthy: trust neither.
      linkPhase = 'down';
      options.onHearing('ends');
      link.reopen();
    },
    wakeFromSleep: () => {
      if (!isRunning()) return;
      if (status().phase === 'live') markDown('timeout', asOf());
      if (linkPhase === 'open') linkPhase = 'unproven';
      options.onHearing('ends');
      link.reopen();
      void read();
    },
    noticeFailure: (error) => {
      if (!isRunning() || error.code !== 'not-signed-in' || status().phase === 'signed-out') return;
      markDown(error.code, asOf());
      readLater(whileRefused);
    },
    noticeAllRead: () => {
      if (isRunning()) readNowAndThen();
    },
    noticeReadElsewhere: () => {
      const asked: Asked = { openings, at: steadyNow() };
      // What this tab has planned is settled by it. The other tab may go before it has an answer.
      if (next !== undefined) {
        readAfter(Math.max(longestElsewhere, nextAt - performance.now()));
        postponed = next;
      }
      const planned = next;
      return (ending) => {
        if (!isRunning()) return;
        if (ending === 'all') readNowAndThen();
        // What was planned after it was asked stays as it is.
        if (planned === undefined || next !== planned) return;
        cancelNext();
        if (!(ending instanceof AgentDesktopError)) takeResult(ending, asked);
        // That it fails is no reason to doubt what is heard.
        else if (status().phase === 'live') readLater(afterContradiction);
        else takeFailure(ending);
      };
    },
  };
}

function jittered(pause: number): number {
  return pause * (0.8 + Math.random() * 0.4);
}
