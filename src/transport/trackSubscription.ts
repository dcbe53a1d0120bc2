import type { CometD, Message, SubscriptionHandle } from 'cometd';
import { AgentDesktopError } from '../model/errors.ts';
import { steadyNow } from '../model/steadyClock.ts';
import { requestError } from '../model/requestError.ts';
import { signedOutStatuses } from './answerError.ts';
import type { LinkListener } from './notificationLink.ts';
import { pathOf } from './serverAddress.ts';
import { phaseAfter, type SubscriptionEvent, type SubscriptionPhase } from './subscriptionPhase.ts';
import { watchResends } from './watchResends.ts';

const mostHandshakesInVain = 3;
/** A session that has lasted longer than this was not in vain, even if no poll of it was held. In ms. */
const inVainWithin = 5_000;
const handshakeAgainWithin = 500; // ms

/** What the caller of `trackSubscription` can do. */
export interface SubscriptionTracker {
  /** Subscribes again when the client is connected and has no subscription. */
  readonly subscribeAgain: () => void;
  /** Unsubscribes. The client itself is not disconnected. */
  readonly stop: () => void;
}

/**
 * Keeps one CometD client subscribed, and reports whether notifications arrive. It subscribes after
 * every successful handshake, because the library forgets its subscriptions then.
 *
 * @param onDead is called when the client has stopped trying or has to be replaced, so that no
 *   notification will arrive unless the caller acts
 */
