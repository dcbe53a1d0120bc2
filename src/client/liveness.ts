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
 * Keeps the connection status true. The status is `live` only while messages arrive **and** all
 * calls were read after they began to arrive. Until then the calls are read repeatedly, with pauses.
 */
export interface Liveness {
  readonly start: () => void;
  readonly stop: () => void;
  /** Reads soon, because something is in doubt. Several doubts within a moment share one read. */
  readonly readSoon: () => void;
  /**
   * Reads now, and opens the link again if it is down. Call it when the page is visible again, when
   * the network is back, or after a new sign-in.
   *
   * @param wasAway whether the page was hidden for so long that what it shows is marked as out of date
   *   until the calls have been read; undefined after a sign-in
   */
  readonly wake: (wasAway?: boolean) => Promise<void>;
  /**
   * Call it when the computer has slept. What is shown is then marked as out of date until the link
   * has proved that it is still open.
   */
  readonly wakeFromSleep: () => void;
  /** Call it when any request failed. The error may tell that the user is signed out. */
  readonly noticeFailure: (error: AgentDesktopError) => void;
  /** Call it when all calls were read, whoever asked. The next routine read is then put off. */
  readonly noticeAllRead: () => void;
  /**
   * Call it when another tab begins a read. Its answer is taken in here as well, so this tab need
   * not read. Call the returned function with how that read ended.
   */
  readonly noticeReadElsewhere: () => (ending: ReadElsewhere) => void;
}

export interface LivenessOptions {
  readonly store: DesktopStore;
  readonly link: NotificationLink;
  readonly reader: CallReader;
  readonly onMessage: (message: unknown) => void;
  /** Is called each time that the link is opened (`begins`) or lost (`ends`). */
  readonly onHearing: (change: 'begins' | 'ends') => void;
  readonly onOperation: (message: OperationMessage) => void;
  readonly onRead: (message: ReadMessage) => void;
  readonly onDiagnostic: OnDiagnostic;
  readonly onSignedOut: () => void;
}

/**
 * What is known about the link.
 *
 * - `stopped`: nobody has asked for a connection.
 * - `down`: no message can arrive.
 * - `unproven`: it was open before the computer slept, and nothing has arrived since.
 * - `open`: messages arrive.
 */
type LinkPhase = 'stopped' | 'down' | 'unproven' | 'open';

/** When a read was asked. */
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
/** How long this tab waits for the answer to a read of another tab. */
const longestElsewhere = 10_000;
/** A server may lose an event, so the calls are read from time to time although nothing is wrong. */
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
        // Messages still arrive, so a failed routine read is no reason for doubt. If it failed because
        // the user is signed out, `noticeFailure` is called.
        () => undefined,
      );
    }, jittered(routineInterval));
  };

  /** A call of the answer could not be read, so the state of that call is not known. */
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
    // An answer that was asked before the link broke does not contain what happened during the break.
    if (isOpen() && openings === asked.openings) {
      isHostAsked = false;
      // A new object would cause every widget to be rendered.
      if (status().phase !== 'live') setStatus({ phase: 'live' });
      return;
    }
    // The answer was right when it was asked for, and no message has told what happened since.
    const now = status();
    const rightAt = Math.max(asked.at, asOf() ?? asked.at);
    setStatus({ phase: 'lost', asOf: rightAt, reason: 'reason' in now ? now.reason : 'network' });
    readLater(isOpen() ? 0 : whileNotificationsAreDown);
  };

  const takeFailure = ({ code, retryAfter }: AgentDesktopError): void => {
    markDown(code, asOf());
    hasRunOutOfTime = code === 'timeout';
    if (code === 'not-signed-in') readLater(whileRefused);
    // The jitter makes a pause up to a fifth shorter, and the server asked for the whole pause.
    else if (retryAfter !== undefined) readLater(1.25 * retryAfter);
    // The read has already waited long enough, and the server is there, because messages arrive.
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
      // The read of another tab was asked before this doubt arose, so it cannot settle it.
      if (isRunning() && (next === undefined || next === postponed)) readLater(afterContradiction);
    },
    wake: async (wasAway) => {
      const wasOpen = isOpen();
      // The host may have signed in again. If it has not, `onSignedOut` is called once more.
      if (wasAway === undefined) isHostAsked = false;
      if (wasAway && status().phase === 'live') markDown('timeout', asOf());
      if (!wasOpen) link.reopen();
      const isAnswered = await read();
      if (!isRunning() || !wasOpen || isAnswered) return;
      // The link seemed to be open and the server could not be read, so the link may be dead as well.
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
      // This read makes the one that this tab has planned unnecessary. The planned one is put off and
      // not dropped, because the other tab may be closed before it has an answer.
      if (next !== undefined) {
        readAfter(Math.max(longestElsewhere, nextAt - performance.now()));
        postponed = next;
      }
      const planned = next;
      return (ending) => {
        if (!isRunning()) return;
        if (ending === 'all') readNowAndThen();
        // A read that was planned after the other tab had asked is still necessary.
        if (planned === undefined || next !== planned) return;
        cancelNext();
        if (!(ending instanceof AgentDesktopError)) takeResult(ending, asked);
        // Messages still arrive, so the failed read of another tab is no reason for doubt.
        else if (status().phase === 'live') readLater(afterContradiction);
        else takeFailure(ending);
      };
    },
  };
}

function jittered(pause: number): number {
  return pause * (0.8 + Math.random() * 0.4);
}
