import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import {
  createBayeuxClients,
  type BayeuxClients,
  type BayeuxClientsOptions,
  type BayeuxMessage,
} from './bayeuxClients.ts';
import { listen } from './listen.ts';

export interface BayeuxDoubleOptions extends BayeuxClientsOptions {
  /** Answers other requests to this address. Returns false for a request that is for Bayeux. */
  readonly answer?: (request: IncomingMessage, response: ServerResponse, body: string) => boolean;
}

/** A Bayeux server for tests, over long-polling and WebSocket. All its clients have one owner. */
export interface BayeuxDouble extends Pick<
  BayeuxClients<'everybody'>,
  | 'received'
  | 'endSessions'
  | 'endSubscriptions'
  | 'insertOnce'
  | 'isHolding'
  | 'adviseOnce'
  | 'refuseSubscriptions'
> {
  readonly url: string;
  readonly port: number;
  readonly clientCount: () => number;
  readonly publish: (channel: string, data: unknown) => void;
  /** Forgets every client, so that their next request is refused as that of an unknown client. */
  readonly expire: () => void;
  /** Answers the next requests with this HTTP status and nothing else; long-polling only. */
  readonly refuse: (status: number, times: number) => void;
  readonly close: () => Promise<void>;
}

export async function startBayeuxDouble(options: BayeuxDoubleOptions = {}): Promise<BayeuxDouble> {
  const { answer: answerElse, ...rest } = options;
  const { answer, count, forget, publish, ...clients } = createBayeuxClients<'everybody'>(rest);
  let refusal = { status: 0, times: 0 };

  const answerHttp = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    if (answerElse?.(request, response, body)) return;
    if (refusal.times > 0) {
      refusal.times -= 1;
      response.writeHead(refusal.status).end();
      return;
    }
    // A client of ours always sends a list of messages. With anything else the test fails.
    const messages = JSON.parse(body) as readonly BayeuxMessage[];
    const replies = await Promise.all(messages.map((message) => answer(message, 'everybody')));
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(replies.flat()));
  };

  const server = createServer((request, response) => void answerHttp(request, response));
  const webSockets = new WebSocketServer({ server });
  webSockets.on('connection', (socket) => {
    socket.on('error', () => undefined);
    answerWebSocket(socket, (message) => answer(message, 'everybody'));
  });
  const { url, port, close } = await listen(server);

  return {
    ...clients,
    url,
    port,
    clientCount: count,
    publish,
    expire: forget,
    refuse: (status, times) => {
      refusal = { status, times };
    },
    close: async () => {
      forget();
      for (const socket of webSockets.clients) socket.terminate();
      await close();
    },
  };
}

/** Answers each message that comes over a WebSocket, in the order in which the answers are ready. */
export function answerWebSocket(
  socket: WebSocket,
  answer: (message: BayeuxMessage) => Promise<object[]>,
): void {
  socket.on('message', (data) => {
    // `ws` gives one Buffer unless it is asked for something else, and a client of ours sends a list.
    const messages = JSON.parse((data as Buffer).toString()) as readonly BayeuxMessage[];
    for (const message of messages)
      void answer(message).then((replies) => {
        // If the socket is broken meanwhile, the client notices it and asks again.
        socket.send(JSON.stringify(replies), () => undefined);
      });
  });
}
