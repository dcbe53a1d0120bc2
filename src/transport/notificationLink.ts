import type { AgentDesktopError } from '../model/errors.ts';

/** What a link tells the client. Messages are handed up as they came. */
export interface LinkListener {
  /** Messages flow, or flow again. Some may have been lost before: read the calls. */
  readonly onOpen: () => void;
  readonly onMessage: (message: unknown) => void;
  /** The server gave a sign of life. */
  readonly onHeard?: () => void;
  /**
   * Nothing can be heard. The link goes on trying; nobody has to help.
   *
   * @param heardAt when it was last known to work, if it ever was (client clock, epoch ms)
   */
  readonly onDown: (error: AgentDesktopError, heardAt?: number) => void;
}

/** The notification half of the wire: opens, and mends itself until it is closed. */
export interface NotificationLink {
  readonly open: (listener: LinkListener) => void;
  /** Tries again now rather than after the back-off: the network or the page is back. */
  readonly reopen: () => void;
  readonly close: () => void;
}
