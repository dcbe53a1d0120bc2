import type { CometD, Extension, Message } from 'cometd';

/** Both in ms. */
export interface HeartbeatOptions {
  /** How long the server is asked to hold each /meta/connect. */
  readonly hold: number;
  /** How much later than that its answer may come. */
  readonly grace: number;
}

/** The library's longest pause between two tries, in ms. */
export const longestPause = 6_000;

/**
 * Notices a link that died without a word. Each /meta/connect asks to be answered after `hold`;
 * one that is overdue is aborted, so that the library tries again.
 *
 * @param onOverdue is told how often in a row that happened, and when the link was last heard
 */
export function createHeartbeat(
  cometd: CometD,
  { hold, grace }: HeartbeatOptions,
  onOverdue: (times: number, heardAt: number) => void,
): Extension & { readonly stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let overdue = 0;
  let heardAt = Date.now();

  const arm = (delay: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // Again and again: pooled sockets may be as dead as this one.
      arm(grace);
      onOverdue((overdue += 1), heardAt);
      cometd.getTransport()?.abort();
    }, delay);
  };

  const handle = cometd.addListener('/meta/connect', ({ successful }) => {
    if (successful) {
      overdue = 0;
      heardAt = Date.now();
      clearTimeout(timer);
    } else {
      // The library tries again by itself, after a pause that is not silence.
      arm(longestPause + grace);
    }
  });

  return {
    outgoing: (message: Message): Message => {
      if (message.channel === '/meta/connect') {
        const { timeout = hold } = (message.advice ??= { timeout: hold });
        arm(timeout + grace);
      }
      return message;
    },
    stop: () => {
      cometd.removeListener(handle);
      clearTimeout(timer);
    },
  };
}
