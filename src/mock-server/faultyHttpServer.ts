import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { sendStatus } from './http.ts';
import type { Schedule } from './schedule.ts';

interface HttpServerOptions {
  readonly schedule: Schedule;
  readonly answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Answers each upgrade. Without it, Node treats an upgrade as a plain request. */
  readonly upgrade: ((request: IncomingMessage, socket: Duplex, head: Buffer) => void) | undefined;
}

/** An HTTP server on loopback whose connections can break, stall, or be refused for a while. */
export interface FaultyHttpServer {
  /** @param port 0, the default, takes any free one */
  readonly listen: (port?: number) => Promise<{ readonly url: string; readonly port: number }>;
  readonly dropConnections: () => void;
  /** The connections stay open, and nothing is answered for so many ms. */
  readonly stall: (ms: number) => void;
  /** Waits for the end of a stall. Call it before a request is handled. */
  readonly untilStallEnds: (response: ServerResponse) => Promise<void>;
  /**
   * Is down for so many ms, and then listens on the same port again.
   *
   * @param onDown is called as soon as all connections are broken
   */
  readonly restart: (ms: number, onDown: () => void) => Promise<void>;
  /** Ends the server for good. */
  readonly close: () => Promise<void>;
}

export function createFaultyHttpServer(options: HttpServerOptions): FaultyHttpServer {
  const { schedule, answer, upgrade } = options;
  const sockets = new Set<Socket>();
  const inFlight = new Set<ServerResponse>();
  let phase: 'open' | 'closed' = 'open';
  let stalledUntil = 0;
  let port = 0;

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) return response.destroy();
      return sendStatus(response, { statusCode: 4, statusMessage: String(error) });
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  if (upgrade) {
    server.on('upgrade', (request, socket, head) => {
      // From here on the socket is ours, and without a listener its errors would end the process.
      socket.on('error', () => socket.destroy());
      upgrade(request, socket, head);
    });
  }

  async function listen(wanted = 0): Promise<{ url: string; port: number }> {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
    // A TCP server that listens has an AddressInfo; only a pipe's address is a string.
    port = (server.address() as AddressInfo).port;
    return { url: `http://127.0.0.1:${port}`, port };
  }

  function dropConnections(): void {
    for (const socket of sockets) socket.destroy();
  }

  return {
    listen,
    dropConnections,
    stall(ms) {
      stalledUntil = Math.max(stalledUntil, Date.now() + ms);
      // New requests wait in `untilStallEnds`. The answers to requests that are under way, such as
      // held polls, are delayed here.
      for (const response of inFlight) {
        const { end } = response;
        response.end = (...args: unknown[]) => {
          const left = stalledUntil - Date.now();
          if (left > 0) schedule.later(left, () => Reflect.apply(end, response, args));
          else Reflect.apply(end, response, args);
          return response;
        };
      }
    },
    async untilStallEnds(response) {
      inFlight.add(response);
      response.on('close', () => inFlight.delete(response));
      const left = stalledUntil - Date.now();
      if (left > 0) await schedule.wait(left);
    },
    async restart(ms, onDown) {
      // The server is down already, or was never up.
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      dropConnections();
      onDown();
      await closed;
      await schedule.wait(ms);
      if (phase === 'open') await listen(port);
    },
    async close() {
      phase = 'closed';
      const closed = new Promise((resolve) => server.close(resolve));
      dropConnections();
      await closed;
    },
  };
}
