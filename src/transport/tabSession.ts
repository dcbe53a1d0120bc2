import { createBackOff } from '../model/backOff.ts';
import { AgentDesktopError, type AgentDesktopErrorCode } from '../model/errors.ts';
import { requestError } from '../model/requestError.ts';
import { joinTabs, type TabGroup, type TabGroupOptions } from './tabGroup.ts';

/** The result of `identify` for a server that tells who the user is only after CometD has connected. */
export const unknownUntilConnected: unique symbol = Symbol('unknown until connected');

/** What a tab does from when its link is opened until it is closed. */
export interface TabSession {
  readonly reopen: () => void;
  readonly close: () => void;
  /** The group of tabs that this tab has joined. */
  readonly group: () => TabGroup | undefined;
  /** The part that this tab has in reading the calls. */
  readonly role: () => 'leading' | 'following' | 'apart';
}

export interface TabSessionOptions extends Omit<TabGroupOptions, 'onSignedOut'> {
  /** Resolves to a name for the user and the server. Undefined means unknown: nothing is shared. */
  readonly identify: () => Promise<string | undefined | typeof unknownUntilConnected>;
  /**
   * Returns another value than before when this tab may have been signed in as another user. Until
   * `identify` has resolved to the same name again, the tab shares no read with other tabs.
   */
  readonly signIn: () => unknown;
}

/** The pause between two questions while the server creates the session of a new connection. In ms. */
const whileSessionIsMade = 500;
/** The pause while the user is signed out, because the host has to sign in again first. In ms. */
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

/** Whether a tab shares a connection. `enter` ends the old phase when a new one begins. */
type Sharing =
  | { readonly name: 'closed' }
  | Nameless
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
      /** The value of `signIn` for which that name is known. */
      signIn: unknown;
      /** Whether the tab asks whether that name is still right. */
      question: 'none' | 'under-way';
    };

/** The tab asks the server who the user is, or waits before it asks again. It shares nothing yet. */
interface Nameless {
  readonly name: 'identifying' | 'waiting';
  /** Since when the server answers without saying who the user is. */
  readonly since: number | undefined;
}

/** The user of a tab, and the value of `signIn` for which the server has named this user. */
interface Identity {
  readonly name: string | undefined | typeof unknownUntilConnected;
  readonly signIn: unknown;
}

/**
 * Finds out who the user of this tab is. Then it joins the other tabs of this user, or opens a
 * connection of its own.
 */
