import type { AgentDesktopErrorCode } from './errors.ts';

/**
 * What the tabs of one user tell each other about reading all calls. One of them, the leader, has
 * the connection. It reads the calls, and passes the answer on to the other tabs.
 *
 * The leader passes its notifications on over the same channel, and a channel delivers the messages of
 * one tab in the order in which they were sent. So when a tab receives `asked`, it has received every
 * notification that the leader had before its request, and none that came later. That is why each tab
 * gives the read the place in its order of events at which it has received `asked`.
 */
export type ReadMessage =
  /** To the leader: the calls have to be read. */
  | { readonly type: 'wanted' }
  /** From the leader: the read that is wanted begins when the one under way has ended. */
  | { readonly type: 'queued' }
  /** From the leader: it asks the server now. */
  | {
      readonly type: 'asked';
      readonly key: ReadKey;
      /** When the leader asked, by the clock that all tabs of a computer share (epoch ms). */
      readonly at: number;
    }
  /** From the leader: the answer of the server, unchanged. */
  | { readonly type: 'answered'; readonly key: ReadKey; readonly answer: unknown }
  /** From the leader: why there is no answer. */
  | {
      readonly type: 'failed';
      readonly key: ReadKey;
      readonly code: AgentDesktopErrorCode;
      readonly text: string;
      /** For how long the server asks for no requests, in ms. */
      readonly retryAfter?: number;
    };

/** Names one read of one tab. No other read of any tab has the same key. */
type ReadKey = string;
