import type { AgentDesktopError } from '../model/errors.ts';
import { fromClientTime, steadyNow, toClientTime } from '../model/steadyClock.ts';
import { createChannelElection } from './channelElection.ts';
import { openChannel } from './openChannel.ts';
import type { Election, ElectionListener } from './election.ts';
import type { HeartbeatOptions } from './heartbeat.ts';
import { createLockElection } from './lockElection.ts';
import type {
  LinkListener,
  NotificationLink,
  SharedOperations,
  TabReads,
} from './notificationLink.ts';
import {
  advance,
  lifetimeOf,
  type ShareEffect,
  type ShareEvent,
  type SharePhase,
} from './sharePhase.ts';
import { parseTabMessage, type TabMessage } from './tabMessage.ts';
import { takeLock, waitForLock } from './webLock.ts';

/** The tabs and frames of one browser that show the same user of the same server. */
export interface TabGroup {
  readonly reopen: () => void;
  readonly leave: () => void;
  readonly operations: SharedOperations;
  readonly reads: Pick<TabReads, 'role' | 'tell' | 'turn'>;
}

export interface TabGroupOptions {
  /** The link that one of the tabs opens for all. */
  readonly link: NotificationLink;
  readonly heartbeat: HeartbeatOptions;
  /** How long a tab may read while the others wait for it, in ms. */
  readonly readTimeout: number;
  readonly listener: LinkListener;
  /** The user of this tab is signed out, so the tab has to leave the group. */
  readonly onSignedOut: (error: AgentDesktopError) => void;
}

/**
 * Joins the group of tabs with this name. `sharePhase.ts` decides what has to be done at each event,
 * and this function does it.
 *
 * @returns undefined where tabs cannot send messages to each other
 */
export function joinTabs(name: string, options: TabGroupOptions): TabGroup | undefined {
  const { link, heartbeat, listener, onSignedOut } = options;
  const { onTabPart = () => undefined } = listener;
  const channel = openChannel(name);
  if (!channel) return undefined;

  let phase: SharePhase = { name: 'joining' };
  let lifetime: ReturnType<typeof setTimeout> | undefined;
  /** When this tab last knew that the connection works, by its own connection or by the leader. */
  let heardAt: number | undefined;
  /** Whether this tab has ever received a message of another tab. */
  let hasCompany = false;
  /** False once the browser was found to give no locks. */
  let hasLocks = true;

  const dispatch = (event: ShareEvent): void => {
    const [next, ...effects] = advance(phase, event);
    if (next !== phase) {
      phase = next;
      onTabPart(next);
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
    channel.post(
      message.type === 'down' ? { ...message, heardAt: toOtherTab(message.heardAt) } : message,
    );
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

  /** What the connection that this tab has opened reports. */
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

  channel.listen((data) => {
    const said = parseTabMessage(data);
    // The message can come from another version of this library, or from another program of the host.
    if (!said) return;
    hasCompany = true;
    if (said.type === 'read') {
      listener.onRead?.(said.read);
      return;
    }
    if (said.type === 'operation') {
      listener.onOperation?.(said.operation);
      return;
    }
    election.receive(said);
    if (phase.name === 'following' && proofs.includes(said.type)) heardAt = steadyNow();
    const heard = said.type === 'down' ? { ...said, heardAt: fromOtherTab(said.heardAt) } : said;
    dispatch({ type: 'said', said: heard });
  });
  onTabPart(phase);
  election.stand();

  return {
    reopen: () => {
      dispatch({ type: 'reopen' });
    },
    leave: () => {
      dispatch({ type: 'close' });
      channel.close();
    },
    operations: {
      tell: (operation) => say({ type: 'operation', operation }),
      lock: (callId, timeout) => takeLock(JSON.stringify([name, callId]), timeout),
    },
    reads: {
      role: () => (phase.name === 'leading' || phase.name === 'following' ? phase.name : 'apart'),
      tell: (read) => {
        // Copying an answer takes time, because it is large. So it is sent only when a tab receives it.
        if (read.type !== 'answered' || hasCompany) say({ type: 'read', read });
      },
      turn: async () =>
        hasLocks ? waitForLock(JSON.stringify([name]), options.readTimeout) : () => undefined,
    },
  };
}

// Each tab has a steady clock of its own, so a time is sent on the computer's clock, which all tabs
// share.
const toOtherTab = (time: number | undefined): number | undefined =>
  time === undefined ? undefined : toClientTime(time);
const fromOtherTab = (time: number | undefined): number | undefined =>
  time === undefined ? undefined : fromClientTime(time);

/**
 * These messages of a leader show that its connection works. A leader also answers `who` with
 * `alive`.
 */
const proofs: readonly TabMessage['type'][] = ['open', 'is-open', 'message', 'alive'];
