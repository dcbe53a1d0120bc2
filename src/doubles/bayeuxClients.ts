import { randomUUID } from 'node:crypto';

export interface BayeuxMessage {
  readonly id?: string;
  readonly channel: string;
  readonly clientId?: string;
  readonly subscription?: string;
  readonly advice?: { readonly timeout?: number };
  readonly ext?: { readonly ack?: boolean | number };
}

interface Client<Owner> {
  readonly owner: Owner;
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

export interface BayeuxClientsOptions {
  /** Whether the acknowledge extension is offered. Default true. */
  readonly ack?: boolean | undefined;
  /** How long a /meta/connect is held, in ms. Default 30,000. */
  readonly timeout?: number | undefined;
  /** How long a client that sends nothing is kept, in ms. Default 10,000. */
  readonly maxInterval?: number | undefined;
  /** Forgets each client right after its handshake, as a server does whose cookie is blocked. */
  readonly isForgetful?: boolean | undefined;
}

/**
 * The clients of a Bayeux server for tests, without the network: it answers messages, with ack and
 * expiry, and it can make faults. A client belongs to its owner, such as an HTTP session, and is
 * unknown to others.
 */
export interface BayeuxClients<Owner> {
  /** Answers a message. A /meta/connect is held until there is a message. */
  readonly answer: (message: BayeuxMessage, owner: Owner) => Promise<object[]>;
  readonly count: () => number;
  /** Every message received, oldest first. */
  readonly received: readonly BayeuxMessage[];
  /** Ends every subscription, as an administrator or a policy of the server can. */
  readonly endSubscriptions: () => void;
  /** Sends data to every client that has subscribed to the channel, or to those of some owners. */
  readonly publish: (channel: string, data: unknown, isFor?: (owner: Owner) => boolean) => void;
  /** Forgets every client, or those of some owners. Their next request is refused as that of an unknown client. */
  readonly forget: (isForgotten?: (owner: Owner) => boolean) => void;
  /** Ends every session the way Java CometD 3.1 does. From then on its client is unknown. */
  readonly endSessions: (ending: SessionEnding) => void;
  /** Whether a /meta/connect is held now. */
  readonly isHolding: () => boolean;
  /** The next successful answer on this channel advises this. */
  readonly adviseOnce: (channel: string, advice: object) => void;
  /** Answers a /meta/connect now, after a message that nobody has asked for. */
  readonly insertOnce: (message: object) => void;
  /** Refuses the next subscriptions. */
  readonly refuseSubscriptions: (times: number) => void;
}

export function createBayeuxClients<Owner>(options: BayeuxClientsOptions): BayeuxClients<Owner> {
  const { ack = true, timeout = 30_000, maxInterval = 10_000, isForgetful = false } = options;
  const clients = new Map<string, Client<Owner>>();
  const received: BayeuxMessage[] = [];
  const advices = new Map<string, object>();
  let refusedSubscriptions = 0;
  let inserted: object[] = [];

  /** The advice that a test has asked for. It is given once. */
  const adviceOn = (channel: string): object => {
    const advice = advices.get(channel);
    advices.delete(channel);
    return advice ? { advice } : {};
  };

  const forgetClient = (clientId: string): void => {
    const client = clients.get(clientId);
    clients.delete(clientId);
    clearTimeout(client?.expiry);
    client?.release?.();
  };

  const expireLater = (clientId: string, client: Client<Owner>): void => {
    clearTimeout(client.expiry);
    client.expiry = setTimeout(() => forgetClient(clientId), maxInterval);
  };

  const shakeHands = (message: BayeuxMessage, owner: Owner): object => {
    const clientId = randomUUID();
    const hasAck = ack && message.ext?.ack === true;
    const client: Client<Owner> = {
      owner,
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
      advice: { reconnect: 'retry', interval: 0, timeout },
      ...(hasAck && { ext: { ack: true } }),
      ...adviceOn('/meta/handshake'),
    };
  };

  /** Waits until there are messages, another /meta/connect comes, or the time is over. */
  const hold = (client: Client<Owner>, patience: number): Promise<void> =>
    new Promise((resolve) => {
      const release = (): void => {
        clearTimeout(timer);
        if (client.release === release) client.release = undefined;
        resolve();
      };
      const timer = setTimeout(release, patience);
      client.release = release;
    });

  /** The messages come before the reply. A batch is kept until a later /meta/connect acknowledges it. */
  const connect = async (
    message: BayeuxMessage,
    clientId: string,
    client: Client<Owner>,
  ): Promise<object[]> => {
    const { channel, id } = message;
    const acknowledged = message.ext?.ack;
    if (typeof acknowledged === 'number')
      client.queue = client.queue.filter(({ batch }) => batch > acknowledged);
    client.release?.();
    clearTimeout(client.expiry);
    const patience = Math.min(timeout, message.advice?.timeout ?? timeout);
    if (client.queue.length === 0 && patience > 0) await hold(client, patience);
    if (client.ending) {
      const goodbye = { channel: '/meta/disconnect', successful: true };
      const advice = { reconnect: client.ending === 'swept' ? 'retry' : 'none', interval: 0 };
      return [
        ...(client.ending === 'disconnected' ? [goodbye] : []),
        { channel, id, successful: true, advice },
      ];
    }
    if (!clients.has(clientId)) return [{ ...message, ...unknownClient }];
    expireLater(clientId, client);
    const sent = client.queue.map((entry) => entry.message);
    const ext = client.hasAck ? { ext: { ack: client.batch } } : {};
    client.batch += 1;
    if (!client.hasAck) client.queue = [];
    return [
      ...inserted.splice(0),
      ...sent,
      { channel, id, successful: true, ...ext, ...adviceOn(channel) },
    ];
  };

  const answer = async (message: BayeuxMessage, owner: Owner): Promise<object[]> => {
    received.push(message);
    const { channel, id, clientId = '', subscription } = message;
    const reply = (fields: object): object[] => [
      { channel, id, subscription, successful: true, ...fields },
    ];
    if (channel === '/meta/handshake') return reply(shakeHands(message, owner));
    const client = clients.get(clientId);
    if (client?.owner !== owner) return reply(unknownClient);
    switch (channel) {
      case '/meta/connect':
        return connect(message, clientId, client);
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
        forgetClient(clientId);
        return reply({});
      default:
        return reply({ successful: false, error: '403::Only the server speaks here' });
    }
  };

  return {
    answer,
    count: () => clients.size,
    received,
    publish: (channel, data, isFor = () => true) => {
      for (const client of clients.values()) {
        if (!client.channels.has(channel) || !isFor(client.owner)) continue;
        client.queue.push({ batch: client.batch, message: { channel, data } });
        client.release?.();
      }
    },
    forget: (isForgotten = () => true) => {
      for (const [clientId, { owner }] of clients) if (isForgotten(owner)) forgetClient(clientId);
    },
    endSubscriptions: () => {
      for (const { channels } of clients.values()) channels.clear();
    },
    endSessions: (ending) => {
      for (const [clientId, client] of clients) {
        client.ending = ending;
        clients.delete(clientId);
        clearTimeout(client.expiry);
        if (ending === 'disconnected') client.release?.();
      }
    },
    isHolding: () => [...clients.values()].some(({ release }) => release),
    adviseOnce: (channel, advice) => {
      advices.set(channel, advice);
    },
    insertOnce: (message) => {
      inserted = [message];
      for (const { release } of clients.values()) release?.();
    },
    refuseSubscriptions: (times) => {
      refusedSubscriptions = times;
    },
  };
}

const unknownClient = {
  successful: false,
  error: '402::Unknown client',
  advice: { reconnect: 'handshake', interval: 0 },
};
