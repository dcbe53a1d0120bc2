import { areLocksUsable, requestLock } from './webLock.ts';

/** Finds the one of several tabs that leads. */
export interface Election {
  /** Asks for the lead, and waits for it while another tab has it. */
  readonly stand: () => void;
  /** Takes the lead from a tab that does not answer. */
  readonly takeOver: () => void;
  /** Gives the lead away, or stops waiting for it. */
  readonly resign: () => void;
}

export interface ElectionListener {
  readonly onElected: () => void;
  /** Another tab leads. This one is elected when all that asked before it are gone. */
  readonly onOutvoted: () => void;
  /** Another tab took the lead from this one. */
  readonly onDeposed: () => void;
  /** No election can be held here. Nothing more comes of this one until it is asked again. */
  readonly onUnusable: () => void;
}

/** One wish to lead, from `stand` or `takeOver` to `resign` or to the loss of the lead. */
interface Candidacy {
  state: 'asking' | 'waiting' | 'leading' | 'over';
  readonly waiting: AbortController;
  /** Lets the lock go. */
  readonly release: () => void;
}

/**
 * The tab that holds a Web Lock leads. The browser frees the lock when that tab is closed or
 * crashes, and gives it to the tab that has waited longest.
 */
export function createLockElection(name: string, listener: ElectionListener): Election {
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
    // Neither ends before this tab resigns, unless the lock was stolen or cannot be had at all.
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
  };
}