export function openTabSession(options: TabSessionOptions): TabSession {
  const { link, listener, identify, signIn } = options;
  const { onTabPart = () => undefined } = listener;
  const backOff = createBackOff({ first: 500, longest: 4_000, spread: [0.5, 1] });
  let sharing: Sharing = { name: 'closed' };

  const enter = <Next extends Sharing>(next: Next): Next => {
    const before = sharing;
    sharing = next;
    backOff.cancel();
    if (before.name === 'joined') before.group.leave();
    else if (before.name === 'apart' || before.name === 'connecting-first') link.close();
    // Once the tab has joined a group, the group tells its part.
    const { name }: Sharing = next;
    if (name !== 'joined') onTabPart({ name });
    return next;
  };

  /**
   * If the server refuses the headers meanwhile, the host gives new ones, perhaps of another user.
   * Then the name may be that of the old user, so the server is asked once more.
   */
  const identifyForGood = async (): Promise<Identity> => {
    const before = signIn();
    const name = await identify();
    const after = signIn();
    return { name: after === before ? name : await identify(), signIn: after };
  };

  const start = async (since?: number): Promise<void> => {
    const identifying = enter<Nameless>({ name: 'identifying', since });
    try {
      const identity = await identifyForGood();
      if (sharing !== identifying) return;
      backOff.reset();
      if (identity.name === unknownUntilConnected) connectFirst();
      else if (identity.name === undefined) openApart();
      else join(identity.name, identity.signIn);
    } catch (thrown) {
      if (sharing === identifying) goOnWithoutName(AgentDesktopError.from(thrown), since);
    }
  };

  const openApart = (onDown = listener.onDown): void => {
    enter({ name: 'apart' });
    link.open({ ...listener, onDown });
  };

  const join = (user: string, knownFor: unknown): void => {
    const group = joinTabs(user, { ...options, onSignedOut: (error) => startOver(error) });
    if (group) enter({ name: 'joined', group, user, signIn: knownFor, question: 'none' });
    else openApart();
  };

  const connectFirst = (): void => {
    const connecting = enter({ name: 'connecting-first' });
    const ask = async (): Promise<void> => {
      backOff.cancel();
      try {
        const identity = await identifyForGood();
        if (sharing !== connecting) return;
        if (identity.name === unknownUntilConnected) {
          backOff.plan(() => void ask(), { fixed: whileSessionIsMade });
        } else if (identity.name === undefined) {
          sharing = { name: 'apart' };
          onTabPart(sharing);
          listener.onOpen();
        } else {
          // The group opens the same link again, so it has to be closed before.
          enter<Nameless>({ name: 'identifying', since: undefined });
          join(identity.name, identity.signIn);
        }
      } catch (thrown) {
        if (sharing === connecting) goOnWithoutName(AgentDesktopError.from(thrown));
      }
    };
    link.open({
      ...listener,
      onOpen: () => {
        if (sharing === connecting) void ask();
        else listener.onOpen();
      },
      onDown: (error, heardAt) => {
        // REST and CometD both refuse this user, so the user is signed out.
        if (sharing === connecting && error.code === 'no-permission')
          startOver(requestError('not-signed-in'));
        else listener.onDown(error, heardAt);
      },
    });
  };

  /** Reports the error to the client, and asks who the user is after a pause. */
  const startOver = (error: AgentDesktopError, since?: number, heardAt?: number): void => {
    enter<Nameless>({ name: 'waiting', since });
    backOff.plan(() => void start(since), {
      fixed: error.code === 'not-signed-in' ? whileSignedOut : undefined,
      retryAfter: error.retryAfter,
    });
    listener.onDown(error, heardAt);
  };

  /** Waits for the name of the user, or opens a connection without it when that has taken too long. */
  const goOnWithoutName = (error: AgentDesktopError, before?: number): void => {
    const waitingTime = waitingTimeAfter[error.code] ?? 0;
    const now = performance.now();
    const since = waitingTime === Infinity ? undefined : (before ?? now);
    if (since === undefined || now - since < waitingTime) {
      startOver(error, since);
      return;
    }
    openApart((problem, heardAt) => {
      // This connection has failed anyway, and the server may now say who the user is.
      startOver(problem, since, heardAt);
    });
  };

  /** The host has given new headers, which may be those of another user. */
  const askUserAgain = async (joined: Sharing & { readonly name: 'joined' }): Promise<void> => {
    if (joined.question === 'under-way') return;
    joined.question = 'under-way';
    try {
      const identity = await identifyForGood();
      if (sharing !== joined) return;
      if (identity.name === joined.user) joined.signIn = identity.signIn;
      else void start();
    } catch {
      // The tab reads for itself until the user is known.
    } finally {
      joined.question = 'none';
    }
  };

  void start();
  return {
    reopen: () => {
      switch (sharing.name) {
        case 'closed':
          return;
        case 'joined':
          sharing.group.reopen();
          return;
        case 'apart':
        case 'connecting-first':
          link.reopen();
          return;
        case 'identifying':
        case 'waiting':
          backOff.reset();
          void start(sharing.since);
          return;
        default:
          sharing satisfies never;
      }
    },
    close: () => {
      if (sharing.name !== 'closed') enter({ name: 'closed' });
    },
    group: () => (sharing.name === 'joined' ? sharing.group : undefined),
    role: () => {
      if (sharing.name !== 'joined') return 'apart';
      if (sharing.signIn === signIn()) return sharing.group.reads.role();
      void askUserAgain(sharing);
      return 'apart';
    },
  };
}
