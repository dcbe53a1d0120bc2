import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

interface BayeuxMessage {
  readonly id?: string;
  readonly channel: string;
  readonly clientId?: string;
  readonly subscription?: string;
  readonly advice?: { readonly timeout?: number };
  readonly ext?: { readonly ack?: boolean | number };
}

interface Client {
  readonly channels: Set<string>;
  readonly hasAck: boolean;
  /** The messages that were not acknowledged yet, and the batch of each. */
  queue: { readonly batch: number; readonly message: object }[];
  batch: number;
  /** Answers the /meta/connect that is held, if one is. */
  release: (() => void) | undefined;
  expiry: ReturnType<typeof setTimeout> | undefined;
  /** How its session was ended while its /meta/connect was held. */
  ending: SessionEnding | undefined;
}

/**
 * How a server ends a session whose /meta/connect it holds. Java CometD 3.1 answers this request
 * with success in each case. If the session was `swept`, the answer comes after the usual hold, and
 * the client is unknown after that. If it was `removed`, the answer has the advice not to
 * reconnect. If it was `disconnected`, the answer comes at once, with that advice and with a
 * /meta/disconnect before it.
 */
type SessionEnding = 'swept' | 'removed' | 'disconnected';

export interface BayeuxDoubleOptions {
  /** Whether the acknowledge extension is offered. */
  readonly ack: boolean;
  /** How long a client that says nothing is remembered, in ms. */
  readonly maxInterval: number;
  /** Forgets each client right after its handshake, as a server does whose cookie is blocked. */
  readonly isForgetful: boolean;
  /** Answers other requests to this address. Returns false for a request that is for Bayeux. */
  readonly answer: (request: IncomingMessage, response: ServerResponse, body: string) => boolean;
}

/**
 * A small Bayeux server for tests. It has WebSocket, ack and expiry together, which no server for
 * Node has, and it can make faults.
 */
export interface BayeuxDouble {
  readonly url: string;
  readonly port: number;
  readonly clientCount: () => number;
  /** Every message heard, oldest first. */
  readonly heard: readonly BayeuxMessage[];
  readonly publish: (channel: string, data: unknown) => void;
  /** Forgets every client, so that their next request is refused as that of an unknown client. */
  readonly expire: () => void;
  /** Ends every session the way Java CometD 3.1 does. They are unknown from now on. */
  readonly endSessions: (ending: SessionEnding) => void;
  /** Whether a /meta/connect is held now. */
  readonly isHolding: () => boolean;
  /** The next successful answer on this channel advises this. */
  readonly adviseOnce: (channel: string, advice: object) => void;
  /** Answers the next requests with this HTTP status and nothing else; long-polling only. */
  readonly refuse: (status: number, times: number) => void;
  /** Refuses the next subscriptions. */
  readonly refuseSubscriptions: (times: number) => void;
  readonly close: () => Promise<void>;
}

