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
 * @param onOverdue is told how often in a row that happened
 */
export function createHeartbeat(
  cometd: CometD,
  { hold, grace }: HeartbeatOptions,
  onOverdue: (times: number) => void,
): Extension & { readonly stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let overdue = 0;

  const arm = (delay: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      overdue += 1;
      // Again and again: pooled sockets may be as dead as this one.
      arm(grace);
      onOverdue(overdue);
      cometd.getTransport()?.abort();
    }, delay);
  };

  const stop = (): void => {
    clearTimeout(timer);
  };

  return {
    outgoing: (message: Message): Message => {
      if (message.channel !== '/meta/connect') return message;
      message.advice ??= { timeout: hold };
      arm((message.advice.timeout ?? hold) + grace);
      return message;
    },
    incoming: (message: Message): Message => {
      if (message.channel !== '/meta/connect') return message;
      overdue = 0;
      stop();
      return message;
    },
    stop,
  };
}
