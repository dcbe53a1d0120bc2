import type { AgentDesktopErrorCode } from './errors.ts';

/**
 * What the tabs of one user tell each other about reading all calls. One of them, the leader, has
 * the connection; it reads, and hands the answer to the others.
 *
 * The leader passes its notifications on over the same channel, and a channel keeps the order in
 * which one tab speaks. So whoever hears `asked` has heard before it every notification that the
 * leader had received before it asked, and none of those that came after. The answer therefore takes
 * its place in each tab's order of events where `asked` was heard.
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
      /** How long the server asks to be left alone, in ms. */
      readonly retryAfter?: number;
    };

/** Names one read of one tab. No other read of any tab has the same key. */
type ReadKey = string;
