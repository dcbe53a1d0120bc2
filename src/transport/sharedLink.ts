import { AgentDesktopError } from '../model/errors.ts';
import { requestError } from './answerError.ts';
import type { HeartbeatOptions } from './heartbeat.ts';
import type { LinkListener, NotificationLink } from './notificationLink.ts';
import { parseTabMessage, type TabMessage } from './tabMessage.ts';
import { takeLock } from './webLock.ts';

export interface SharedLinkOptions {
  /** The link that one of the tabs opens for all. */
  readonly link: NotificationLink;
  /** Names the user and the server, or nothing where that cannot be told: then nothing is shared. */
  readonly identify: () => Promise<string | undefined>;
  readonly heartbeat: HeartbeatOptions;
}

/** How long the others wait for a new leader before they call the link down. In ms. */
const succession = 800;

/**
 * One link for all tabs and frames of a browser. A server slows all but one long-poll of a browser
 * down, and six of them block everything else to it, the recording button included. So the tab
 * that holds a Web Lock opens the link and passes on what it hears; when it goes, the next one
 * takes over, and all read the calls again. Where a browser has no locks, each tab has its own.
 */
export function createSharedLink(options: SharedLinkOptions): NotificationLink {
  let share: NotificationLink | undefined;
  let opening = 0;

  const close = (): void => {
    opening += 1;
    share?.close();
    share = undefined;
  };

  const open = async (listener: LinkListener): Promise<void> => {
    close();
    const current = opening;
    // A refusal is met again, and reported, by the link itself.
    const name = await options.identify().catch(() => undefined);
    if (current !== opening) return;
    share = (name && joinTabs(name, options)) || options.link;
    share.open(listener);
  };

  return {
    open: (listener) => void open(listener),
    reopen: () => share?.reopen(),
    close,
    operations: {
      tell: (message) => share?.operations?.tell(message),
      lock: async (callId, patience) => {
        const operations = share?.operations;
        return operations ? operations.lock(callId, patience) : () => undefined;
      },
    },
  };
}

function joinTabs(
  name: string,
  { link, heartbeat }: SharedLinkOptions,
): NotificationLink | undefined {
  let channel: BroadcastChannel;
  try {
    if (!navigator.locks) return undefined;
    channel = new BroadcastChannel(name);
  } catch {
    // A sandboxed frame has neither.
    return undefined;
  }

  let listener: LinkListener | undefined;
  let isLeader = false;
  let isOpen = false;
  let release: (() => void) | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  const pending = new AbortController();

  const post = (message: TabMessage): void => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel never leaves its origin
    channel.postMessage(message);
  };
  const down = (error: AgentDesktopError, heardAt?: number): void => {
    isOpen = false;
    listener?.onDown(error, heardAt);
  };
  const wait = (milliseconds: number, then: () => void): void => {
    clearTimeout(silence);
    silence = setTimeout(then, milliseconds);
  };
  const giveUpSoon = (then: () => void = takeOver): void => {
    wait(succession, () => {
      down(requestError('timeout'));
      then();
    });
  };
  /** A leader whose link is down may have little to say; one that does not even answer is gone. */
  const expectWord = (): void => {
    wait(heartbeat.hold + heartbeat.grace, () => {
      post({ type: 'who' });
      giveUpSoon();
    });
  };

  const lead = (): Promise<void> => {
    isLeader = true;
    clearTimeout(silence);
    // What the last leader said still stands, but not for long.
    if (isOpen) giveUpSoon(() => undefined);
    link.open({
      onOpen: () => {
        clearTimeout(silence);
        isOpen = true;
        post({ type: 'open' });
        listener?.onOpen();
      },
      onMessage: (message) => {
        post({ type: 'message', message });
        listener?.onMessage(message);
      },
      onHeard: () => {
        post({ type: 'alive' });
      },
      onDown: (error, heardAt) => {
        clearTimeout(silence);
        post({ type: 'down', code: error.code, text: error.message });
        down(error, heardAt);
      },
    });
    return new Promise((resolve) => {
      release = resolve;
    });
  };

  /** Waits to be the leader; comes back to waiting when a tab took the lead from this one. */
  const queue = (lock: LockOptions = { signal: pending.signal }): void => {
    navigator.locks.request(name, lock, lead).catch(() => {
      if (!listener) return;
      if (isLeader) link.close();
      isLeader = false;
      expectWord();
      queue();
    });
  };
  /** The leader hangs: a page that answers nothing keeps its lock all the same. */
  function takeOver(): void {
    if (listener && !isLeader) queue({ steal: true });
  }

  const follow = (said: TabMessage): void => {
    if (said.type === 'who' || said.type === 'reopen' || said.type === 'operation') return;
    if (said.type === 'leaving') giveUpSoon(expectWord);
    else expectWord();
    switch (said.type) {
      case 'is-open':
        if (isOpen) return;
        isOpen = true;
        listener?.onOpen();
        return;
      case 'open':
        // Opened anew: something may have been lost in between, even if nobody noticed.
        isOpen = true;
        listener?.onOpen();
        return;
      case 'message':
        listener?.onMessage(said.message);
        return;
      case 'down':
        down(new AgentDesktopError(said.code, said.text));
        return;
      case 'alive':
      case 'leaving':
        break;
      default:
        said satisfies never;
    }
  };

  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const said = parseTabMessage(data);
    // Another version of this library in another tab.
    if (!said) return;
    if (said.type === 'operation') listener?.onOperation?.(said.operation);
    else if (!isLeader) follow(said);
    else if (said.type === 'reopen' && !isOpen) link.reopen();
    else if (said.type === 'who') post({ type: isOpen ? 'is-open' : 'alive' });
  });

  return {
    open: (newListener) => {
      listener = newListener;
      queue();
      post({ type: 'who' });
      expectWord();
    },
    reopen: () => {
      if (isLeader) link.reopen();
      else post({ type: 'reopen' });
    },
    close: () => {
      listener = undefined;
      clearTimeout(silence);
      if (isLeader) {
        post({ type: 'leaving' });
        link.close();
      }
      channel.close();
      pending.abort();
      release?.();
    },
    operations: {
      tell: (operation) => {
        try {
          post({ type: 'operation', operation });
        } catch {
          // The channel is closed, or something that cannot be copied was put into the message.
        }
      },
      lock: (callId, patience) => takeLock(JSON.stringify([name, callId]), patience),
    },
  };
}
