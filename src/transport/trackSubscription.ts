import type { Advice, CometD, Message, SubscriptionHandle } from 'cometd';
import { AgentDesktopError } from '../model/errors.ts';
import { steadyNow } from '../model/steadyClock.ts';
import { requestError } from '../model/requestError.ts';
import type { LinkListener } from './notificationLink.ts';
import { pathOf } from './serverAddress.ts';
import { watchResends } from './watchResends.ts';

const mostHandshakesWithoutConnect = 3;
const handshakeAgainWithin = 500; // ms

/**
 * What the server has proven of the client's present session. That *this* subscription hears takes
 * two answers within one session, in either order: it granted the subscription, and it answered a
 * /meta/connect with success and without the advice to stop. Each later answer to a /meta/connect
 * renews the proof; the heartbeat sees to it that there is one after each `hold + grace`.
 */
type Proof = 'nothing' | 'granted' | 'answered' | 'hears';

const onGrant = {
  nothing: 'granted',
  granted: 'granted',
  answered: 'hears',
  hears: 'hears',
} as const satisfies Record<Proof, Proof>;

const onAnswer = {
  nothing: 'answered',
  granted: 'hears',
  answered: 'answered',
  hears: 'hears',
} as const satisfies Record<Proof, Proof>;

/** The library asks again by itself, in the same session: what was granted stays. */
const onFailure = {
  nothing: 'nothing',
  granted: 'granted',
  answered: 'nothing',
  hears: 'granted',
} as const satisfies Record<Proof, Proof>;

/** What somebody who follows a client can do. */
export interface SubscriptionTracker {
  /** Asks for the subscription again where the client is connected and has none. */
  readonly subscribeAgain: () => void;
  /** Stops following. The client itself is left as it is. */
  readonly stop: () => void;
}

/**
 * Follows one CometD client: subscribes in every successful handshake (the library forgets
 * subscriptions at each), and tells when messages flow and when they do not.
 *
 * @param onDead the client gave up, or has to be given up: unless somebody helps, nothing more will
 *   come of it
 */
