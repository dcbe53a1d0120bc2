import type { TabMessage } from './tabMessage.ts';

/** Finds the one of several tabs that leads. */
export interface Election {
  /** Asks for the lead, and waits for it while another tab has it. */
  readonly stand: () => void;
  /** Takes the lead from a tab that does not answer. */
  readonly takeOver: () => void;
  /** Gives the lead away, or stops waiting for it. */
  readonly resign: () => void;
  /** Another tab said something. */
  readonly hear: (said: TabMessage) => void;
}

export interface ElectionListener {
  readonly onElected: () => void;
  /** Another tab leads. This one is elected when that one is gone and it is this one's turn. */
  readonly onOutvoted: () => void;
  /** Another tab took the lead from this one. */
  readonly onDeposed: () => void;
}
