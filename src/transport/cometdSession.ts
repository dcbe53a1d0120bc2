import type { CometD, Message, SubscriptionHandle } from 'cometd';
import { AgentDesktopError } from '../model/errors.ts';

export interface SessionListener {
  /** Subscribed, and messages flow. */
  readonly onOpen: () => void;
  readonly onMessage: (message: unknown) => void;
  /** Nothing can be heard for now. */
  readonly onDown: (error: AgentDesktopError) => void;
  /** The client gave up, or has to be given up: nothing more will come of it. */
  readonly onDead: (error: AgentDesktopError) => void;
}

/** A failed meta message carries more than the library's types say. */
interface Failure {
  readonly httpCode?: number;
  readonly exception?: unknown;
  readonly reason?: unknown;
}

const subscribeAgainAfter = 1_000; // ms
const mostHandshakesWithoutConnect = 3;

/**
 * Follows one CometD client: subscribes in every successful handshake (the library forgets
 * subscriptions at each), and tells apart *open*, *down* and *dead*.
 *
 * @returns a function that stops following; the client itself is left as it is
 */
export function followCometd(
  cometd: CometD,
  channel: string,
  listener: SessionListener,
): () => void {
  let subscription: SubscriptionHandle | undefined;
  let isSubscribed = false;
  let isConnected = false;
  let isOver = false;
  let handshakes = 0;
  let handshakesWithoutConnect = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const openIfReady = (): void => {
    if (isSubscribed && isConnected) listener.onOpen();
  };

  const subscribe = (): void => {
    const handshake = handshakes;
    const isCurrent = (): boolean => !isOver && handshake === handshakes;
    subscription = cometd.subscribe(
      channel,
      (message) => {
        if (!isOver) listener.onMessage(message);
      },
      (reply) => {
        if (!isCurrent()) return;
        if (reply.successful) {
          isSubscribed = true;
          openIfReady();
          return;
        }
        // "Connected" but deaf: the library does not try this again by itself.
        listener.onDown(errorOf(reply));
        timer = setTimeout(() => {
          if (isCurrent() && !isSubscribed) subscribe();
        }, subscribeAgainAfter);
      },
    );
  };

  const fail = (message: Message): void => {
    isConnected = false;
    const error = errorOf(message);
    listener.onDown(error);
    const isRefused = error.code === 'not-signed-in';
    // The library decides after its listeners ran whether it goes on by itself.
    setTimeout(() => {
      if (!isOver && (isRefused || cometd.isDisconnected())) listener.onDead(error);
    }, 0);
  };

  const handles = [
    cometd.addListener('/meta/handshake', (message) => {
      isSubscribed = false;
      isConnected = false;
      if (!message.successful) {
        fail(message);
        return;
      }
      handshakes += 1;
      handshakesWithoutConnect += 1;
      if (handshakesWithoutConnect > mostHandshakesWithoutConnect) {
        listener.onDead(cookiesBlocked());
        return;
      }
      subscribe();
    }),
    cometd.addListener('/meta/connect', (message) => {
      if (!message.successful) {
        fail(message);
        return;
      }
      handshakesWithoutConnect = 0;
      if (isConnected) return;
      isConnected = true;
      openIfReady();
    }),
  ];

  // A host's own client may be connected already, and then shakes hands no more.
  if (!cometd.isDisconnected() && cometd.getClientId()) {
    isConnected = true;
    subscribe();
  }

  return () => {
    isOver = true;
    clearTimeout(timer);
    for (const handle of handles) cometd.removeListener(handle);
    if (subscription && isSubscribed && !cometd.isDisconnected()) cometd.unsubscribe(subscription);
  };
}

function errorOf(message: Message): AgentDesktopError {
  // The library documents `failure` in its manual, not in its types; every field is checked.
  const failure = (message as { readonly failure?: Failure }).failure;
  const httpCode = failure?.httpCode;
  if (httpCode === 401 || httpCode === 403) {
    return new AgentDesktopError(
      'not-signed-in',
      `The server refused the notifications (HTTP ${httpCode}), so changes cannot be heard. Sign in again.`,
      { httpStatus: httpCode },
    );
  }
  const details = { cause: failure?.exception, ...(httpCode && { httpStatus: httpCode }) };
  return httpCode === 200
    ? new AgentDesktopError(
        'unexpected-response',
        'Something other than CometD answered, so changes cannot be heard. Check baseUrl, and whether a proxy or a sign-in page answered.',
        details,
      )
    : new AgentDesktopError(
        'network',
        `The link for notifications is down (${message.error ?? (httpCode ? `HTTP ${httpCode}` : 'no answer')}), so changes cannot be heard. It is being mended.`,
        details,
      );
}

function cookiesBlocked(): AgentDesktopError {
  return new AgentDesktopError(
    'cookies-blocked',
    'The server forgets this client after every handshake, so changes cannot be heard. Check that its cookies are not blocked as third-party cookies, and that the load balancer keeps sessions sticky.',
  );
}