export function trackSubscription(
  cometd: CometD,
  channel: string,
  listener: LinkListener,
  onDead: (error: AgentDesktopError) => void,
): SubscriptionTracker {
  let subscription: SubscriptionHandle | undefined;
  let proof: Proof = 'nothing';
  let isOver = false;
  let handshakesWithoutConnect = 0;
  let heardAt = steadyNow();
  /** The library does as the latest advice says, on whichever answer that came. */
  let advice: Advice | undefined;

  const openIfHeard = (): void => {
    if (proof === 'hears') listener.onOpen();
  };

  const hear = (message: Message): void => {
    // What was on its way when the link was closed.
    if (!isOver) listener.onMessage(message);
  };

  /** The session is over, and the library does not begin another by itself. */
  const lose = (error: AgentDesktopError): void => {
    proof = 'nothing';
    subscription = undefined;
    listener.onDown(error, heardAt);
    // After the library has stopped: it does so once its listeners ran.
    setTimeout(() => {
      if (!isOver) onDead(error);
    }, 0);
  };

  /**
   * Whether the library asks again after a success. It stops without a word when it is told
   * `none`, which Java CometD 3.1 says of a session that it has ended, and after anything else but
   * `retry` it throws, and hangs.
   */
  const doesGoOn = (message: Message): boolean => {
    advice = message.advice ?? advice;
    return (advice?.reconnect ?? 'retry') === 'retry';
  };

  /** The library may have stopped for a reason that no message told. */
  const loseIfStopped = (): void => {
    setTimeout(() => {
      if (!isOver && proof !== 'nothing' && cometd.isDisconnected())
        lose(requestError('network', { happened: 'The notification client has disconnected.' }));
    }, 0);
  };

  const subscribe = (): void => {
    const current = (subscription = cometd.subscribe(channel, hear, (reply) => {
      if (isOver || subscription !== current) return;
      if (reply.successful && !doesGoOn(reply)) {
        lose(endOf());
        return;
      }
      if (reply.successful) {
        const before = proof;
        proof = onGrant[before];
        if (proof !== before) openIfHeard();
        return;
      }
      // "Connected" but deaf. A client that is unknown is about to shake hands again; other than
      // that the library does not try again by itself.
      const error = errorOf(reply, pathOf(cometd.getURL()));
      listener.onDown(error, heardAt);
      setTimeout(() => {
        if (isOver || subscription !== current) return;
        subscription = undefined;
        onDead(error);
      }, handshakeAgainWithin);
    }));
  };

  const fail = (message: Message): void => {
    proof = onFailure[proof];
    const error = errorOf(message, pathOf(cometd.getURL()));
    listener.onDown(error, heardAt);
    // The library decides after its listeners ran whether it goes on by itself.
    setTimeout(() => {
      if (!isOver && (error.code === 'no-permission' || cometd.isDisconnected())) onDead(error);
    }, 0);
  };

  const handles = [
    cometd.addListener('/meta/handshake', (message) => {
      subscription = undefined;
      proof = 'nothing';
      advice = undefined;
      if (!message.successful) {
        fail(message);
        return;
      }
      if (!doesGoOn(message)) {
        lose(endOf());
        return;
      }
      handshakesWithoutConnect += 1;
      if (handshakesWithoutConnect <= mostHandshakesWithoutConnect) subscribe();
      else onDead(requestError('cookies-blocked', { path: pathOf(cometd.getURL()) }));
    }),
    cometd.addListener('/meta/connect', (message) => {
      if (!message.successful) {
        fail(message);
        return;
      }
      if (!doesGoOn(message)) {
        lose(endOf());
        return;
      }
      // The answer to a poll of a session that has ended may come after its end.
      if (cometd.isDisconnected()) return;
      heardAt = steadyNow();
      listener.onHeard?.();
      handshakesWithoutConnect = 0;
      const before = proof;
      proof = onAnswer[before];
      if (proof !== before) openIfHeard();
      loseIfStopped();
    }),
    // Nobody who follows asks for it: it comes from the server, or from the host whose client it is.
    cometd.addListener('/meta/disconnect', () => lose(endOf())),
  ];

  // A host's own client may be connected already, and then shakes hands no more. It asks all the
  // time; whether its session is still there shows in the answer to the subscription.
  if (isConnected(cometd)) {
    proof = 'answered';
    subscribe();
  }

  // News may have been lost with a poll, as if the link had been down.
  const resends = watchResends(`${cometd.getURL()}/`, openIfHeard);

  return {
    subscribeAgain: () => {
      handshakesWithoutConnect = 0;
      if (!subscription && isConnected(cometd)) subscribe();
    },
    stop: () => {
      isOver = true;
      resends?.disconnect();
      for (const handle of handles) cometd.removeListener(handle);
      // Also while it is asked for: it may be granted yet.
      if (subscription && !cometd.isDisconnected()) cometd.unsubscribe(subscription);
    },
  };
}

function isConnected(cometd: CometD): boolean {
  return !cometd.isDisconnected() && cometd.getClientId() !== null;
}

/** What an answer means that ends the session although nothing failed. */
function endOf(): AgentDesktopError {
  return requestError('network', { happened: 'The server ended the notification session.' });
}

function errorOf({ error, ...message }: Message, path: string): AgentDesktopError {
  // The library documents `failure` in its manual, not in its types; every field is checked.
  const { failure } = message as {
    readonly failure?: { readonly httpCode?: number; readonly exception?: unknown };
  };
  // What this library's own long-polling knows.
  if (failure?.exception instanceof AgentDesktopError) return failure.exception;
  const httpStatus = failure?.httpCode;
  // Who is signed out is for REST to tell: there fresh headers are tried first.
  const isRefused = httpStatus === 401 || httpStatus === 403;
  // Of what the server says only its code is taken, as in `402::Unknown client`.
  const bayeuxCode = typeof error === 'string' ? /^\d{3}/.exec(error)?.[0] : undefined;
  return requestError(
    isRefused
      ? 'no-permission'
      : httpStatus === 200
        ? 'unexpected-response'
        : httpStatus === 429
          ? 'server-busy'
          : 'network',
    {
      httpStatus,
      // Where the server answered, it was reached, and what it said is not about the address.
      path: failure && path,
      // Of an answer that is no JSON, an engine's error repeats the beginning.
      cause: httpStatus === 200 ? undefined : failure?.exception,
      ...(bayeuxCode && { happened: `The server refused a notification request (${bayeuxCode}).` }),
    },
  );
}
