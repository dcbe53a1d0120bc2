/** A channel to the other tabs of this browser. */
export interface Channel {
  /** Sends a message to the other tabs. It never throws: a message that cannot be sent is dropped. */
  readonly post: (message: object) => void;
  /** From now on this is called with the messages of the other tabs. */
  readonly listen: (onMessage: (data: unknown) => void) => void;
  readonly close: () => void;
}

/**
 * Opens a `BroadcastChannel`. It returns undefined where there is none, as in an old browser, or
 * where the page may not use it or listen to it, as in a sandboxed frame.
 */
export function openChannel(name: string): Channel | undefined {
  try {
    const channel = new BroadcastChannel(name);
    let receive: ((data: unknown) => void) | undefined;
    channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      receive?.(data);
    });
    return {
      post: (message) => {
        try {
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel never leaves its origin
          channel.postMessage(message);
        } catch {
          // The channel is closed, or the message contains something that the browser cannot copy.
        }
      },
      listen: (onMessage) => {
        receive = onMessage;
      },
      close: () => {
        receive = undefined;
        try {
          channel.close();
        } catch {
          // The browser has taken the channel away from the page meanwhile.
        }
      },
    };
  } catch {
    return undefined;
  }
}
