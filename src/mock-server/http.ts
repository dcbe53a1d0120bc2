import type { IncomingMessage, ServerResponse } from 'node:http';

/** The whole body of a refusal, according to the documentation of Genesys. */
export interface StatusBody {
  readonly statusCode: number;
  readonly statusMessage?: string;
}

/**
 * The HTTP status that comes with a `statusCode`. Genesys documents only 403 for code 20, and real
 * servers were seen to answer 500 with code 4. We chose the others by what the codes mean. A client has
 * to read both.
 */
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
  sendJson(response, httpStatuses.get(body.statusCode) ?? 500, body);
}

export function sendJson(response: ServerResponse, httpStatus: number, body: unknown): void {
  response.statusCode = httpStatus;
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Cache-Control', 'no-store');
  response.end(JSON.stringify(body));
}

/** The body as JSON, or `undefined` when it is not JSON. An empty body counts as `{}`. */
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

/** A property of a JSON value, or undefined when the value is not an object. */
export function propertyOf(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, name)
    ? Reflect.get(body, name)
    : undefined;
}

export function cookiesOf(request: IncomingMessage): ReadonlyMap<string, string> {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return new Map(pairs.map(([name = '', ...value]) => [name, value.join('=')]));
}

/**
 * Whether a request names a loopback host. Otherwise a page of another site could point its own
 * name to this address (DNS rebinding) and control the mock.
 */
export function isLoopback(request: IncomingMessage): boolean {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  return ['127.0.0.1', 'localhost', '[::1]'].includes(host.toLowerCase());
}

// This is the fixed list that Genesys documents. A client that adds another header fails the
// preflight.
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
