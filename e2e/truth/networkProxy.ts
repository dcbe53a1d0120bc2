import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What can happen to the network between the page and the server. */
export type NetworkFault =
  /** Every connection is reset at once, which both sides notice. */
  | { readonly kind: 'cut' }
  /** As `cut`, and new connections are reset as well for `ms`. */
  | { readonly kind: 'refuse'; readonly ms: number }
  /** The connections stay open and never carry data again. For `ms` new ones carry none either. */
  | { readonly kind: 'die'; readonly ms: number }
  /** No data gets through for `ms`. After that all of it does, in order. */
  | { readonly kind: 'clog'; readonly ms: number }
  /** For `ms` each direction takes up to `latency` ms longer, differently for each connection. */
  | { readonly kind: 'lag'; readonly latency: number; readonly ms: number }
  /** For `ms` answers to reads take `latency` ms longer, so that events overtake them. */
  | { readonly kind: 'lateAnswers'; readonly latency: number; readonly ms: number };

/** A TCP proxy between the page and the server that can make faults of the network. */
export interface NetworkProxy {
  readonly url: string;
  readonly spoil: (fault: NetworkFault) => void;
  readonly calm: () => void;
  readonly close: () => Promise<void>;
}

interface Connection {
  readonly near: Socket;
  readonly far: Socket;
  /** A share of the latency that is its own, 0 to 1. */
  readonly share: number;
  isDead: boolean;
  isRead: boolean;
}

const pagePath = 'GET /truth/';
const readPath = 'GET /api/v2/me/calls';

/**
 * @param to the port of the server; requests for the page itself go to `pagePort` and are never
 *   spoiled, so that page and server are one origin
 */
export async function openNetworkProxy(
  to: { readonly port: number; readonly pagePort: number },
  random: () => number,
): Promise<NetworkProxy> {
  const connections = new Set<Connection>();
  const none = { until: 0, latency: 0 };
  let refusedUntil = 0;
  let deadUntil = 0;
  let cloggedUntil = 0;
  let lag = none;
  let lateAnswers = none;

  const delayOf = ({ share, isRead }: Connection, isAnswer: boolean): number => {
    const now = Date.now();
    const onTheWay = now < lag.until ? lag.latency * share : 0;
    const late = isAnswer && isRead && now < lateAnswers.until ? lateAnswers.latency : 0;
    return Math.max(onTheWay + late, cloggedUntil - now, 0);
  };

  /**
   * Carries data and the end of it from one side to the other, in order, with the delay of the
   * fault.
   */
  const carry = (connection: Connection, from: Socket, target: Socket, isAnswer: boolean): void => {
    let lastAt = 0;
    const later = (go: () => void): void => {
      const now = Date.now();
      const at = Math.max(lastAt, now + delayOf(connection, isAnswer));
      lastAt = at;
      const goUnlessDead = (): void => {
        if (!connection.isDead) go();
      };
      if (at <= now) goUnlessDead();
      else setTimeout(goUnlessDead, at - now);
    };
    from.on('data', (chunk: Buffer) => {
      if (!isAnswer) connection.isRead = chunk.toString('latin1', 0, 64).startsWith(readPath);
      later(() => target.write(chunk));
    });
    from.on('end', () => later(() => target.end()));
    from.on('close', () => later(() => target.destroy()));
  };

  const plug = (near: Socket, head: Buffer): void => {
    const isPage = head.toString('latin1', 0, 64).startsWith(pagePath);
    const far = connect({ host: '127.0.0.1', port: isPage ? to.pagePort : to.port, noDelay: true });
    far.on('error', () => undefined);
    if (isPage) {
      far.write(head);
      near.pipe(far);
      far.pipe(near);
      return;
    }
    const isDead = Date.now() < deadUntil;
    const connection = { near, far, share: random(), isDead, isRead: false };
    connections.add(connection);
    near.on('close', () => connections.delete(connection));
    carry(connection, near, far, false);
    carry(connection, far, near, true);
    near.emit('data', head);
  };

  const cut = (): void => {
    for (const { near, far } of connections) {
      near.resetAndDestroy();
      far.destroy();
    }
    connections.clear();
  };

  const server = createServer({ noDelay: true }, (near) => {
    near.on('error', () => undefined);
    if (Date.now() < refusedUntil) near.resetAndDestroy();
    // Who it is for shows in the first bytes; a connection opened in advance has none yet.
    else near.once('data', (head: Buffer) => plug(near, head));
    open.add(near);
    near.on('close', () => open.delete(near));
  });
  const open = new Set<Socket>();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an AddressInfo; only a pipe's address is a string.
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    spoil: (fault) => {
      const now = Date.now();
      switch (fault.kind) {
        case 'cut':
          return cut();
        case 'refuse':
          refusedUntil = now + fault.ms;
          return cut();
        case 'die':
          deadUntil = now + fault.ms;
          for (const connection of connections) connection.isDead = true;
          return;
        case 'clog':
          cloggedUntil = now + fault.ms;
          return;
        case 'lag':
          lag = { until: now + fault.ms, latency: fault.latency };
          return;
        case 'lateAnswers':
          lateAnswers = { until: now + fault.ms, latency: fault.latency };
          return;
        default:
          fault satisfies never;
      }
    },
    calm: () => {
      refusedUntil = deadUntil = cloggedUntil = 0;
      lag = lateAnswers = none;
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      cut();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
