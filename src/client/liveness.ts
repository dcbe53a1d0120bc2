import { createBackOff, type BackOff } from '../model/backOff.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';
import { AgentDesktopError, type AgentDesktopErrorCode } from '../model/errors.ts';
import type { OperationMessage } from '../model/operationMessage.ts';
import { steadyNow } from '../model/steadyClock.ts';
import type { DesktopStore } from '../store/desktopStore.ts';
import type { NotificationLink } from '../transport/notificationLink.ts';
import type { ReadMessage } from '../model/readMessage.ts';
import type { CallReader } from './callReader.ts';
import type { Inspector } from './inspection.ts';
import {
  rightAsOf,
  whenConnecting,
  whenFailed,
  whenLive,
  whenReadWithoutLink,
} from './connectionStatus.ts';
import type { LinkPhase } from './linkPhase.ts';
import type { Notices, ReadElsewhere } from './notices.ts';

/**
 * Sets the connection status. The status is `live` only while messages arrive **and** all
 * calls were read after they began to arrive. Until then the calls are read repeatedly, with pauses.
 */
export interface Liveness {
  readonly start: () => void;
  readonly stop: () => void;
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
}

export interface LivenessOptions {
  readonly store: DesktopStore;
  readonly link: NotificationLink;
  readonly reader: CallReader;
  readonly inspector: Pick<Inspector, 'note'>;
  readonly receiveNotices: Notices['receiveBy'];
  readonly onMessage: (message: unknown) => void;
  /** Is called each time that the link is opened (`begins`) or lost (`ends`). */
  readonly onHearing: (change: 'begins' | 'ends') => void;
  readonly onOperation: (message: OperationMessage) => void;
  readonly onRead: (message: ReadMessage) => void;
  readonly onDiagnostic: OnDiagnostic;
  readonly onSignedOut: () => void;
}

/**
 * What is known about the link. Each time that the link opens, this is a new object, so that a read
 * can tell whether the link was open all the time since it was asked.
 */
interface LinkState {
  readonly phase: LinkPhase;
}

/** What was known when a read was asked. */
interface Asked {
  readonly link: LinkState;
  /** On the steady clock. */
  readonly at: number;
}

/**
 * The next read, apart from the routine ones.
 *
 * - `none`: no read is planned.
 * - `planned`: it is made when its pause is over.
 * - `put-off`: it is made later, because a read that another tab has under way makes it unnecessary. It
 *   is not dropped, because that tab may be closed before it has an answer.
 */
type NextRead =
  | { readonly plan: 'none' | 'planned' }
  | { readonly plan: 'put-off'; readonly key: string; readonly elsewhere: Asked };

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
const spread = [0.8, 1.2] as const;
const ignore = (): void => undefined;

/**
 * For this time after a try to open the link, there is no further try, although the page or the network
 * is back again. In ms.
 */
const betweenReopenings = 3_000;

