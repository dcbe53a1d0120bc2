import { readFile } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listen, type Listening } from '../../src/doubles/listen.ts';

/** The strictest policy that the library supports. */
export const strictPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; require-trusted-types-for 'script'";

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const library = '/tallylight/dist/';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

export type EmbeddingServer = Pick<Listening, 'url' | 'close'>;

export interface EmbeddingOptions {
  readonly policy?: string;
  /**
   * Pages that do not exist as files, such as an example of the README, or a page that is rendered
   * here.
   */
  readonly pages?: Readonly<Record<string, (response: ServerResponse) => void>>;
  /**
   * The header that the server adds to each request, as a portal does in which the agent is signed
   * in. The page itself knows no password.
   */
  readonly authorization?: string;
  /**
   * Keeps connections open, as most servers do. When such a connection breaks without an answer,
   * Chromium sends the request again, even a POST. Tests that count requests switch it off.
   */
  readonly keepAlive?: boolean;
  /** Never ends the answer to a poll, although the whole answer was sent. Some proxies do this. */
  readonly isOpenEnded?: boolean;
  /** Sends every answer of the API in pieces, as a line with 320 kbit/s does. */
  readonly isSlow?: boolean;
}

/**
 * Serves a folder as a host would: its files, the library under `/tallylight/` as npm unpacks it,
 * and the API of the server on the origin of the page. The folder is beside this file, or was built
 * by a test.
 */
export async function serveEmbedding(
  gws: string,
  folder: string,
  {
    policy = strictPolicy,
    pages: rendered = {},
    authorization,
    keepAlive = false,
    isOpenEnded = false,
    isSlow = false,
  }: EmbeddingOptions = {},
): Promise<EmbeddingServer> {
  const pages = fileURLToPath(new URL(folder, import.meta.url));
  const server = createServer((incoming, response) => {
    const path = new URL(incoming.url ?? '/', 'http://page').pathname;
    const render = rendered[path];
    if (path.startsWith('/api/'))
      forward(gws, incoming, response, {
        authorization,
        keepAlive,
        isOpenEnded: isOpenEnded && path.startsWith('/api/v2/notifications'),
        isSlow,
      });
    else if (path.startsWith(library))
      void sendFile(join(dist, normalize(path.slice(library.length))), policy, response);
    else if (render) {
      response.writeHead(200, headersOf('.html', policy));
      render(response);
    } else
      void sendFile(
        join(pages, normalize(path.endsWith('/') ? `${path}index.html` : path)),
        policy,
        response,
      );
  });
  return listen(server);
}

async function sendFile(file: string, policy: string, response: ServerResponse): Promise<void> {
  try {
    const body = await readFile(file);
    response.writeHead(200, headersOf(extname(file), policy));
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
}

function headersOf(extension: string, policy: string): Record<string, string> {
  return {
    'Content-Type': contentTypes[extension] ?? 'application/octet-stream',
    'Content-Security-Policy': policy,
  };
}

function forward(
  gws: string,
  incoming: IncomingMessage,
  response: ServerResponse,
  {
    authorization,
    keepAlive,
    isOpenEnded,
    isSlow,
  }: {
    readonly authorization: string | undefined;
    readonly keepAlive: boolean;
    readonly isOpenEnded: boolean;
    readonly isSlow: boolean;
  },
): void {
  const { host: _, ...own } = incoming.headers;
  const headers = { ...own, ...(authorization !== undefined && { authorization }) };
  const outgoing = request(
    new URL(incoming.url ?? '/', gws),
    { method: incoming.method ?? 'GET', headers },
    (answer) => {
      const connection = keepAlive ? 'keep-alive' : 'close';
      const answerHeaders = { ...answer.headers, connection };
      // An answer with a known length would be complete without an end.
      if (isOpenEnded) delete answerHeaders['content-length'];
      response.writeHead(answer.statusCode ?? 502, answerHeaders);
      if (isSlow) void trickle(answer, response);
      else answer.pipe(response, { end: !isOpenEnded });
      answer.on('error', () => response.destroy());
    },
  );
  // When the server breaks the connection, the page gets a broken connection as well, and not an
  // HTTP 502.
  outgoing.on('error', () => response.destroy());
  response.on('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}

/** Sends 1,400 bytes, which is about one packet, every 35 ms: 320 kbit/s. */
async function trickle(answer: IncomingMessage, response: ServerResponse): Promise<void> {
  let isFirst = true;
  for await (const part of answer) {
    // Without an encoding, an HTTP stream gives buffers.
    const bytes = part as Buffer;
    for (let at = 0; at < bytes.length; at += 1_400) {
      if (!isFirst) await new Promise((resolve) => setTimeout(resolve, 35));
      isFirst = false;
      response.write(bytes.subarray(at, at + 1_400));
    }
  }
  response.end();
}
