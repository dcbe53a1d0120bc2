import type { CometD, Message, SubscriptionHandle } from 'cometd';
import type { AgentDesktopError } from '../model/errors.ts';
import { requestError } from './answerError.ts';
import type { LinkListener } from './notificationLink.ts';
import { watchResends } from './watchResends.ts';

const mostHandshakesWithoutConnect = 3;
const handshakeAgainWithin = 500; // ms

/**
 * Follows one CometD client: subscribes in every successful handshake (the library forgets
 * subscriptions at each), and tells when messages flow and when they do not.
 *
 * @param onDead the client gave up, or has to be given up: nothing more will come of it
 * @returns a function that stops following; the client itself is left as it is
 */
export function followCometd(
  cometd: CometD,
  channel: string,
  listener: LinkListener,
  onDead: (error: AgentDesktopError) => void,
): () => void {
  let subscription: SubscriptionHandle | undefined;
  let isSubscribed = false;
  let isConnected = false;
  let isOver = false;
  let handshakesWithoutConnect = 0;
  let heardAt = Date.now();

  const openIfReady = (): void => {
    if (isSubscribed && isConnected) listener.onOpen();
  };

  const hear = (message: Message): void => {
    // What was on its way when the link was closed.
    if (!isOver) listener.onMessage(message);
  };

  const subscribe = (): void => {
    const current = (subscription = cometd.subscribe(channel, hear, (reply) => {
      if (isOver || subscription !== current) return;
      isSubscribed = reply.successful === true;
      openIfReady();
      if (isSubscribed) return;
      // "Connected" but deaf. A client that is unknown is about to shake hands again; other than
      // that the library does not try again by itself.
      const error = errorOf(reply);
      listener.onDown(error, heardAt);
      setTimeout(() => {
        if (!isOver && subscription === current) onDead(error);
      }, handshakeAgainWithin);
    }));
  };

  const fail = (message: Message): void => {
    isConnected = false;
    const error = errorOf(message);
    listener.onDown(error, heardAt);
    // The library decides after its listeners ran whether it goes on by itself.
    setTimeout(() => {
      if (!isOver && (error.code === 'no-permission' || cometd.isDisconnected())) onDead(error);
    }, 0);
  };

  const handles = [
    cometd.addListener('/meta/handshake', (message) => {
      subscription = undefined;
      isSubscribed = false;
      isConnected = false;
      if (!message.successful) {
        fail(message);
        return;
      }
      handshakesWithoutConnect += 1;
      if (handshakesWithoutConnect <= mostHandshakesWithoutConnect) subscribe();
      else onDead(requestError('cookies-blocked'));
    }),
    cometd.addListener('/meta/connect', (message) => {
      if (!message.successful) {
        fail(message);
        return;
      }
      heardAt = Date.now();
      listener.onHeard?.();
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

  // News may have been lost with a poll, as if the link had been down.
  const resends = watchResends(`${cometd.getURL()}/`, openIfReady);

  return () => {
    isOver = true;
    resends?.disconnect();
    for (const handle of handles) cometd.removeListener(handle);
    // Also while it is asked for: it may be granted yet.
    if (subscription && !cometd.isDisconnected()) cometd.unsubscribe(subscription);
  };
}

function errorOf(message: Message): AgentDesktopError {
  // The library documents `failure` in its manual, not in its types; every field is checked.
  const { failure } = message as {
    readonly failure?: { readonly httpCode?: number; readonly exception?: unknown };
  };
  const httpStatus = failure?.httpCode;
  // Who is signed out is for REST to tell: there fresh headers are tried first.
  const isRefused = httpStatus === 401 || httpStatus === 403;
  return requestError(
    isRefused ? 'no-permission' : httpStatus === 200 ? 'unexpected-response' : 'network',
    {
      httpStatus,
      // Of an answer that is no JSON, an engine's error repeats the beginning.
      cause: httpStatus === 200 ? undefined : failure?.exception,
    },
  );
}
