import type { CometD, Extension, Message } from 'cometd';
import { steadyNow } from '../model/steadyClock.ts';

/** Both in ms. */
export interface HeartbeatOptions {
  /** How long the server is asked to hold each /meta/connect. */
  readonly hold: number;
  /** How long after `hold` the answer may arrive. */
  readonly grace: number;
}

/** The longest pause of the CometD library between two attempts, in ms. */
export const longestPause = 6_000;

/**
 * How long a client pauses between two `/meta/connect` requests when the browser has several clients
 * of the server, in ms. Java CometD holds the request of one client, answers those of the others at
 * once, and advises a pause of two seconds, so that each event reaches them up to two seconds late.
 * A client that was closed a moment ago is still counted as one of several.
 */
const pauseOfOneOfSeveral = 500;

/** How long the library itself waits for the answer to a request that the server does not hold, in ms. */
const networkDelay = 10_000;

/**
 * Notices a connection that no longer carries data although it was not closed. Each /meta/connect
 * asks to be answered after `hold`. A request that is overdue is aborted, so that the library tries
 * again. From the first handshake to `stop` the heartbeat always waits for something: for an
 * answer, or for the next request of the library. So it also notices a library that hangs or has
 * stopped.
 *
 * @param onOverdue is called when an answer is overdue, with how often in a row that has happened
 *   and when the server last answered
 */
export function createHeartbeat(
  cometd: CometD,
  { hold, grace }: HeartbeatOptions,
  onOverdue: (times: number, heardAt: number) => void,
): Extension & { readonly stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The library may still send something after the heartbeat was stopped. */
  let isStopped = false;
  let overdue = 0;
  let heardAt = steadyNow();
  /** How long the server wants a client to pause after each answer. */
  let interval = 0;

  const expectWithin = (delay: number): void => {
    clearTimeout(timer);
    if (isStopped) return;
    timer = setTimeout(() => {
      // The timer starts again each time, because the next connection of the browser may hang, too.
      expectWithin(grace);
      onOverdue((overdue += 1), heardAt);
      cometd.getTransport()?.abort();
    }, delay);
  };

  const follow = ({ successful, advice }: Message): void => {
    // The library, too, replaces the old advice as a whole.
    if (advice) interval = advice.interval ?? 0;
    // The library sends the next request by itself after this pause, so the pause is added. At most
    // `hold` is added, because an event that happens in a longer pause arrives too late.
    expectWithin((successful ? Math.min(interval, hold) : longestPause) + grace);
  };

  const handles = [
    cometd.addListener('/meta/handshake', follow),
    cometd.addListener('/meta/connect', (message) => {
      if (message.successful) {
        overdue = 0;
        heardAt = steadyNow();
      }
      follow(message);
    }),
  ];

  return {
    incoming: (message: Message): Message => {
      const { advice } = message;
      if (advice?.['multiple-clients'] && advice.interval !== undefined)
        advice.interval = Math.min(advice.interval, pauseOfOneOfSeveral);
      return message;
    },
    outgoing: (message: Message): Message => {
      if (message.channel === '/meta/connect') {
        const { timeout = hold } = (message.advice ??= { timeout: hold });
        expectWithin(timeout + grace);
      } else if (message.channel === '/meta/handshake') {
        expectWithin(networkDelay + grace);
      }
      return message;
    },
    stop: () => {
      isStopped = true;
      for (const handle of handles) cometd.removeListener(handle);
      clearTimeout(timer);
    },
  };
}
