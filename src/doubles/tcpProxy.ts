import { connect, createServer, type Socket } from 'node:net';
import { listen } from './listen.ts';

/** A TCP proxy that can break or freeze connections, or pass them on to another server. */
export interface TcpProxy {
  readonly url: string;
  /** Passes new connections on to this port. */
  readonly lead: (port: number) => void;
  /** Resets every connection, which both sides notice. */
  readonly reset: () => void;
  /** Drops all data from now on while the connections stay open, so neither side notices it. */
  readonly freeze: () => void;
  /** Lets new connections through again. The frozen ones stay frozen. */
  readonly thaw: () => void;
  readonly close: () => Promise<void>;
}

export async function startTcpProxy(port: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let target = port;
  let isFrozen = false;

  const hold = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // Resets are expected here, and `close` follows every error.
    socket.on('error', () => undefined);
    return socket;
  };
  const server = createServer({ noDelay: true }, (near) => {
    hold(near);
    if (isFrozen) {
      near.resume();
      return;
    }
    const far = hold(connect({ port: target, host: '127.0.0.1', noDelay: true }));
    near.pipe(far);
    far.pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  const { url, close } = await listen(server);

  const reset = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    url,
    lead: (newPort) => {
      target = newPort;
    },
    reset,
    freeze: () => {
      isFrozen = true;
      for (const socket of sockets) {
        socket.unpipe();
        socket.resume();
      }
    },
    thaw: () => {
      isFrozen = false;
    },
    close: async () => {
      reset();
      await close();
    },
  };
}
