import { AgentDesktopError, type AgentDesktopErrorCode } from '../model/errors.ts';
import { requestError } from '../model/requestError.ts';
import type { HeartbeatOptions } from './heartbeat.ts';
import type { LinkListener, NotificationLink } from './notificationLink.ts';
import { joinTabs, type TabGroup } from './tabGroup.ts';
import { takeLock, waitForLock } from './webLock.ts';

/** The result of `identify` for a server that tells who the user is only after CometD has connected. */
export const toldOnceConnected: unique symbol = Symbol('told once connected');

export interface SharedLinkOptions {
  /** The link that one of the tabs opens for all. */
  readonly link: NotificationLink;
  /** Resolves to a name for the user and the server. Undefined means unknown: nothing is shared. */
  readonly identify: () => Promise<string | undefined | typeof toldOnceConnected>;
  readonly heartbeat: HeartbeatOptions;
  /**
   * Returns another value than before when this tab may have been signed in as another user. Until
   * `identify` has resolved to the same name again, the tab shares no read with other tabs.
   */
  readonly signIn?: () => unknown;
  /** How long a read may take, in ms. @defaultValue 8000 */
  readonly requestTimeout?: number;
}

// The pauses before the server is asked again who the user is, in ms, before jitter.
const firstRetry = 500;
const slowestRetry = 4_000;
/** The pause between two questions while the server creates the session of a new connection. */
const whileSessionIsMade = 500;
/** The pause while the user is signed out, because the host has to sign in again first. */
const whileSignedOut = 20_000;

/**
 * How long a tab that does not know its user waits before it opens a connection of its own, in ms, by
 * the error of the question. While the server cannot be reached, or the user is signed out, a
 * connection would not open either, and after the end of the failure each tab would have its own. So
 * the tab waits for ever. With `server-error` and `unexpected-response` a gateway may speak for a
 * server that is down for a short time. After any other error the server would answer the same again,
 * so the tab does not wait.
 */
const waitingTimeAfter: Readonly<Partial<Record<AgentDesktopErrorCode, number>>> = {
  network: Infinity,
  timeout: Infinity,
  'not-signed-in': Infinity,
  'headers-failed': Infinity,
  'server-busy': Infinity,
  'server-error': 30_000,
  'unexpected-response': 30_000,
};

/** Whether a tab shares a connection. It shares nothing before it knows its user. */
type Sharing =
  | { readonly name: 'closed' }
  /** The tab asks the server who the user is, now or after a pause. */
  | { readonly name: 'identifying' }
  /**
   * The tab has a connection of its own, because the server tells who the user is only to a client
   * that is connected. The client is not told that it is open, because the tab closes it and joins
   * the group when it knows the user.
   */
  | { readonly name: 'connecting-first' }
  /** The tab has a connection of its own and shares nothing. */
  | { readonly name: 'apart' }
  | {
      readonly name: 'joined';
      readonly group: TabGroup;
      /** The name of the user as which this tab joined. */
      readonly user: string;
      /** The value of `options.signIn` for which that name is known. */
      signIn: unknown;
      isUserAsked: boolean;
    };

/**
 * Makes a link that all tabs and frames of a browser share. A server delays the long-polls of all
 * clients of a browser but one. Six long-polls also use all connections of the browser to the server,
 * so that a press of a recording button is not sent. So one tab opens the connection and passes on
 * what it receives. When this tab is closed, another tab opens a connection, and all tabs read the
 * calls again. Where tabs cannot send messages to each other, each has a connection of its own.
 */
