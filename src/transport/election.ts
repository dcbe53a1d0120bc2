import type { TabMessage } from './tabMessage.ts';

/** Decides which one of several tabs leads, that is, opens the connection for all of them. */
export interface Election {
  /** Asks for the lead. While another tab leads, this tab waits. */
  readonly stand: () => void;
  /** Takes the lead from another tab that does not answer. */
  readonly takeOver: () => void;
  /** Gives the lead away, or stops waiting for it. */
  readonly resign: () => void;
  /** Has to be called with each message of another tab. */
  readonly receive: (said: TabMessage) => void;
}

export interface ElectionListener {
  /** This tab leads from now on. */
  readonly onElected: () => void;
  /** Another tab leads. This tab may be elected later, when that tab has gone. */
  readonly onOutvoted: () => void;
  /** Another tab took the lead from this one. */
  readonly onDeposed: () => void;
}
