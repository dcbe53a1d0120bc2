import { AgentDesktopError, type AgentDesktopErrorCode } from '../model/errors.ts';
import { requestError } from '../model/requestError.ts';
import type { HeartbeatOptions } from './heartbeat.ts';
import type { LinkListener, NotificationLink } from './notificationLink.ts';
import { joinTabs, type TabGroup } from './tabGroup.ts';
import { takeLock, waitForLock } from './webLock.ts';

/** What a server says of its user that makes the user's session only once CometD is connected. */
export const toldOnceConnected: unique symbol = Symbol('told once connected');

export interface SharedLinkOptions {
  /** The link that one of the tabs opens for all. */
  readonly link: NotificationLink;
  /** Names the user and the server, or nothing where that cannot be told: then nothing is shared. */
  readonly identify: () => Promise<string | undefined | typeof toldOnceConnected>;
  readonly heartbeat: HeartbeatOptions;
  /**
   * Differs from what it was when this tab may be signed in as somebody else. Until `identify` has
   * told that it is not, the tab shares nothing that it reads.
   */
  readonly signIn?: () => unknown;
  /** How long a read may take, in ms. @defaultValue 8000 */
  readonly requestTimeout?: number;
}

// Pauses before the server is asked again who the user is, in ms; jittered.
const firstRetry = 500;
const slowestRetry = 4_000;
/** From one question to the next while the server makes the session of a connection. */
const whileSessionIsMade = 500;
/** The host has to sign in again first. */
const whileSignedOut = 20_000;

/**
 * How long a tab waits for the name of its user before it opens a connection of its own, in ms,
 * by why it has no name. While the server cannot be reached, or does not know the user, a
 * connection would not open either, and every tab would have its own when the server is back.
 * A gateway answers for a server that is down as it does for one that fails for another reason.
 * Whatever else the server answers, it will answer again.
 */
const patienceAfter: Readonly<Partial<Record<AgentDesktopErrorCode, number>>> = {
  network: Infinity,
  timeout: Infinity,
  'not-signed-in': Infinity,
  'headers-failed': Infinity,
  'server-busy': Infinity,
  'server-error': 30_000,
  'unexpected-response': 30_000,
};

/** How far a tab is with sharing. It shares nothing before it is known whose tab it is. */
type Sharing =
  | { readonly name: 'closed' }
  /** The server is asked who the user is, now or after a pause. */
  | { readonly name: 'identifying' }
  /**
   * With a connection of its own, because the server tells who the user is only to who has one. The
   * client is not told of it: as soon as the name is known, the connection is the group's.
   */
  | { readonly name: 'connecting-first' }
  /** With a connection of its own. */
  | { readonly name: 'apart' }
  | {
      readonly name: 'joined';
      readonly group: TabGroup;
      /** The name of the user for whom this tab joined. */
      readonly user: string;
      /** The sign-in for which that is known. */
      signIn: unknown;
      isUserAsked: boolean;
    };

/**
 * One link for all tabs and frames of a browser. A server slows all but one long-poll of a browser
 * down, and six of them block everything else to it, the recording button included. So one tab
 * opens the link and passes on what it hears. When it goes, the next one takes over, and all read
 * the calls again. Where tabs cannot reach each other, each has its own.
 */
export function createSharedLink({
  link,
  identify,
  heartbeat,
  signIn = () => undefined,
  requestTimeout = 8_000,
}: SharedLinkOptions): NotificationLink {
  /** For the read that is under way there, and for the next one; either may ask for new headers. */
  const patience = 3 * requestTimeout;
  let sharing: Sharing = { name: 'closed' };
  let listener: LinkListener | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  /** Since when the server answers, and does not say who the user is. */
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

  /** Headers that the server refuses while it is asked are asked again, and may be another user's. */
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
        // REST and CometD both refuse this user.
        if (sharing === connecting && error.code === 'no-permission')
          startOver(requestError('not-signed-in'), whileSignedOut);
        else current.onDown(error, heardAt);
      },
    });
  };

  /** Tells the client, and finds out who the user is after a pause. */
  const startOver = (error: AgentDesktopError, pause: number, heardAt?: number): void => {
    enter({ name: 'identifying' });
    const chance = Math.random();
    // The server asked for all of its time.
    const asked = (error.retryAfter ?? 0) * (1 + chance / 4);
    retry = setTimeout(() => void start(), Math.max(asked, pause * (0.5 + chance / 2)));
    listener?.onDown(error, heardAt);
  };

  const manageWithoutName = (error: AgentDesktopError, current: LinkListener): void => {
    const isSignedOut = error.code === 'not-signed-in';
    const pause = isSignedOut ? whileSignedOut : Math.min(slowestRetry, firstRetry * 2 ** failures);
    failures += 1;
    const waits = patienceAfter[error.code] ?? 0;
    if (waits === Infinity) namelessSince = undefined;
    else namelessSince ??= performance.now();
    if (namelessSince === undefined || performance.now() - namelessSince < waits) {
      startOver(error, pause);
      return;
    }
    openApart(current, (problem, heardAt) => {
      // There is nothing to lose now, and perhaps the server is back with the name.
      startOver(problem, pause, heardAt);
    });
  };

  /** The headers that let this tab in are others than before. They may be those of another user. */
  const askUserAgain = async (joined: Sharing & { readonly name: 'joined' }): Promise<void> => {
    if (joined.isUserAsked) return;
    joined.isUserAsked = true;
    try {
      const { name, signedIn } = await identifyForGood();
      if (sharing !== joined) return;
      if (name === joined.user) joined.signIn = signedIn;
      else void start();
    } catch {
      // The tab reads for itself until it is known.
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
      lock: async (callId, patienceForTab) =>
        sharing.name === 'joined'
          ? takeLock(sharing.group.lockOf(callId), patienceForTab)
          : () => undefined,
    },
    reads: {
      role: roleOfReader,
      tell: (read) => {
        if (sharing.name !== 'joined') return;
        // An answer is large, and copying it takes time.
        if (read.type === 'answered' && !sharing.group.hasCompany()) return;
        sharing.group.say({ type: 'read', read });
      },
      turn: async () => {
        if (sharing.name !== 'joined' || !sharing.group.hasLocks()) return () => undefined;
        return waitForLock(sharing.group.lockOfReads, patience);
      },
      patience,
    },
  };
}
