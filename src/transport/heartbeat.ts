import type { CometD, Extension, Message } from 'cometd';

/** Both in ms. */
export interface HeartbeatOptions {
  /** How long the server is asked to hold each /meta/connect. */
  readonly hold: number;
  /** How much later than that its answer may come. */
  readonly grace: number;
}

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

  const stop = (): void => {
    clearTimeout(timer);
  };

  const arm = (delay: number): void => {
    stop();
    timer = setTimeout(() => {
      // Again and again: pooled sockets may be as dead as this one.
      arm(grace);
      onOverdue((overdue += 1), heardAt);
      cometd.getTransport()?.abort();
    }, delay);
  };

  return {
    outgoing: (message: Message): Message => {
      if (message.channel === '/meta/connect') {
        message.advice ??= { timeout: hold };
        arm((message.advice.timeout ?? hold) + grace);
      }
      return message;
    },
    incoming: (message: Message): Message => {
      if (message.channel === '/meta/connect') {
        overdue = 0;
        heardAt = Date.now();
        stop();
      }
      return message;
    },
    stop,
  };
}