export function trackSubscription(
  cometd: CometD,
  channel: string,
  listener: LinkListener,
  onDead: (error: AgentDesktopError) => void,
): SubscriptionTracker {
  let phase: SubscriptionPhase = 'unproven';
  let subscription: SubscriptionHandle | undefined;
  /** The server has ended this subscription, and the library still has it. */
  let ended: SubscriptionHandle | undefined;
  /** The handshakes in a row after which the session ended almost at once. */
  let handshakesInVain = 0;
  /** The `/meta/connect` that were answered with success since the last handshake. */
  let connects = 0;
  let shookHandsAt = steadyNow();
  let heardAt = steadyNow();

  const advance = (event: SubscriptionEvent): void => {
    const before = phase;
    phase = phaseAfter(before, event);
    if (phase === 'receiving' && before !== 'receiving') listener.onOpen();
  };

  /** The library acts on an answer only after its listeners have run. */
  const later = (act: () => void, delay = 0): void => {
    setTimeout(() => {
      if (phase !== 'stopped') act();
    }, delay);
  };

  /**
   * The session or the subscription has ended, and the library does not begin another one by itself.
   */
  const lose = (error: AgentDesktopError): void => {
    advance('session-ended');
    subscription = undefined;
    listener.onDown(error, heardAt);
    later(() => {
      onDead(error);
    });
  };

  /**
   * Whether the library sends another request after a successful answer. With the advice `none`, which
   * Java CometD 3.1 gives when it has ended a session, the library stops without a report. With any
   * other advice than `retry` it throws, and then hangs. It acts on the latest advice of any message,
   * even of one that carries a notification.
   */
  const doesGoOn = (): boolean => (cometd.getAdvice().reconnect || 'retry') === 'retry';

  const fail = (message: Message): void => {
    advance('connect-failed');
    const error = errorOf(message, pathOf(cometd.getURL()));
    listener.onDown(error, heardAt);
    later(() => {
      if (error.code === 'no-permission' || cometd.isDisconnected()) onDead(error);
    });
  };

  const subscribe = (): void => {
    const receive = (message: Message): void => {
      // A message may still arrive after the link was closed.
      if (phase !== 'stopped') listener.onMessage(message);
    };
    const current = (subscription = cometd.subscribe(channel, receive, (reply) => {
      if (phase === 'stopped' || subscription !== current) return;
      if (!reply.successful) takeRefusal(reply, current);
      else if (doesGoOn()) advance('subscription-granted');
      else lose(endOf());
    }));
  };

  /**
   * The client stays connected, but receives no notifications. If the server does not know the client,
   * the library soon begins a new handshake. Otherwise it does not try again by itself.
   */
  const takeRefusal = (reply: Message, refused: SubscriptionHandle): void => {
    const error = errorOf(reply, pathOf(cometd.getURL()));
    listener.onDown(error, heardAt);
    later(() => {
      if (subscription !== refused) return;
      subscription = undefined;
      onDead(error);
    }, handshakeAgainWithin);
  };

  /**
   * The server has ended the subscription, and the client stays connected. Nobody here has asked for
   * that, because this code does not listen any more when it unsubscribes.
   */
  const loseSubscription = (error: AgentDesktopError): void => {
    if (phase !== 'granted' && phase !== 'receiving') return;
    ended = subscription;
    lose(error);
  };

  const isOurs = ({ subscription: channels }: Message): boolean =>
    [channels].flat().includes(channel);

  const takeConnect = (): void => {
    heardAt = steadyNow();
    listener.onHeard?.();
    connects += 1;
    // The first one after a handshake is not held. It is answered even where the next one reaches
    // another node of the server, which does not know the client.
    if (connects > 1) handshakesInVain = 0;
    advance('connect-answered');
    // The library may stop although no message says so.
    later(() => {
      if (phase !== 'unproven' && cometd.isDisconnected())
        lose(requestError('network', { happened: 'The notification client has disconnected.' }));
    });
  };

  const handles = [
    cometd.addListener('/meta/handshake', (message) => {
      advance('session-ended');
      subscription = undefined;
      ended = undefined;
      if (!message.successful) {
        fail(message);
      } else if (!doesGoOn()) {
        lose(endOf());
      } else {
        const wasLong = connects > 0 && steadyNow() - shookHandsAt > inVainWithin;
        handshakesInVain = wasLong ? 1 : handshakesInVain + 1;
        connects = 0;
        shookHandsAt = steadyNow();
        if (handshakesInVain <= mostHandshakesInVain) subscribe();
        else onDead(requestError('cookies-blocked', { path: pathOf(cometd.getURL()) }));
      }
    }),
    cometd.addListener('/meta/connect', (message) => {
      if (!message.successful) fail(message);
      else if (!doesGoOn()) lose(endOf());
      // The answer to a request of the last session may arrive after the end of that session.
      else if (!cometd.isDisconnected()) takeConnect();
    }),
    // This code never disconnects while it listens, so the server or the host has ended the session.
    cometd.addListener('/meta/disconnect', () => lose(endOf())),
    cometd.addListener('/meta/unsubscribe', (message) => {
      if (message.successful && isOurs(message)) loseSubscription(endOf('subscription'));
    }),
    // After any refusal the library forgets every subscription to the channel, even one that was
    // granted before.
    cometd.addListener('/meta/subscribe', (message) => {
      if (!message.successful && isOurs(message))
        loseSubscription(errorOf(message, pathOf(cometd.getURL())));
    }),
  ];

  // The client of a host may be connected already, and then there is no handshake to wait for. It
  // sends `/meta/connect` all the time, so that counts as answered. If its session has ended, the
  // answer to the subscription shows it.
  if (isConnected(cometd)) {
    advance('connect-answered');
    subscribe();
  }

  const resends = watchResends(`${cometd.getURL()}/`, () => {
    // Notifications may be lost with a request that the browser sent twice. So the calls are read as
    // after a loss of the connection.
    if (phase === 'receiving') listener.onOpen();
  });

  return {
    subscribeAgain: () => {
      handshakesInVain = 0;
      if (subscription || !isConnected(cometd)) return;
      // Both messages go into one request, because two requests may overtake each other. The library
      // would not ask the server for a subscription that it still has.
      cometd.batch(() => {
        if (ended) cometd.unsubscribe(ended);
        ended = undefined;
        subscribe();
      });
    },
    stop: () => {
      phase = 'stopped';
      resends?.disconnect();
      for (const handle of handles) cometd.removeListener(handle);
      // The subscription may still be granted, so this happens even before the server has answered.
      if (subscription && !cometd.isDisconnected()) cometd.unsubscribe(subscription);
    },
  };
}

function isConnected(cometd: CometD): boolean {
  return !cometd.isDisconnected() && cometd.getClientId() !== null;
}

/** The error for a successful answer that ends the session, or only the subscription. */
function endOf(what: 'session' | 'subscription' = 'session'): AgentDesktopError {
  return requestError('network', { happened: `The server ended the notification ${what}.` });
}

function errorOf({ error, ...message }: Message, path: string): AgentDesktopError {
  // The library documents `failure` in its manual, not in its types; every field is checked.
  const { failure } = message as {
    readonly failure?: { readonly httpCode?: number; readonly exception?: unknown };
  };
  // The long-polling of this library passes on the error that it has made.
  if (failure?.exception instanceof AgentDesktopError) return failure.exception;
  const httpStatus = failure?.httpCode;
  // This does not count as signed out, because a REST request first tries new headers of the host.
  const isRefused = httpStatus === 403 || signedOutStatuses[httpStatus ?? 0] !== undefined;
  // Only the code is taken from the text of the server, e.g. 402 from `402::Unknown client`.
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
      // Without a `failure` the server itself has answered, so the address is right and not shown.
      path: failure && path,
      // When an answer is not JSON, the error of the JavaScript engine quotes its beginning.
      cause: httpStatus === 200 ? undefined : failure?.exception,
      ...(bayeuxCode && { happened: `The server refused a notification request (${bayeuxCode}).` }),
    },
  );
}
