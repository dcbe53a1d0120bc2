import type { CallId } from '../model/call.ts';
import type { AgentDesktopError } from '../model/errors.ts';
import type { OperationMessage } from '../model/operationMessage.ts';
import type { ReadMessage } from '../model/readMessage.ts';

/** What a link tells the client. Messages are handed up as they came. */
export interface LinkListener {
  /** Messages flow, or flow again. Some may have been lost before: read the calls. */
  readonly onOpen: () => void;
  readonly onMessage: (message: unknown) => void;
  /** The server was heard, also when it sent no message. */
  readonly onHeard?: (() => void) | undefined;
  /**
   * Nothing can be heard. The link goes on trying; nobody has to help.
   *
   * @param heardAt when it was last known to work, if it ever was (client clock, epoch ms)
   */
  readonly onDown: (error: AgentDesktopError, heardAt?: number) => void;
  /** Another tab that shares the link was asked for an operation, or knows what became of it. */
  readonly onOperation?: ((message: OperationMessage) => void) | undefined;
  /** Another tab that shares the link reads the calls, or wants them to be read. */
  readonly onRead?: ((message: ReadMessage) => void) | undefined;
}

/** The notification half of the wire. It opens, and opens itself again until it is closed. */
export interface NotificationLink {
  /** The channel that is subscribed to, for a diagnostic that names it. */
  readonly channel?: string | undefined;
  readonly open: (listener: LinkListener) => void;
  /** Tries again now rather than after the back-off: the network or the page is back. */
  readonly reopen: () => void;
  readonly close: () => void;
  /** How tabs share their operations. Absent on a link that no other tab can share. */
  readonly operations?: SharedOperations | undefined;
  /** How tabs share what they read. Absent on a link that no other tab can share. */
  readonly reads?: TabReads | undefined;
}

/**
 * What the tabs of one user need to read the calls once for all. It can be used at any time: before
 * the link is open, after it is closed, and where nothing can be shared, the role is `apart`.
 */
export interface TabReads {
  /**
   * - `leading`: this tab has the connection, and reads for the others as well.
   * - `following`: another tab does.
   * - `apart`: this tab reads for itself. It shares the link with nobody, or may be signed in as
   *   somebody else than the others.
   */
  readonly role: () => 'leading' | 'following' | 'apart';
  /** Tells all other tabs. It never throws, and nobody confirms that it arrived. */
  readonly tell: (message: ReadMessage) => void;
  /**
   * Waits until no other tab reads by itself, for as long as that may take. Where the browser gives
   * no locks nothing is waited for. It never rejects.
   *
   * @returns a function that lets the next one read
   */
  readonly turn: () => Promise<() => void>;
  /** How long the leader may take to read, in ms: what it read before included. */
  readonly patience: number;
}

/**
 * What the tabs of one user tell each other about operations, so that each shows those of the
 * others as pending and two of them that are pressed at once send one request. It can be used at
 * any time: before the link is open, after it is closed, and where nothing can be shared, `tell`
 * does nothing and `lock` gives the lock at once.
 */
export interface SharedOperations {
  /** Tells all other tabs. It never throws, and nobody confirms that it arrived. */
  readonly tell: (message: OperationMessage) => void;
  /**
   * Asks whether this tab may send an operation for the call. The lock is also let go when the tab
   * is closed or crashes. A browser that refuses locks, or does not answer within 300 ms, is not
   * waited for: the operation may then be sent as if there were no other tab. It never rejects.
   *
   * @param patience how long to wait while another tab holds the lock, in ms. 0 does not wait.
   * @returns a function that lets the lock go, or undefined when another tab keeps the lock
   */
  readonly lock: (callId: CallId, patience: number) => Promise<(() => void) | undefined>;
}
