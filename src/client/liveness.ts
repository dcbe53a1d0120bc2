import type { ConnectionStatus } from '../model/connection.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';
import { AgentDesktopError, type AgentDesktopErrorCode } from '../model/errors.ts';
import type { DesktopStore } from '../store/desktopStore.ts';
import type { NotificationLink } from '../transport/notificationLink.ts';
import type { CallReader } from './callReader.ts';

/**
 * Keeps the connection status true: `live` is said only while messages flow **and** the calls
 * were read after they began to. Until then it reads, again and again, but never fast.
 */
export interface Liveness {
  readonly start: () => void;
  readonly stop: () => void;
  /** Reads soon: something does not add up. Doubts that come together share a read. */
  readonly reread: () => void;
  /**
   * Reads now, and opens the link again if it is down: the page, the network or the user is back.
   *
   * @param wasAway what is shown was not looked after for a while: marked until it has been read
   */
  readonly wake: (wasAway?: boolean) => Promise<void>;
}

export interface LivenessOptions {
  readonly store: DesktopStore;
  readonly link: NotificationLink;
  readonly reader: CallReader;
  readonly onMessage: (message: unknown) => void;
  readonly onDiagnostic: OnDiagnostic;
  readonly onSignedOut: () => void;
}

// Pauses between reads, in ms; jittered.
const afterDoubt = 300;
const afterFailure = 1_000;
const slowest = 8_000;
const whileDeaf = 5_000;
const whileRefused = 20_000;
/** While all is well. A server may lose the event of what someone else did: this finds out. */
const routinely = 60_000;

/**
 * How many reads are asked at once after one ran out of time while the link was heard. A browser
 * keeps up to six sockets to a server; when the network dropped them without a word, each request
 * finds out about one of them. One at a time, that took most of a minute.
 */
const readsAtOnce = 3;

/** How many reads in a row may be in doubt before what they say is shown as live all the same. */
const mostDoubtfulReads = 2;

export function createLiveness(options: LivenessOptions): Liveness {
  const { store, link, reader } = options;
  let isRunning = false;
  let isOpen = false;
  let openings = 0;
  let failures = 0;
  let hasRunOutOfTime = false;
  let doubtfulReads = 0;
  let next: ReturnType<typeof setTimeout> | undefined;
  let routine: ReturnType<typeof setTimeout> | undefined;

  const status = store.connection.getState;
  const setStatus = (now: ConnectionStatus): void => {
    store.connection.setState(now, true);
  };

  /** When what is shown was last known to be right. */
  const asOf = (whileLive = Date.now()): number | undefined => {
    const now = status();
    return now.phase === 'live' ? whileLive : 'asOf' in now ? now.asOf : undefined;
  };

  const markDown = (code: AgentDesktopErrorCode, at: number | undefined): void => {
    const wasSignedOut = status().phase === 'signed-out';
    if (code === 'not-signed-in') {
      setStatus({ phase: 'signed-out', asOf: at });
      if (!wasSignedOut) options.onSignedOut();
    } else if (!wasSignedOut) {
      setStatus({ phase: 'lost', asOf: at, reason: code });
    }
  };

  const cancelNext = (): void => {
    clearTimeout(next);
    next = undefined;
  };

  const readLater = (pause: number): void => {
    cancelNext();
    next = setTimeout(() => void read(), jittered(pause));
  };

  const readNowAndThen = (): void => {
    routine = setTimeout(() => {
      readNowAndThen();
      // That it fails is no reason to doubt what is heard: it changes no status.
      if (status().phase === 'live') reader.readCalls().catch(() => undefined);
    }, jittered(routinely));
  };

  /** Throws what the first of them threw, when all did. */
  const readSeveral = async (): Promise<void> => {
    const reads = Array.from({ length: readsAtOnce }, reader.readCalls);
    await Promise.any(reads).catch(() => reads[0]);
  };

  /** Returns whether the server answered. */
  const read = async (): Promise<boolean> => {
    cancelNext();
    const openingsWhenAsked = openings;
    const askedAt = Date.now();
    try {
      await (hasRunOutOfTime && isOpen ? readSeveral() : reader.readCalls());
      if (!isRunning) return true;
      failures = 0;
      hasRunOutOfTime = false;
      // An answer from before the link broke knows nothing of what the break swallowed.
      if (isOpen && openings === openingsWhenAsked) {
        // A message and the answer contradict each other, and will be read again. On a busy desk
        // and a slow server that may happen each time: the doubt does not last for ever.
        const isInDoubt = next !== undefined && status().phase !== 'live';
        if (isInDoubt && (doubtfulReads += 1) <= mostDoubtfulReads) return true;
        doubtfulReads = 0;
        setStatus({ phase: 'live' });
        return true;
      }
      // It was right when it was asked for, and nobody hears what has happened since.
      const now = status();
      setStatus({ phase: 'lost', asOf: askedAt, reason: 'reason' in now ? now.reason : 'network' });
      readLater(isOpen ? 0 : whileDeaf);
      return true;
    } catch (thrown) {
      if (!isRunning) return false;
      const { code } = AgentDesktopError.from(thrown);
      markDown(code, asOf());
      hasRunOutOfTime = code === 'timeout';
      if (code === 'not-signed-in') readLater(whileRefused);
      // It was long enough, and a server that is heard is there.
      else if (hasRunOutOfTime && isOpen) readLater(afterFailure);
      else readLater(Math.min(slowest, afterFailure * 2 ** failures));
      failures += 1;
      return false;
    }
  };

  return {
    start: () => {
      isRunning = true;
      clearTimeout(routine);
      readNowAndThen();
      setStatus(
        status().phase === 'idle'
          ? { phase: 'connecting' }
          : { phase: 'lost', asOf: asOf(), reason: 'network' },
      );
      link.open({
        onOpen: () => {
          isOpen = true;
          openings += 1;
          void read();
        },
        onMessage: options.onMessage,
        onDown: (error, heardAt) => {
          options.onDiagnostic({ code: 'connection-problem', error });
          markDown(error.code, asOf(heardAt));
          if (isOpen || next === undefined) readLater(afterFailure);
          isOpen = false;
        },
      });
    },
    stop: () => {
      isRunning = false;
      isOpen = false;
      cancelNext();
      clearTimeout(routine);
      link.close();
      setStatus({ phase: 'closed', asOf: asOf() });
    },
    reread: () => {
      if (isRunning && next === undefined) readLater(afterDoubt);
    },
    wake: async (wasAway) => {
      const wasOpen = isOpen;
      if (wasAway && status().phase === 'live') markDown('timeout', asOf());
      if (!wasOpen) link.reopen();
      const isAnswered = await read();
      if (!isRunning || !wasOpen || isAnswered) return;
      // The server cannot be read over a link that looked healthy: trust neither.
      isOpen = false;
      link.reopen();
    },
  };
}

function jittered(pause: number): number {
  return pause * (0.8 + Math.random() * 0.4);
}
