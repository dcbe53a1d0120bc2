import type { Advice, CometD, Extension, Message } from 'cometd';
import { steadyNow } from '../model/steadyClock.ts';
import { decimal } from '../protocol/fields.ts';

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

/**
 * A server, or a gateway before it, that does not hold a `/meta/connect` answers it in less than this
 * time, or than half of the hold. In ms.
 */
const notHeld = 500;
/** After so many such answers in a row, none of them with a notification, it is no coincidence. */
const mostNotHeld = 10;

/** How long the library itself waits for the answer to a request that the server does not hold, in ms. */
const networkDelay = 10_000;

/**
 * Notices a connection that no longer carries data although it was not closed. Each /meta/connect
 * asks to be answered after `hold`. A request that is overdue is aborted, so that the library tries
 * again. From the first handshake to `stop` the heartbeat always waits for something: for an
 * answer, or for the next request of the library. So it also notices a library that hangs or has
 * stopped.
 *
 * It also keeps the library from asking without a pause. If a server answers each /meta/connect at
 * once, the library would send hundreds a second, and the agent's browser would do nothing else.
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
  let sentAt = 0;
  /** How many /meta/connect in a row were answered at once and with nothing else. */
  let inARow = 0;
  let isWithNews = false;
  /** What the server has advised, while a pause is made that it has not asked for. */
  let advised: Advice | undefined;

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

  /** Makes the library pause while the server does not hold its requests. */
  const pauseIfNotHeld = (message: Message): void => {
    const isAtOnce =
      message.successful && !isWithNews && steadyNow() - sentAt < Math.min(notHeld, hold / 2);
    isWithNews = false;
    inARow = isAtOnce ? inARow + 1 : 0;
    const before = message.advice ?? advised;
    if (inARow < mostNotHeld) {
      if (before) message.advice = before;
      advised = undefined;
      return;
    }
    advised = before ?? cometd.getAdvice();
    message.advice = { ...advised, interval: Math.max(advised.interval ?? 0, pauseOfOneOfSeveral) };
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
      if (advice) {
        // The library adds this to its own pauses. If it is no number, the sum is none either.
        const said = decimal(advice.interval) ?? 0;
        advice.interval = advice['multiple-clients'] ? Math.min(said, pauseOfOneOfSeveral) : said;
      }
      if (message.channel === '/meta/connect') pauseIfNotHeld(message);
      else isWithNews = true;
      // The library begins a session with the advice that the handshake brings.
      if (message.channel === '/meta/handshake') advised = undefined;
      return message;
    },
    outgoing: (message: Message): Message => {
      if (message.channel === '/meta/connect') {
        sentAt = steadyNow();
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
