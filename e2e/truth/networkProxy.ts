import { connect, createServer, type Socket } from 'node:net';
import { listen } from '../../src/doubles/listen.ts';

/** The faults of the network between the page and the server. */
export type NetworkFault =
  /** Every connection is reset at once, and both sides notice it. */
  | { readonly kind: 'cut' }
  /** The same as `cut`, and for `ms` new connections are reset as well. */
  | { readonly kind: 'refuse'; readonly ms: number }
  /**
   * The connections stay open, but carry no data any more. For `ms` new connections carry none
   * either.
   */
  | { readonly kind: 'goSilent'; readonly ms: number }
  /** For `ms` no data is passed on. After that all of it is passed on in order. */
  | { readonly kind: 'holdBack'; readonly ms: number }
  /**
   * For `ms` data takes up to `latency` ms longer in each direction, differently for each
   * connection.
   */
  | { readonly kind: 'delay'; readonly latency: number; readonly ms: number }
  /** For `ms` the answers to reads take `latency` ms longer, so that events overtake them. */
  | { readonly kind: 'lateAnswers'; readonly latency: number; readonly ms: number };

/** A TCP proxy between the page and the server that can cause faults of the network. */
export interface NetworkProxy {
  readonly url: string;
  readonly apply: (fault: NetworkFault) => void;
  readonly calm: () => void;
  readonly close: () => Promise<void>;
}

interface Connection {
  readonly near: Socket;
  readonly far: Socket;
  /** The share of the latency that this connection has, 0 to 1. */
  readonly share: number;
  isSilent: boolean;
  isRead: boolean;
}

const pagePath = 'GET /truth/';
const readPath = 'GET /api/v2/me/calls';

/**
 * @param to the port of the server, and the port of the page's files. Page and server have one
 * origin, and requests for the files never have a fault.
 */
export async function openNetworkProxy(
  to: { readonly port: number; readonly pagePort: number },
  random: () => number,
): Promise<NetworkProxy> {
  const connections = new Set<Connection>();
  const none = { until: 0, latency: 0 };
  let refusedUntil = 0;
  let silentUntil = 0;
  let heldBackUntil = 0;
  let delay = none;
  let lateAnswers = none;

  const delayOf = ({ share, isRead }: Connection, isAnswer: boolean): number => {
    const now = Date.now();
    const inTransit = now < delay.until ? delay.latency * share : 0;
    const late = isAnswer && isRead && now < lateAnswers.until ? lateAnswers.latency : 0;
    return Math.max(inTransit + late, heldBackUntil - now, 0);
  };

  /**
   * Passes on the data of one side, and its end, in order and with the delay of the current fault.
   */
  const passOn = (
    connection: Connection,
    from: Socket,
    target: Socket,
    isAnswer: boolean,
  ): void => {
    let lastAt = 0;
    const later = (go: () => void): void => {
      const now = Date.now();
      const at = Math.max(lastAt, now + delayOf(connection, isAnswer));
      lastAt = at;
      const goUnlessSilent = (): void => {
        if (!connection.isSilent) go();
      };
      if (at <= now) goUnlessSilent();
      else setTimeout(goUnlessSilent, at - now);
    };
    from.on('data', (chunk: Buffer) => {
      if (!isAnswer) connection.isRead = chunk.toString('latin1', 0, 64).startsWith(readPath);
      later(() => target.write(chunk));
    });
    from.on('end', () => later(() => target.end()));
    from.on('close', () => later(() => target.destroy()));
  };

  const connectToServer = (near: Socket, head: Buffer): void => {
    const isPage = head.toString('latin1', 0, 64).startsWith(pagePath);
    const far = connect({ host: '127.0.0.1', port: isPage ? to.pagePort : to.port, noDelay: true });
    far.on('error', () => undefined);
    if (isPage) {
      far.write(head);
      near.pipe(far);
      far.pipe(near);
      return;
    }
    const isSilent = Date.now() < silentUntil;
    const connection = { near, far, share: random(), isSilent, isRead: false };
    connections.add(connection);
    near.on('close', () => connections.delete(connection));
    passOn(connection, near, far, false);
    passOn(connection, far, near, true);
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
    // The first bytes show for which server the connection is. A connection that was opened in
    // advance has sent none yet.
    else near.once('data', (head: Buffer) => connectToServer(near, head));
    open.add(near);
    near.on('close', () => open.delete(near));
  });
  const open = new Set<Socket>();
  const { url, close } = await listen(server);

  return {
    url,
    apply: (fault) => {
      const now = Date.now();
      switch (fault.kind) {
        case 'cut':
          return cut();
        case 'refuse':
          refusedUntil = now + fault.ms;
          return cut();
        case 'goSilent':
          silentUntil = now + fault.ms;
          for (const connection of connections) connection.isSilent = true;
          return;
        case 'holdBack':
          heldBackUntil = now + fault.ms;
          return;
        case 'delay':
          delay = { until: now + fault.ms, latency: fault.latency };
          return;
        case 'lateAnswers':
          lateAnswers = { until: now + fault.ms, latency: fault.latency };
          return;
        default:
          fault satisfies never;
      }
    },
    calm: () => {
      refusedUntil = silentUntil = heldBackUntil = 0;
      delay = lateAnswers = none;
    },
    close: async () => {
      const closed = close();
      cut();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
