import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A wire between client and server that can be cut, frozen, or led to another server. */
export interface TcpProxy {
  readonly url: string;
  /** Leads new connections to this port. */
  readonly lead: (port: number) => void;
  /** Breaks every connection; both sides hear of it. */
  readonly reset: () => void;
  /** Swallows everything from now on, without a word to either side. */
  readonly freeze: () => void;
  /** Lets new connections through again; the frozen ones stay dead. */
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
    // A reset is what this is for; `close` follows every error.
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
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an AddressInfo; only a pipe's address is a string.
  const address = server.address() as AddressInfo;

  const reset = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
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
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
