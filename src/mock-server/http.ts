import type { IncomingMessage, ServerResponse } from 'node:http';

/** How the server answers what it refuses: this body and nothing else. [D] */
export interface StatusBody {
  readonly statusCode: number;
  readonly statusMessage?: string;
}

/**
 * The HTTP status beside a `statusCode`. Documented only for 20 (403) [D] and seen for 4 (500)
 * [L]; the rest is what the codes mean [I]. A client must go by both.
 */
function httpStatusOf(statusCode: number): number {
  return httpStatuses.get(statusCode) ?? 500;
}

const httpStatuses: ReadonlyMap<number, number> = new Map([
  [0, 200],
  [1, 400],
  [2, 400],
  [3, 403],
  [4, 500],
  [5, 403],
  [6, 404],
  [9, 500],
  [10, 400],
  [20, 403],
]);

export function sendStatus(response: ServerResponse, body: StatusBody): void {
  sendJson(response, httpStatusOf(body.statusCode), body);
}

export function sendJson(response: ServerResponse, httpStatus: number, body: unknown): void {
  response.statusCode = httpStatus;
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Cache-Control', 'no-store');
  response.end(JSON.stringify(body));
}

/** The body as JSON; `undefined` when it is none. Empty counts as `{}`. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > 1_000_000) return undefined;
  }
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An attribute of something that arrived as JSON, whatever it is. */
export function attribute(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, name)
    ? Reflect.get(body, name)
    : undefined;
}

export function cookiesOf(request: IncomingMessage): ReadonlyMap<string, string> {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return new Map(pairs.map(([name = '', ...value]) => [name, value.join('=')]));
}

/** Loopback names only, or a page elsewhere could reach the mock by rebinding its own name. */
export function isLoopback(request: IncomingMessage): boolean {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  return ['127.0.0.1', 'localhost', '[::1]'].includes(host.toLowerCase());
}

// The server's fixed list. [D] A client that adds a header of its own fails the preflight.
const allowedHeaders =
  'X-Requested-With, Content-Type, Accept, Origin, Cookie, authorization, ssid, surl, ContactCenterId, X-CSRF-TOKEN';

/**
 * Adds the CORS headers for an allowed origin, and answers a preflight.
 *
 * @returns whether the request is answered.
 */
export function applyCors(
  request: IncomingMessage,
  response: ServerResponse,
  allowedOrigins: readonly string[],
): boolean {
  const { origin } = request.headers;
  response.setHeader('Vary', 'Origin');
  const isAllowed = origin !== undefined && allowedOrigins.includes(origin);
  if (isAllowed) {
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Allow-Credentials', 'true');
    response.setHeader('Access-Control-Expose-Headers', 'X-CSRF-HEADER, X-CSRF-TOKEN');
  }
  if (request.method !== 'OPTIONS') return false;
  if (isAllowed) {
    response.setHeader('Access-Control-Allow-Methods', 'GET, POST, PUT, DELETE, OPTIONS');
    response.setHeader('Access-Control-Allow-Headers', allowedHeaders);
  }
  response.statusCode = isAllowed ? 204 : 403;
  response.end();
  return true;
}
