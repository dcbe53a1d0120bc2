import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import cometdServer, { type ServerSession } from 'cometd-nodejs-server';
// The package has no exports map and ESM wants the extension.
import ackExtension from 'cometd-nodejs-server/ack-extension.js';
import type { WireNotification } from '../testing/simulatedSwitch.ts';
import { cookiesOf } from './http.ts';
import type { HttpSession } from './session.ts';

export interface BayeuxOptions {
  /** Offers the acknowledge extension. A GWS may or may not. Default true. */
  readonly ack?: boolean;
  /** How long a /meta/connect is held. Default 30,000 ms, as everywhere. */
  readonly timeout?: number;
  /** How long a client that says nothing is remembered. Default 10,000 ms. */
  readonly maxInterval?: number;
}

/** The notifications: a real Bayeux server, long-polling, one audience per agent. */
export interface Bayeux {
  handle(request: IncomingMessage, response: ServerResponse, session: HttpSession): void;
  /** Only where there is WebSocket. The session is the cookie's: a browser sends nothing else. */
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer, session: HttpSession): void;
  /** To every client of this agent that subscribed to the channel. */
  deliver(userName: string, notification: WireNotification): void;
  /** Forgets every client, or those of one HTTP session. */
  forget(session?: HttpSession): void;
  readonly clientCount: number;
  close(): void;
}

export function createBayeux({ ack = true, ...times }: BayeuxOptions): Bayeux {
  const clients = new Map<string, { client: ServerSession; session: HttpSession }>();
  const polls = new Map<ServerResponse, HttpSession>();
  const signedIn = new WeakMap<object, HttpSession>();
  const server = cometdServer.createCometDServer({
    ...times,
    browserCookieName,
    browserCookiePath: '/',
    browserCookieSameSite: 'Lax',
  });
  if (ack) server.addExtension(new ackExtension.AcknowledgedMessagesExtension());
  // Agents listen; only the server speaks. [D]
  server.policy = { canPublish: (_client, _message, _channel, decide) => decide(undefined, false) };
  server.addListener('sessionAdded', (client: ServerSession) => {
    const session = signedIn.get(server.context.request);
    if (session !== undefined) clients.set(client.id, { client, session });
  });
  server.addListener('sessionRemoved', (client: ServerSession) => clients.delete(client.id));

  function forget(forgotten?: HttpSession): void {
    const isForgotten = ({ id }: HttpSession): boolean =>
      forgotten === undefined || forgotten.id === id;
    // The connections break first: a client finds out by itself, it is not told goodbye.
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
      // A fresh channel each time: idle ones are swept away about every second.
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
      // Also ends the timers of suspended long-polls, which would hold the process.
      forget();
      server.close();
    },
  };
}

const browserCookieName = 'BAYEUX_BROWSER';

// The library sets this cookie by overwriting Set-Cookie, and with it our session's, when a
// handshake is also the sign-in. So it is given before, next to the other one.
function giveBrowserCookie(request: IncomingMessage, response: ServerResponse): void {
  if (cookiesOf(request).has(browserCookieName)) return;
  const cookie = `${browserCookieName}=${randomBytes(20).toString('hex')}`;
  request.headers.cookie = [request.headers.cookie, cookie].filter(Boolean).join('; ');
  response.appendHeader('Set-Cookie', `${cookie}; Path=/; HttpOnly; SameSite=Lax`);
}