export function createSharedLink({
  link,
  identify,
  heartbeat,
  signIn = () => undefined,
  requestTimeout = 8_000,
}: SharedLinkOptions): NotificationLink {
  /**
   * The leader may first have to end another read, and each of the two reads may wait for new headers
   * of the host.
   */
  const readTimeout = 3 * requestTimeout;
  let sharing: Sharing = { name: 'closed' };
  let listener: LinkListener | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  /** Since when the server answers without saying who the user is. */
  let namelessSince: number | undefined;

  const enter = <Next extends Sharing>(next: Next): Next => {
    clearTimeout(retry);
    const before = sharing;
    sharing = next;
    if (before.name === 'joined') before.group.leave();
    else if (before.name === 'apart' || before.name === 'connecting-first') link.close();
    return next;
  };

  const openApart = (current: LinkListener, onDown: LinkListener['onDown']): void => {
    enter({ name: 'apart' });
    link.open({ ...current, onDown });
  };

  const join = (name: string, current: LinkListener, signedIn: unknown): void => {
    const group = joinTabs(name, {
      link,
      heartbeat,
      listener: current,
      onSignedOut: (error) => {
        startOver(error, whileSignedOut);
      },
    });
    if (group) enter({ name: 'joined', group, user: name, signIn: signedIn, isUserAsked: false });
    else openApart(current, current.onDown);
  };

  /**
   * If the server refuses the headers meanwhile, the host gives new ones, perhaps of another user.
   * Then the name may be that of the old user, so the server is asked once more.
   */
  const identifyForGood = async (): Promise<{
    name: string | undefined | typeof toldOnceConnected;
    signedIn: unknown;
  }> => {
    const signedIn = signIn();
    const name = await identify();
    if (signIn() === signedIn) return { name, signedIn };
    const signedInAnew = signIn();
    return { name: await identify(), signedIn: signedInAnew };
  };

  const start = async (): Promise<void> => {
    if (!listener) return;
    const current = listener;
    const asking = enter({ name: 'identifying' });
    try {
      const { name, signedIn } = await identifyForGood();
      if (sharing !== asking) return;
      failures = 0;
      namelessSince = undefined;
      if (name === toldOnceConnected) connectFirst(current);
      else if (name === undefined) openApart(current, current.onDown);
      else join(name, current, signedIn);
    } catch (thrown) {
      if (sharing === asking) manageWithoutName(AgentDesktopError.from(thrown), current);
    }
  };

  const connectFirst = (current: LinkListener): void => {
    const connecting = enter({ name: 'connecting-first' });
    const ask = async (): Promise<void> => {
      clearTimeout(retry);
      try {
        const { name, signedIn } = await identifyForGood();
        if (sharing !== connecting) return;
        if (name === toldOnceConnected) {
          retry = setTimeout(() => void ask(), whileSessionIsMade * (0.5 + Math.random() / 2));
        } else if (name === undefined) {
          sharing = { name: 'apart' };
          current.onOpen();
        } else {
          enter({ name: 'identifying' });
          join(name, current, signedIn);
        }
      } catch (thrown) {
        if (sharing === connecting) manageWithoutName(AgentDesktopError.from(thrown), current);
      }
    };
    link.open({
      ...current,
      onOpen: () => {
        if (sharing === connecting) void ask();
        else current.onOpen();
      },
      onDown: (error, heardAt) => {
        // REST and CometD both refuse this user, so the user is signed out.
        if (sharing === connecting && error.code === 'no-permission')
          startOver(requestError('not-signed-in'), whileSignedOut);
        else current.onDown(error, heardAt);
      },
    });
  };

  /** Reports the error to the client, and asks who the user is after a pause. */
  const startOver = (error: AgentDesktopError, pause: number, heardAt?: number): void => {
    enter({ name: 'identifying' });
    const chance = Math.random();
    // The pause that the server asks for is never shortened.
    const asked = (error.retryAfter ?? 0) * (1 + chance / 4);
    retry = setTimeout(() => void start(), Math.max(asked, pause * (0.5 + chance / 2)));
    listener?.onDown(error, heardAt);
  };

  const manageWithoutName = (error: AgentDesktopError, current: LinkListener): void => {
    const isSignedOut = error.code === 'not-signed-in';
    const pause = isSignedOut ? whileSignedOut : Math.min(slowestRetry, firstRetry * 2 ** failures);
    failures += 1;
    const waits = waitingTimeAfter[error.code] ?? 0;
    if (waits === Infinity) namelessSince = undefined;
    else namelessSince ??= performance.now();
    if (namelessSince === undefined || performance.now() - namelessSince < waits) {
      startOver(error, pause);
      return;
    }
    openApart(current, (problem, heardAt) => {
      // This connection has failed anyway, and the server may now say who the user is.
      startOver(problem, pause, heardAt);
    });
  };

  /** The host has given new headers, which may be those of another user. */
  const askUserAgain = async (joined: Sharing & { readonly name: 'joined' }): Promise<void> => {
    if (joined.isUserAsked) return;
    joined.isUserAsked = true;
    try {
      const { name, signedIn } = await identifyForGood();
      if (sharing !== joined) return;
      if (name === joined.user) joined.signIn = signedIn;
      else void start();
    } catch {
      // The tab reads for itself until the user is known.
    } finally {
      joined.isUserAsked = false;
    }
  };

  const roleOfReader = (): 'leading' | 'following' | 'apart' => {
    if (sharing.name !== 'joined') return 'apart';
    if (sharing.signIn === signIn()) return sharing.group.role();
    void askUserAgain(sharing);
    return 'apart';
  };

  return {
    ...(link.channel !== undefined && { channel: link.channel }),
    open: (newListener) => {
      listener = newListener;
      failures = 0;
      void start();
    },
    reopen: () => {
      if (sharing.name === 'joined') {
        sharing.group.reopen();
      } else if (sharing.name === 'apart' || sharing.name === 'connecting-first') {
        link.reopen();
      } else {
        failures = 0;
        void start();
      }
    },
    close: () => {
      listener = undefined;
      enter({ name: 'closed' });
    },
    operations: {
      tell: (operation) => {
        if (sharing.name === 'joined') sharing.group.say({ type: 'operation', operation });
      },
      lock: async (callId, timeout) =>
        sharing.name === 'joined'
          ? takeLock(sharing.group.lockOf(callId), timeout)
          : () => undefined,
    },
    reads: {
      role: roleOfReader,
      tell: (read) => {
        if (sharing.name !== 'joined') return;
        // Copying an answer takes time, because it is large. So it is sent only when a tab receives it.
        if (read.type === 'answered' && !sharing.group.hasCompany()) return;
        sharing.group.say({ type: 'read', read });
      },
      turn: async () => {
        if (sharing.name !== 'joined' || !sharing.group.hasLocks()) return () => undefined;
        return waitForLock(sharing.group.lockOfReads, readTimeout);
      },
      patience: readTimeout,
    },
  };
}
