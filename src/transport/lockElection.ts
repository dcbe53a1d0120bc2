import { rankOfLock } from './channelElection.ts';
import type { Election, ElectionListener } from './election.ts';
import type { TabMessage } from './tabMessage.ts';
import { areLocksUsable, requestLock } from './webLock.ts';

export interface LockElectionOptions extends ElectionListener {
  /** Tells all other tabs. */
  readonly say: (message: TabMessage) => void;
  /** The browser gives no locks, so this election ends without a result. */
  readonly onUnusable: () => void;
}

/** One attempt to lead. It lasts from `stand` or `takeOver` until `resign` or the loss of the lead. */
interface Candidacy {
  state: 'asking' | 'waiting' | 'leading' | 'over';
  readonly waiting: AbortController;
  /** Releases the lock. */
  readonly release: () => void;
}

/**
 * Makes an election by a Web Lock: the tab that holds the lock leads. The browser releases the lock
 * when that tab is closed or crashes, and then gives it to the tab that has waited longest.
 */
export function createLockElection(name: string, listener: LockElectionOptions): Election {
  let current: Candidacy | undefined;

  const resign = (): void => {
    if (!current) return;
    current.state = 'over';
    current.waiting.abort();
    current.release();
    current = undefined;
  };

  const begin = (mode: 'wait' | 'steal'): void => {
    resign();
    const waiting = new AbortController();
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const candidacy: Candidacy = { state: 'asking', waiting, release };
    current = candidacy;

    const fail = (): void => {
      const { state } = candidacy;
      if (state === 'over') return;
      resign();
      if (state === 'leading') listener.onDeposed();
      else listener.onUnusable();
    };
    const whileHeld = (): Promise<void> | undefined => {
      if (candidacy.state === 'over') return undefined;
      candidacy.state = 'leading';
      listener.onElected();
      return released;
    };
    // The request ends before this tab resigns only when another tab has stolen the lock, or when the
    // browser gives no locks.
    const options = mode === 'steal' ? { steal: true } : { signal: waiting.signal };
    requestLock(name, options, whileHeld).then(fail, fail);
    void areLocksUsable().then((areUsable) => {
      if (candidacy.state !== 'asking') return;
      if (areUsable) {
        candidacy.state = 'waiting';
        listener.onOutvoted();
      } else {
        fail();
      }
    });
  };

  return {
    stand: () => {
      begin('wait');
    },
    takeOver: () => {
      begin('steal');
    },
    resign,
    receive: (said) => {
      // A tab to which the browser gives no locks uses an election by messages. It has to learn that
      // this tab leads.
      const isRival = said.type === 'claim' || (said.type === 'leads' && said.id !== rankOfLock.id);
      if (isRival && current?.state === 'leading') listener.say({ type: 'leads', ...rankOfLock });
    },
  };
}
