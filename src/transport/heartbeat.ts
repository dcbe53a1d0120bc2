import type { CometD, Extension, Message } from 'cometd';
import { steadyNow } from '../model/steadyClock.ts';

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
 * How long a client waits between two connects that is not the only one of its browser, in ms. Java
 * CometD holds the poll of one of them, answers the others at once and advises two seconds, by
 * which each event reaches them late. One that was closed a moment ago counts for up to a hold.
 */
const pauseOfOneOfSeveral = 500;

/** How long the library itself waits for an answer to what is not held, in ms. */
const networkDelay = 10_000;

/**
 * Notices a connection that no longer carries data although it was not closed. Each /meta/connect
 * asks to be answered after `hold`. A request that is overdue is aborted, so that the library tries
 * again. From the first handshake to `stop` the heartbeat always waits for something: for an
 * answer, or for the next request of the library. So it also notices a library that hangs or has
 * stopped.
 *
 * @param onOverdue is told how often in a row that happened, and when the link was last heard
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
      // It is expected again each time, because other open connections may hang like this one.
      expectWithin(grace);
      onOverdue((overdue += 1), heardAt);
      cometd.getTransport()?.abort();
    }, delay);
  };

  const follow = ({ successful, advice }: Message): void => {
    // The library takes each advice as a whole, too.
    if (advice) interval = advice.interval ?? 0;
    // It asks again by itself, after a pause that is not silence. What happens in a pause that is
    // longer than `hold` would be told too late.
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
