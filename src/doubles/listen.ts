import type { Server as HttpServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';

/** A server that listens on a free port of this machine. */
export interface Listening {
  /** Without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Ends the server, and the connections of an HTTP server. */
  readonly close: () => Promise<unknown>;
}

/** @param name a name of this machine */
export async function listen(
  server: Server & Partial<Pick<HttpServer, 'closeAllConnections'>>,
  name = '127.0.0.1',
): Promise<Listening> {
  await new Promise<void>((resolve) => server.listen(0, name, resolve));
  // A TCP server that listens has an AddressInfo; only a pipe's address is a string.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${name}:${port}`,
    port,
    close: () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections?.();
      return closed;
    },
  };
}
