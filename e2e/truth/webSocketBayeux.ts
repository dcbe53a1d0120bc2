import { randomUUID } from 'node:crypto';
import { WebSocketServer, type WebSocket } from 'ws';
import { createBayeux, type Bayeux, type BayeuxOptions } from '../../src/mock-server/bayeux.ts';
import type { HttpSession } from '../../src/mock-server/session.ts';

/** The fields of a client's message that are read here. */
interface BayeuxMessage {
  readonly id?: string;
  readonly channel: string;
  readonly clientId?: string;
  readonly subscription?: string;
  readonly advice?: { readonly timeout?: number };
  readonly ext?: { readonly ack?: boolean | number };
}

interface Client {
  readonly session: HttpSession;
  readonly hasAck: boolean;
  readonly subscriptions: Set<string>;
  /** Not acknowledged, or, without the extension, not sent yet. */
  queue: { readonly message: object; readonly batch: number }[];
  batch: number;
  /** The /meta/connect that waits for something to tell. */
  held: { readonly socket: WebSocket; readonly answer: () => void } | undefined;
  expiry: ReturnType<typeof setTimeout> | undefined;
}

/**
 * The mock's notifications over WebSocket, with ack and expiry, which no server for Node has
 * together. Over long-polling the real one behind it answers, as after a fallback.
 */
export function createWebSocketBayeux(options: BayeuxOptions): Bayeux {
  const { ack = true, timeout = 30_000, maxInterval = 10_000 } = options;
  const overPolling = createBayeux(options);
  const webSockets = new WebSocketServer({ noServer: true });
  const sessionOf = new Map<WebSocket, HttpSession>();
  const clients = new Map<string, Client>();

  const forgetClient = (clientId: string): void => {
    const client = clients.get(clientId);
    clearTimeout(client?.expiry);
    clients.delete(clientId);
  };

  const expireLater = (clientId: string, client: Client): void => {
    clearTimeout(client.expiry);
    client.expiry = setTimeout(() => forgetClient(clientId), maxInterval);
  };

  /**
   * Sends the data first and the reply last. A batch is kept until a later connect acknowledges it.
   */
  const answerConnect = (client: Client, clientId: string, id: string | undefined): object[] => {
    client.held = undefined;
    expireLater(clientId, client);
    const messages = client.queue.map(({ message }) => message);
    if (!client.hasAck) client.queue = [];
    const ext = client.hasAck ? { ext: { ack: client.batch } } : {};
    client.batch += 1;
    return [...messages, { channel: '/meta/connect', id, successful: true, ...ext }];
  };

  const hold = (socket: WebSocket, message: BayeuxMessage, client: Client): void => {
    const { id, clientId = '', ext } = message;
    const acknowledged = ext?.ack;
    if (typeof acknowledged === 'number') {
      client.queue = client.queue.filter(({ batch }) => batch > acknowledged);
    }
    clearTimeout(client.expiry);
    client.held?.answer();
    const patience = Math.min(timeout, message.advice?.timeout ?? timeout);
    const answer = (): void => {
      clearTimeout(timer);
      if (clients.has(clientId)) send(socket, answerConnect(client, clientId, id));
    };
    const timer = setTimeout(answer, patience);
    client.held = { socket, answer };
    if (client.queue.length > 0 || patience === 0) answer();
  };

  const receive = (socket: WebSocket, session: HttpSession, message: BayeuxMessage): void => {
    const { channel, id, clientId = '', subscription } = message;
    const reply = (fields: object): void =>
      send(socket, [{ channel, id, subscription, ...fields }]);
    if (channel === '/meta/handshake') {
      const newId = randomUUID();
      const hasAck = ack && message.ext?.ack === true;
      const client: Client = {
        session,
        hasAck,
        subscriptions: new Set(),
        queue: [],
        batch: 1,
        held: undefined,
        expiry: undefined,
      };
      clients.set(newId, client);
      expireLater(newId, client);
      reply({
        successful: true,
        clientId: newId,
        version: '1.0',
        supportedConnectionTypes: ['websocket', 'long-polling'],
        advice: { reconnect: 'retry', interval: 0, timeout },
        ...(hasAck && { ext: { ack: true } }),
      });
      return;
    }
    const client = clients.get(clientId);
    if (client?.session !== session) {
      const advice = { reconnect: 'handshake', interval: 0 };
      reply({ successful: false, error: '402::Unknown client', advice });
    } else if (channel === '/meta/connect') {
      hold(socket, message, client);
    } else if (channel === '/meta/disconnect') {
      forgetClient(clientId);
      reply({ successful: true });
    } else {
      if (channel === '/meta/subscribe') client.subscriptions.add(subscription ?? '');
      if (channel === '/meta/unsubscribe') client.subscriptions.delete(subscription ?? '');
      reply({ successful: channel.startsWith('/meta/') });
    }
  };

  const forget = (forgotten?: HttpSession): void => {
    for (const [socket, session] of sessionOf) {
      if (!forgotten || session.id === forgotten.id) socket.terminate();
    }
    for (const [clientId, { session }] of clients) {
      if (!forgotten || session.id === forgotten.id) forgetClient(clientId);
    }
  };

  return {
    handle: overPolling.handle,
    upgrade: (request, socket, head, session) => {
      webSockets.handleUpgrade(request, socket, head, (webSocket) => {
        sessionOf.set(webSocket, session);
        webSocket.on('close', () => sessionOf.delete(webSocket));
        webSocket.on('error', () => webSocket.terminate());
        webSocket.on('message', (data) => {
          // One buffer unless told otherwise; and the library under test sends lists of messages.
          const text = (data as Buffer).toString('utf8');
          for (const message of JSON.parse(text) as readonly BayeuxMessage[])
            receive(webSocket, session, message);
        });
      });
    },
    deliver: (userName, notification) => {
      overPolling.deliver(userName, notification);
      const { channel, data } = notification;
      for (const client of clients.values()) {
        if (client.session.userName !== userName || !client.subscriptions.has(channel)) continue;
        client.queue.push({ message: { channel, data }, batch: client.batch });
        client.held?.answer();
      }
    },
    forget: (session) => {
      overPolling.forget(session);
      forget(session);
    },
    get clientCount() {
      return overPolling.clientCount + clients.size;
    },
    close: () => {
      overPolling.close();
      forget();
      webSockets.close();
    },
  };
}

function send(socket: WebSocket, messages: readonly object[]): void {
  // A socket that broke meanwhile: the client finds out, and asks again.
  socket.send(JSON.stringify(messages), () => undefined);
}