export async function startBayeuxDouble(
  options: Partial<BayeuxDoubleOptions> = {},
): Promise<BayeuxDouble> {
  const { ack = true, maxInterval = 10_000, isForgetful = false, answer: answerElse } = options;
  const clients = new Map<string, Client>();
  const heard: BayeuxMessage[] = [];
  let refusal = { status: 0, times: 0 };
  let refusedSubscriptions = 0;
  let lastId = 0;
  const advices = new Map<string, object>();

  /** The advice that a test asked for, once. */
  const adviceOn = (channel: string): object => {
    const advice = advices.get(channel);
    advices.delete(channel);
    return advice ? { advice } : {};
  };

  const forget = (clientId: string): void => {
    const client = clients.get(clientId);
    clients.delete(clientId);
    clearTimeout(client?.expiry);
    client?.release?.();
  };

  const expireLater = (clientId: string, client: Client): void => {
    clearTimeout(client.expiry);
    client.expiry = setTimeout(() => forget(clientId), maxInterval);
  };

  const shakeHands = (message: BayeuxMessage): object => {
    const clientId = `client-${(lastId += 1)}`;
    const hasAck = ack && message.ext?.ack === true;
    const client: Client = {
      channels: new Set(),
      hasAck,
      queue: [],
      batch: 1,
      release: undefined,
      expiry: undefined,
      ending: undefined,
    };
    if (!isForgetful) {
      clients.set(clientId, client);
      expireLater(clientId, client);
    }
    return {
      clientId,
      version: '1.0',
      supportedConnectionTypes: ['websocket', 'long-polling'],
      advice: { reconnect: 'retry', interval: 0, timeout: 30_000 },
      ...(hasAck && { ext: { ack: true } }),
      ...adviceOn('/meta/handshake'),
    };
  };

  /**
   * Answers when there are messages, or when the time is over. The messages come before the reply.
   */
  const hold = async (
    message: BayeuxMessage,
    clientId: string,
    client: Client,
  ): Promise<object[]> => {
    const acknowledged = message.ext?.ack;
    if (typeof acknowledged === 'number')
      client.queue = client.queue.filter(({ batch }) => batch > acknowledged);
    client.release?.();
    clearTimeout(client.expiry);
    const timeout = message.advice?.timeout ?? 30_000;
    if (client.queue.length === 0 && timeout > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeout);
        client.release = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      client.release = undefined;
    }
    const { channel, id } = message;
    if (client.ending) {
      const goodbye = { channel: '/meta/disconnect', successful: true };
      return [
        ...(client.ending === 'disconnected' ? [goodbye] : []),
        {
          channel,
          id,
          successful: true,
          advice: { reconnect: client.ending === 'swept' ? 'retry' : 'none', interval: 0 },
        },
      ];
    }
    if (!clients.has(clientId)) return [{ ...message, ...unknownClient }];
    expireLater(clientId, client);
    const sent = client.queue.map((entry) => entry.message);
    const ext = client.hasAck ? { ext: { ack: client.batch } } : {};
    client.batch += 1;
    if (!client.hasAck) client.queue = [];
    return [...sent, { channel, id, successful: true, ...ext, ...adviceOn(channel) }];
  };

  const answer = async (message: BayeuxMessage): Promise<object[]> => {
    heard.push(message);
    const { channel, id, clientId = '', subscription } = message;
    const reply = (fields: object): object[] => [
      { channel, id, subscription, successful: true, ...fields },
    ];
    if (channel === '/meta/handshake') return reply(shakeHands(message));
    const client = clients.get(clientId);
    if (!client) return reply(unknownClient);
    switch (channel) {
      case '/meta/connect':
        return hold(message, clientId, client);
      case '/meta/subscribe':
        if (refusedSubscriptions > 0) {
          refusedSubscriptions -= 1;
          return reply({ successful: false, error: '403::Subscription denied' });
        }
        client.channels.add(subscription ?? '');
        return reply(adviceOn(channel));
      case '/meta/unsubscribe':
        client.channels.delete(subscription ?? '');
        return reply({});
      case '/meta/disconnect':
        forget(clientId);
        return reply({});
      default:
        return reply({ successful: false, error: '403::Only the server speaks here' });
    }
  };

  const answerHttp = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    if (answerElse?.(request, response, body)) return;
    if (refusal.times > 0) {
      refusal.times -= 1;
      response.writeHead(refusal.status).end();
      return;
    }
    // A client of ours sends a list of messages; anything else fails the test that sends it.
    const messages = JSON.parse(body) as readonly BayeuxMessage[];
    const replies = await Promise.all(messages.map(answer));
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(replies.flat()));
  };

  const server = createServer((request, response) => void answerHttp(request, response));
  const webSockets = new WebSocketServer({ server });
  webSockets.on('connection', (socket: WebSocket) => {
    socket.on('error', () => undefined);
    socket.on('message', (text) => {
      // The same applies here. `ws` gives a Buffer unless it is asked for something else.
      for (const message of JSON.parse((text as Buffer).toString()) as readonly BayeuxMessage[])
        void answer(message).then((replies) => {
          socket.send(JSON.stringify(replies), () => undefined);
        });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an AddressInfo; only a pipe's address is a string.
  const { port } = server.address() as AddressInfo;

  const expire = (): void => {
    for (const clientId of clients.keys()) forget(clientId);
  };
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    clientCount: () => clients.size,
    heard,
    publish: (channel, data) => {
      for (const client of clients.values()) {
        if (!client.channels.has(channel)) continue;
        client.queue.push({ batch: client.batch, message: { channel, data } });
        client.release?.();
      }
    },
    expire,
    isHolding: () => [...clients.values()].some(({ release }) => release),
    endSessions: (ending) => {
      for (const [clientId, client] of clients) {
        client.ending = ending;
        clients.delete(clientId);
        clearTimeout(client.expiry);
        if (ending === 'disconnected') client.release?.();
      }
    },
    adviseOnce: (onChannel, advice) => {
      advices.set(onChannel, advice);
    },
    refuse: (status, times) => {
      refusal = { status, times };
    },
    refuseSubscriptions: (times) => {
      refusedSubscriptions = times;
    },
    close: async () => {
      expire();
      for (const socket of webSockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const unknownClient = {
  successful: false,
  error: '402::Unknown client',
  advice: { reconnect: 'handshake', interval: 0 },
};
