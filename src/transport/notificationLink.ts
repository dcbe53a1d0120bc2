import type { CallId } from '../model/call.ts';
import type { AgentDesktopError } from '../model/errors.ts';
import type { OperationMessage } from '../model/operationMessage.ts';
import type { ReadMessage } from '../model/readMessage.ts';
import type { TabPart } from './tabPart.ts';

/** What a link reports to the client. */
export interface LinkListener {
  /**
   * Notifications arrive from now on. Some may have been lost before, so the client has to read the
   * calls.
   */
  readonly onOpen: () => void;
  /** A notification has arrived. It is passed on unchanged and unchecked. */
  readonly onMessage: (message: unknown) => void;
  /** The server has answered, so the connection works. The answer need not contain a notification. */
  readonly onHeard?: (() => void) | undefined;
  /**
   * No notification can arrive now. The link opens itself again; the client need not do anything.
   *
   * @param heardAt when the connection was last known to work, on the steady clock. Undefined when
   *   it was never known to work.
   */
  readonly onDown: (error: AgentDesktopError, heardAt?: number) => void;
  /** In another tab that shares the link an operation was requested, or its outcome became known. */
  readonly onOperation?: ((message: OperationMessage) => void) | undefined;
  /** Another tab that shares the link reads the calls, or asks for them to be read. */
  readonly onRead?: ((message: ReadMessage) => void) | undefined;
  /**
   * Which part this tab has among the tabs that share the link. It is told to those who inspect a
   * desktop.
   */
  readonly onTabPart?: ((part: TabPart) => void) | undefined;
}

/**
 * The part of the wire that receives notifications. After a failure it opens itself again, until it
 * is closed.
 */
export interface NotificationLink {
  /** The channel that the link subscribes to. A diagnostic names it. */
  readonly channel?: string | undefined;
  /** Opens the link. What happens to it from then on is told to the listener. */
  readonly open: (listener: LinkListener) => void;
  /**
   * Tries again now, without waiting for the end of the back-off. It is called when the network or
   * the page has come back.
   */
  readonly reopen: () => void;
  /** Closes the link. The listener is told nothing more. */
  readonly close: () => void;
  /** How tabs tell each other of operations. Absent on a link that no other tab can share. */
  readonly operations?: SharedOperations | undefined;
  /** How tabs share what they read. Absent on a link that no other tab can share. */
  readonly reads?: TabReads | undefined;
}

/**
 * What the tabs of one user need in order that one of them reads the calls for all. It can be used at
 * any time. The role is `apart` before the link is open, after it is closed, and where tabs cannot
 * share a link.
 */
export interface TabReads {
  /**
   * - `leading`: this tab has the connection, and reads the calls for the other tabs as well.
   * - `following`: another tab reads the calls for this one.
   * - `apart`: this tab reads only for itself, because it shares the link with no tab, or because it
   *   may be signed in as another user than the other tabs.
   */
  readonly role: () => 'leading' | 'following' | 'apart';
  /** Sends a message to all other tabs. It never throws, and no tab confirms it. */
  readonly tell: (message: ReadMessage) => void;
  /**
   * Waits until no other tab reads for itself, for at most `patience`. Where the browser gives no
   * locks it does not wait. It never rejects.
   *
   * @returns a function that lets the next tab read
   */
  readonly turn: () => Promise<() => void>;
  /** How long a tab waits for a read of the leader, in ms. The leader may have to end another read first. */
  readonly patience: number;
}

/**
 * How the tabs of one user tell each other about operations. Each tab shows the operations of the
 * other tabs as pending, and when an agent presses in two tabs at once, one request is sent. It can be
 * used at any time. Before the link is open, after it is closed, and where tabs cannot share a link,
 * `tell` does nothing and `lock` gives the lock at once.
 */
export interface SharedOperations {
  /** Sends a message to all other tabs. It never throws, and no tab confirms it. */
  readonly tell: (message: OperationMessage) => void;
  /**
   * Asks whether this tab may send an operation for the call. The lock is also released when the tab
   * is closed or crashes. If the browser refuses locks, or does not answer within 300 ms, this tab
   * may send the operation as if there were no other tab. It never rejects.
   *
   * @param timeout how long to wait while another tab holds the lock, in ms. 0 does not wait.
   * @returns a function that releases the lock, or undefined when another tab keeps the lock
   */
  readonly lock: (callId: CallId, timeout: number) => Promise<(() => void) | undefined>;
}
