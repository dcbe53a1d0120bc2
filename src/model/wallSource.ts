import type { RecordingDoubt } from './callRecording.ts';

/**
 * Where a wall has its calls from. A host makes it: from its own backend, or from desktops with
 * `wallSourceOf`.
 *
 * A source answers each `subscribe` with a snapshot of all calls, tells every change after that, and
 * says something at least every `silentAfter` ms, even if it is only `heard`. While nothing comes for
 * longer, no row of the wall is shown as live. When something comes again, the wall subscribes anew,
 * because it cannot know what it has missed.
 */
export interface WallSource {
  /**
   * Begins to tell `listener` what happens, and returns a function that ends it. The listener takes
   * what a backend sent as it is, for example the result of `JSON.parse`: the wall checks it.
   *
   * @example
   * subscribe: (listener) => {
   *   const socket = new WebSocket('wss://backend.example/wall');
   *   socket.onmessage = ({ data }) => listener(JSON.parse(data));
   *   socket.onclose = () => listener({ type: 'lost' });
   *   return () => socket.close();
   * }
   */
  readonly subscribe: (listener: (message: WallMessage) => void) => () => void;
  /**
   * After how many ms without any message the source counts as silent. At least 1 s.
   * @defaultValue 30000
   */
  readonly silentAfter?: number | undefined;
}

/** What a source says. It may come over a network, so nothing in it is a function. */
export type WallMessage =
  /** All calls that there are. What was said before and is not in it is gone. */
  | { readonly type: 'snapshot'; readonly calls: readonly WallCall[] }
  /** A call that is new, or about which anything has changed: the whole of it. */
  | { readonly type: 'call'; readonly call: WallCall }
  /** Nobody reports this call any more. */
  | { readonly type: 'gone'; readonly id: string }
  /** Nothing has changed, and everything that was said still holds. */
  | { readonly type: 'heard' }
  /** The source does not hear its own server. Every row is marked until the next snapshot. */
  | {
      readonly type: 'lost';
      /** For how long it has not heard it, in ms. Left out: since the message before this one. */
      readonly notHeardFor?: number | undefined;
    };

/**
 * A call as a source describes it. Times are spans that ended when the message was made, because the
 * clocks of two computers need not agree.
 */
export interface WallCall {
  /**
   * Names the call among all calls of the wall. Where two agents may have calls of the same id, such
   * as two parties of one call, put the agent's id before it.
   */
  readonly id: string;
  /** Whose call it is, as supervisors know the agent. */
  readonly agent: string;
  /** What the call is, in a few words: the other party, the queue. */
  readonly label?: string | undefined;
  /** The call's `state` in the server's word. `Released` and `Completed` say that it is over. */
  readonly state?: string | undefined;
  /**
   * The call's `recordingState` in the server's word, or `None` where the server reports the call
   * without one. Any other word, and no word, is shown as unknown.
   */
  readonly recordingState: string;
  /** For how long it is known to have been in this state, in ms. */
  readonly inStateFor?: number | undefined;
  /**
   * Whether somebody was told when the state began. If not, `inStateFor` is shown as *at least*.
   * @defaultValue 'not-seen'
   */
  readonly beginning?: 'seen' | 'not-seen' | undefined;
  /**
   * For how long nobody has heard the server about this call, in ms: the agent's desktop has lost its
   * connection. Left out while it is heard.
   */
  readonly notHeardFor?: number | undefined;
  /** Why what the server said of it is in doubt. Left out while nothing contradicts it. */
  readonly doubt?: RecordingDoubt | undefined;
}
