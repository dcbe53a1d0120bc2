import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import cometdServer, { type ServerSession } from 'cometd-nodejs-server';
// The package has no `exports`, so Node needs the name of the file with its extension.
import ackExtension from 'cometd-nodejs-server/ack-extension.js';
import type { WireNotification } from '../testing/simulatedSwitch.ts';
import { cookiesOf } from './http.ts';
import type { HttpSession } from './session.ts';

export interface BayeuxOptions {
  /** Offers the acknowledge extension. A GWS may or may not. Default true. */
  readonly ack?: boolean | undefined;
  /** How long a /meta/connect is held. Default 30,000 ms, which is the usual value. */
  readonly timeout?: number | undefined;
  /** How long a client that sends nothing is kept. Default 10,000 ms. */
  readonly maxInterval?: number | undefined;
}

/**
 * The notifications: a real Bayeux server over long-polling that sends each agent their own events.
 */
export interface Bayeux {
  handle(request: IncomingMessage, response: ServerResponse, session: HttpSession): void;
  /**
   * Exists only where there is WebSocket. The session is found by the cookie, because a browser
   * sends no other credentials with a WebSocket.
   */
  readonly upgrade?:
    | ((request: IncomingMessage, socket: Duplex, head: Buffer, session: HttpSession) => void)
    | undefined;
  /** Sends a notification to every client of this agent that has subscribed to the channel. */
  deliver(userName: string, notification: WireNotification): void;
  /** Forgets every client, or those of one HTTP session. */
  forget(session?: HttpSession): void;
  readonly clientCount: number;
  close(): void;
}

export function createBayeux({ ack = true, timeout, maxInterval }: BayeuxOptions): Bayeux {
  const clients = new Map<string, { client: ServerSession; session: HttpSession }>();
  const polls = new Map<ServerResponse, HttpSession>();
  const signedIn = new WeakMap<object, HttpSession>();
  const server = cometdServer.createCometDServer({
    // The library treats an option that is present and undefined as a value.
    ...(timeout !== undefined && { timeout }),
    ...(maxInterval !== undefined && { maxInterval }),
    browserCookieName,
    browserCookiePath: '/',
    browserCookieSameSite: 'Lax',
  });
  if (ack) server.addExtension(new ackExtension.AcknowledgedMessagesExtension());
  // Agents may only subscribe. According to the documentation of Genesys, only the server
  // publishes.
  server.policy = { canPublish: (_client, _message, _channel, decide) => decide(undefined, false) };
  server.addListener('sessionAdded', (client: ServerSession) => {
    const session = signedIn.get(server.context.request);
    if (session !== undefined) clients.set(client.id, { client, session });
  });
  server.addListener('sessionRemoved', (client: ServerSession) => clients.delete(client.id));

  function forget(forgotten?: HttpSession): void {
    const isForgotten = ({ id }: HttpSession): boolean =>
      forgotten === undefined || forgotten.id === id;
    // The connections are broken first, so that the clients get no message that their session ends.
    for (const [response, session] of polls) if (isForgotten(session)) response.destroy();
    for (const { client, session } of clients.values()) {
      if (isForgotten(session)) client.disconnect();
    }
  }

  return {
    handle(request, response, session) {
      signedIn.set(request, session);
      polls.set(response, session);
      response.on('close', () => polls.delete(response));
      giveBrowserCookie(request, response);
      server.handle(request, response);
    },
    deliver(userName, { channel, data }) {
      // The channel is created each time, because idle channels are removed about every second.
      const names = [channel, ...server.createServerChannel(channel).wildNames];
      for (const { client, session } of clients.values()) {
        const isSubscribed = client.subscriptions.some(({ name }) => names.includes(name));
        if (session.userName === userName && isSubscribed) client.deliver(null, channel, data);
      }
    },
    forget,
    get clientCount() {
      return clients.size;
    },
    close() {
      // This also ends the timers of held long-polls, which would keep the process running.
      forget();
      server.close();
    },
  };
}

const browserCookieName = 'BAYEUX_BROWSER';

// When a handshake is also the sign-in, the library would overwrite the `Set-Cookie` of our session
// with its own cookie. So its cookie is set here first, beside that of the session.
function giveBrowserCookie(request: IncomingMessage, response: ServerResponse): void {
  if (cookiesOf(request).has(browserCookieName)) return;
  const cookie = `${browserCookieName}=${randomBytes(20).toString('hex')}`;
  request.headers.cookie = [request.headers.cookie, cookie].filter(Boolean).join('; ');
  response.appendHeader('Set-Cookie', `${cookie}; Path=/; HttpOnly; SameSite=Lax`);
}