export function createLiveness(options: LivenessOptions): Liveness {
  const { store, link, reader } = options;
  let linkState: LinkState = { phase: 'stopped' };
  let reopenedAt = -Infinity;
  let nextRead: NextRead = { plan: 'none' };
  let lastRead: 'none' | 'answered' | 'failed' | 'timed-out' = 'none';
  /** Whether `onSignedOut` was called and the user has not been signed in since. */
  let host: 'not-asked' | 'asked-to-sign-in' = 'not-asked';

  const status = store.connection.getState;
  const setStatus = store.setConnection;
  const isRunning = (): boolean => linkState.phase !== 'stopped';
  const isOpen = (): boolean => linkState.phase === 'open';
  const askNow = (): Asked => ({ link: linkState, at: steadyNow() });
  const enter = (phase: LinkPhase): void => {
    linkState = { phase };
    options.inspector.note({ type: 'link', phase });
    options.onHearing(phase === 'open' ? 'begins' : 'ends');
  };

  const fail = (code: AgentDesktopErrorCode, heardAt = steadyNow()): void => {
    setStatus(whenFailed(status(), code, rightAsOf(status(), heardAt)));
    if (code !== 'not-signed-in' || host === 'asked-to-sign-in') return;
    host = 'asked-to-sign-in';
    options.onSignedOut();
  };

  const backOff = createBackOff({ first: afterFailure, longest: slowest, spread });
  const routine = createBackOff({ first: routineInterval, longest: routineInterval, spread });

  const planRead = (pause?: Parameters<BackOff['plan']>[1]): void => {
    nextRead = { plan: 'planned' };
    backOff.plan(() => void readUnlessQuiet(), pause);
  };
  const cancelRead = (): void => {
    nextRead = { plan: 'none' };
    backOff.cancel();
  };
  /** Takes an answer of which a call could not be read, so that the state of that call is not known. */
  const takePart = (): void => {
    fail('unexpected-response');
    planRead();
  };

  const planRoutine = (): void => {
    routine.plan(() => {
      planRoutine();
      if (status().phase !== 'live') return;
      // Messages still arrive, so a failed routine read is no reason for doubt. If it failed because
      // the user is signed out, that is noticed as for any other request.
      reader.readCalls().then((result) => {
        if (result === 'some' && status().phase === 'live') takePart();
      }, ignore);
    });
  };

  const takeResult = (result: 'all' | 'some', asked: Asked): void => {
    lastRead = 'answered';
    if (result === 'some') {
      takePart();
      return;
    }
    backOff.reset();
    // An answer that was asked before the link broke does not contain what happened during the break.
    if (isOpen() && linkState === asked.link) {
      host = 'not-asked';
      setStatus(whenLive(status()));
      return;
    }
    setStatus(whenReadWithoutLink(status(), asked.at, steadyNow()));
    planRead({ fixed: isOpen() ? 0 : whileNotificationsAreDown });
  };

  const takeFailure = ({ code, retryAfter }: AgentDesktopError): void => {
    fail(code);
    lastRead = code === 'timeout' ? 'timed-out' : 'failed';
    if (code === 'not-signed-in') planRead({ fixed: whileRefused });
    // The read has already waited long enough, and the server is there, because messages arrive.
    else if (lastRead === 'timed-out' && isOpen()) planRead({ fixed: afterFailure });
    else planRead({ retryAfter });
  };

  /** Returns whether the server answered. */
  const read = async (): Promise<boolean> => {
    cancelRead();
    const asked = askNow();
    try {
      const when = lastRead === 'timed-out' && isOpen() ? 'after-probe' : 'at-once';
      await reader.readCalls(when, (result) => {
        if (isRunning()) takeResult(result, asked);
      });
      return true;
    } catch (thrown) {
      if (isRunning()) takeFailure(AgentDesktopError.from(thrown));
      return false;
    }
  };

  /**
   * Reads now, or when the time is over for which the server has asked for no requests.
   *
   * @returns whether the server answered, now or when it asked for that
   */
  const readUnlessQuiet = async (): Promise<boolean> => {
    const retryAfter = reader.quietFor();
    if (retryAfter <= 0) return read();
    planRead({ fixed: 0, retryAfter });
    return true;
  };

  const noticeOpen = (): void => {
    enter('open');
    void readUnlessQuiet();
  };

  const takeReadElsewhere = (ending: ReadElsewhere, asked: Asked): void => {
    cancelRead();
    if (!(ending instanceof AgentDesktopError)) takeResult(ending, asked);
    // Messages still arrive, so the failed read of another tab is no reason for doubt.
    else if (status().phase === 'live') planRead({ fixed: afterContradiction });
    else takeFailure(ending);
  };

  options.receiveNotices((notice) => {
    if (!isRunning()) return;
    switch (notice.type) {
      case 'doubt':
        // Several doubts within a moment share one read. The read of another tab was asked before this
        // doubt arose, so it cannot settle it.
        if (nextRead.plan !== 'planned') planRead({ fixed: afterContradiction });
        return;
      case 'request-failed':
        if (notice.error.code !== 'not-signed-in' || status().phase === 'signed-out') return;
        fail(notice.error.code);
        planRead({ fixed: whileRefused });
        return;
      case 'all-read':
        planRoutine();
        return;
      case 'read-elsewhere':
        if (nextRead.plan === 'none') return;
        nextRead = { plan: 'put-off', key: notice.key, elsewhere: askNow() };
        backOff.putOff(longestElsewhere);
        return;
      case 'read-elsewhere-ended':
        if (notice.ending === 'all') planRoutine();
        // A read that was planned after the other tab had asked is still necessary.
        if (nextRead.plan === 'put-off' && nextRead.key === notice.key)
          takeReadElsewhere(notice.ending, nextRead.elsewhere);
        return;
      default:
        notice satisfies never;
    }
  });

  return {
    start: () => {
      enter('down');
      planRoutine();
      setStatus(whenConnecting(status(), steadyNow()));
      link.open({
        onOpen: noticeOpen,
        onMessage: options.onMessage,
        onOperation: options.onOperation,
        onRead: options.onRead,
        onTabPart: (part) => {
          options.inspector.note({ type: 'tab', part });
        },
        onHeard: () => {
          if (linkState.phase === 'unproven') noticeOpen();
        },
        onDown: (error, heardAt) => {
          options.onDiagnostic({ code: 'connection-problem', error });
          fail(error.code, heardAt);
          // A refused link often means that the user is signed out, and only a request tells that.
          const pause = error.code === 'no-permission' ? 0 : afterFailure;
          if (isOpen() || nextRead.plan === 'none') planRead({ fixed: pause });
          enter('down');
        },
      });
    },
    stop: () => {
      enter('stopped');
      cancelRead();
      routine.cancel();
      reader.stop();
      link.close();
      setStatus({ phase: 'closed', asOf: rightAsOf(status(), steadyNow()) });
    },
    wake: async (wasAway) => {
      const wasOpen = isOpen();
      // The host may have signed in again. If it has not, `onSignedOut` is called once more.
      if (wasAway === undefined) host = 'not-asked';
      if (wasAway && status().phase === 'live') fail('timeout');
      // The browser may report many times in a row that the page or the network is back. Each try asks
      // the server who the user is, and the last one may still be under way.
      if (!wasOpen && (wasAway === undefined || steadyNow() - reopenedAt >= betweenReopenings)) {
        reopenedAt = steadyNow();
        link.reopen();
      }
      // An agent who presses "Try now", or a host that has signed in again, does not wait.
      const isAnswered = await (wasAway === undefined ? read() : readUnlessQuiet());
      if (!isRunning() || !wasOpen || isAnswered) return;
      // The link seemed to be open and the server could not be read, so the link may be dead as well.
      enter('down');
      link.reopen();
    },
    wakeFromSleep: () => {
      if (!isRunning()) return;
      if (status().phase === 'live') fail('timeout');
      enter(isOpen() ? 'unproven' : linkState.phase);
      link.reopen();
      void readUnlessQuiet();
    },
  };
}
