import type { ConnectionStatus } from '../model/connection.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';
import { AgentDesktopError } from '../model/errors.ts';
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
  /** Reads now: something does not add up, or the page was away. */
  readonly reread: () => void;
  /** Like `reread`, and opens the link again if it is down: the network or the user is back. */
  readonly wake: () => Promise<void>;
  /** What is shown was not looked after for a while: marks it until it has been read. */
  readonly doubt: () => void;
}

export interface LivenessOptions {
  readonly store: DesktopStore;
  readonly link: NotificationLink;
  readonly reader: CallReader;
  readonly onMessage: (message: unknown) => void;
  readonly onDiagnostic: OnDiagnostic;
  readonly onSignedOut: () => void;
}

/** Pauses between reads while notifications are down, in ms; jittered. */
const readWhileDown = 5_000;
const readAfterFailure = [1_000, 2_000, 4_000, 8_000] as const;
const readWhileSignedOut = 20_000;
/** Doubts that come in quick succession share a read. In ms. */
const doubtPause = 1_000;

export function createLiveness(options: LivenessOptions): Liveness {
  const { store, link, reader } = options;
  let isRunning = false;
  let isOpen = false;
  let failures = 0;
  let next: ReturnType<typeof setTimeout> | undefined;
  let doubts: ReturnType<typeof setTimeout> | undefined;

  const status = (): ConnectionStatus => store.connection.getState();
  const setStatus = (now: ConnectionStatus): void => {
    store.connection.setState(now, true);
  };

  /** When what is shown was last known to be right. */
  const asOf = (): number | undefined => {
    const now = status();
    return now.phase === 'live' ? Date.now() : 'asOf' in now ? now.asOf : undefined;
  };

  const markDown = (error: AgentDesktopError, at: number | undefined): void => {
    const before = status();
    if (error.code === 'not-signed-in') {
      setStatus({ phase: 'signed-out', asOf: at });
      if (before.phase !== 'signed-out') options.onSignedOut();
    } else if (before.phase !== 'signed-out') {
      setStatus({ phase: 'lost', asOf: at, reason: error.code });
    }
  };

  const readLater = (pause: number): void => {
    clearTimeout(next);
    if (isRunning) next = setTimeout(() => void read(), pause * (0.8 + Math.random() * 0.4));
  };

  const read = async (): Promise<void> => {
    clearTimeout(next);
    next = undefined;
    if (!isRunning) return;
    const openWhenAsked = isOpen;
    const askedAt = Date.now();
    try {
      await reader.readCalls();
      if (!isRunning) return;
      failures = 0;
      if (openWhenAsked && isOpen) {
        setStatus({ phase: 'live' });
        return;
      }
      const reason = status();
      setStatus({
        phase: 'lost',
        asOf: askedAt,
        reason: reason.phase === 'lost' ? reason.reason : 'network',
      });
      readLater(isOpen ? 0 : readWhileDown);
    } catch (thrown) {
      if (!isRunning) return;
      const error = AgentDesktopError.from(thrown);
      markDown(error, asOf());
      const pause = readAfterFailure[Math.min(failures, readAfterFailure.length - 1)];
      failures += 1;
      readLater(status().phase === 'signed-out' ? readWhileSignedOut : (pause ?? 0));
    }
  };

  return {
    start: () => {
      isRunning = true;
      isOpen = false;
      const before = status();
      setStatus(
        before.phase === 'idle'
          ? { phase: 'connecting' }
          : { phase: 'lost', asOf: asOf(), reason: 'network' },
      );
      link.open({
        onOpen: () => {
          isOpen = true;
          void read();
        },
        onMessage: options.onMessage,
        onDown: (error, heardAt) => {
          const wasOpen = isOpen;
          isOpen = false;
          options.onDiagnostic({ code: 'connection-problem', error });
          const now = status();
          const shownAsOf = now.phase === 'live' ? heardAt : asOf();
          markDown(error, shownAsOf);
          if (wasOpen || next === undefined) readLater(readAfterFailure[0]);
        },
      });
    },
    stop: () => {
      isRunning = false;
      isOpen = false;
      clearTimeout(next);
      clearTimeout(doubts);
      next = undefined;
      doubts = undefined;
      link.close();
      setStatus({ phase: 'closed', asOf: asOf() });
    },
    reread: () => {
      if (doubts !== undefined) {
        readLater(doubtPause);
        return;
      }
      doubts = setTimeout(() => {
        doubts = undefined;
      }, doubtPause);
      void read();
    },
    wake: async () => {
      const wasOpen = isOpen;
      if (!wasOpen) link.reopen();
      await read();
      if (!isRunning || !wasOpen || status().phase === 'live') return;
      // The server cannot be read over a link that looked healthy: trust neither.
      isOpen = false;
      link.reopen();
    },
    doubt: () => {
      if (status().phase === 'live') setStatus({ phase: 'lost', asOf: asOf(), reason: 'timeout' });
    },
  };
}
