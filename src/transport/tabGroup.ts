import type { CallId } from '../model/call.ts';
import type { AgentDesktopError } from '../model/errors.ts';
import { fromClientTime, steadyNow, toClientTime } from '../model/steadyClock.ts';
import { createChannelElection } from './channelElection.ts';
import type { Election, ElectionListener } from './election.ts';
import type { HeartbeatOptions } from './heartbeat.ts';
import { createLockElection } from './lockElection.ts';
import type { LinkListener, NotificationLink } from './notificationLink.ts';
import {
  advance,
  lifetimeOf,
  type ShareEffect,
  type ShareEvent,
  type SharePhase,
} from './sharePhase.ts';
import { parseTabMessage, type TabMessage } from './tabMessage.ts';

/** The tabs and frames of one browser that show the same user of the same server. */
export interface TabGroup {
  readonly say: (message: TabMessage) => void;
  readonly reopen: () => void;
  readonly leave: () => void;
  /** The name of the lock that decides which tab sends an operation for a call. */
  readonly lockOf: (callId: CallId) => string;
  /** The name of the lock that those have who read for themselves. */
  readonly lockOfReads: string;
  /** Whether the browser was found to give locks. */
  readonly hasLocks: () => boolean;
  /** Whether this tab has the connection, or another one does. */
  readonly role: () => 'leading' | 'following' | 'apart';
  /** Whether another tab has ever said anything. */
  readonly hasCompany: () => boolean;
}

export interface TabGroupOptions {
  /** The link that one of the tabs opens for all. */
  readonly link: NotificationLink;
  readonly heartbeat: HeartbeatOptions;
  readonly listener: LinkListener;
  /** The server does not know this tab's user any more. The tab has to leave. */
  readonly onSignedOut: (error: AgentDesktopError) => void;
}

/**
 * Joins the tabs that have this name in common. `sharePhase.ts` decides what happens when; this
 * does it.
 *
 * @returns undefined where tabs cannot talk to each other
 */
export function joinTabs(name: string, options: TabGroupOptions): TabGroup | undefined {
  const { link, heartbeat, listener, onSignedOut } = options;
  const channel = openChannel(name);
  if (!channel) return undefined;

  let phase: SharePhase = { name: 'joining' };
  let lifetime: ReturnType<typeof setTimeout> | undefined;
  /** When this tab last had proof that the connection works, its own or the leader's. */
  let heardAt: number | undefined;
  let hasCompany = false;
  let hasLocks = true;

  const dispatch = (event: ShareEvent): void => {
    const [next, ...effects] = advance(phase, event);
    if (next !== phase) {
      phase = next;
      clearTimeout(lifetime);
      const lasts = lifetimeOf(next, heartbeat);
      if (lasts !== undefined) {
        lifetime = setTimeout(() => {
          dispatch({ type: 'time', heardAt });
        }, lasts);
      }
    }
    for (const effect of effects) perform(effect);
  };

  const say = (message: TabMessage): void => {
    try {
      const said =
        message.type === 'down' ? { ...message, heardAt: toOtherTab(message.heardAt) } : message;
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel never leaves its origin
      channel.postMessage(said);
    } catch {
      // The channel was closed, or something that cannot be copied was put into the message.
    }
  };

  const electionListener: ElectionListener = {
    onElected: () => {
      dispatch({ type: 'elected' });
    },
    onOutvoted: () => {
      dispatch({ type: 'outvoted' });
    },
    onDeposed: () => {
      dispatch({ type: 'deposed', heardAt });
    },
  };
  let election: Election = createLockElection(name, {
    ...electionListener,
    say,
    onUnusable: () => {
      hasLocks = false;
      election = createChannelElection({ ...electionListener, say });
      election.stand();
    },
  });

  /** What the connection says that this tab opened. */
  const ownListener: LinkListener = {
    onOpen: () => {
      heardAt = steadyNow();
      dispatch({ type: 'link-open' });
    },
    onMessage: (message) => {
      heardAt = steadyNow();
      dispatch({ type: 'link-message', message });
    },
    onHeard: () => {
      heardAt = steadyNow();
      dispatch({ type: 'link-heard' });
    },
    onDown: (error, lastHeardAt) => {
      dispatch({ type: 'link-down', error, heardAt: lastHeardAt });
    },
  };

  const perform = (effect: ShareEffect): void => {
    switch (effect.do) {
      case 'say':
        say(effect.message);
        return;
      case 'open-link':
        link.open(ownListener);
        return;
      case 'reopen-link':
        link.reopen();
        return;
      case 'close-link':
        link.close();
        return;
      case 'stand':
        election.stand();
        return;
      case 'take-over':
        election.takeOver();
        return;
      case 'resign':
        election.resign();
        return;
      case 'tell-open':
        listener.onOpen();
        return;
      case 'tell-message':
        listener.onMessage(effect.message);
        return;
      case 'tell-down':
        listener.onDown(effect.error, effect.heardAt);
        return;
      case 'leave-signed-out':
        onSignedOut(effect.error);
        return;
      default:
        effect satisfies never;
    }
  };

  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const said = parseTabMessage(data);
    // It can be another version of this library, or another program of the host's.
    if (!said || phase.name === 'closed') return;
    hasCompany = true;
    if (said.type === 'read') {
      listener.onRead?.(said.read);
      return;
    }
    if (said.type === 'operation') {
      listener.onOperation?.(said.operation);
      return;
    }
    election.hear(said);
    if (phase.name === 'following' && proofs.includes(said.type)) heardAt = steadyNow();
    const heard = said.type === 'down' ? { ...said, heardAt: fromOtherTab(said.heardAt) } : said;
    dispatch({ type: 'said', said: heard });
  });
  election.stand();

  return {
    say,
    reopen: () => {
      dispatch({ type: 'reopen' });
    },
    leave: () => {
      dispatch({ type: 'close' });
      channel.close();
    },
    lockOf: (callId) => JSON.stringify([name, callId]),
    lockOfReads: JSON.stringify([name]),
    role: () => (phase.name === 'leading' || phase.name === 'following' ? phase.name : 'apart'),
    hasCompany: () => hasCompany,
    hasLocks: () => hasLocks,
  };
}

// Each tab has a steady clock of its own. What all tabs have is the client's clock.
const toOtherTab = (time: number | undefined): number | undefined =>
  time === undefined ? undefined : toClientTime(time);
const fromOtherTab = (time: number | undefined): number | undefined =>
  time === undefined ? undefined : fromClientTime(time);

/** The words of a leader that has just heard the server. `alive` also answers `who`. */
const proofs: readonly TabMessage['type'][] = ['open', 'is-open', 'message', 'alive'];

function openChannel(name: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(name);
  } catch {
    // It does not exist in an old browser, and a sandboxed frame may not use it.
    return undefined;
  }
}
