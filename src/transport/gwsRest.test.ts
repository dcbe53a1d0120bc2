import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { listen } from '../doubles/listen.ts';
import type { AgentDesktopErrorCode } from '../model/errors.ts';
import { createAuthorization, type Authorization, type HeadersCallback } from './authorization.ts';
import { createGwsRest, type GwsRest, type GwsRestOptions } from './gwsRest.ts';

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answer = (response: ServerResponse, asked: Asked) => void;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Starts a server. It gives the n-th answer to the n-th request, and the last one to all others. */
async function start(
  answers: Answer | readonly Answer[],
  options: Partial<GwsRestOptions> & { readonly headers?: HeadersCallback } = {},
): Promise<{
  rest: GwsRest;
  asked: readonly Asked[];
  authorization: Authorization;
  baseUrl: string;
}> {
  const asked: Asked[] = [];
  const row = Array.isArray(answers) ? answers : [answers];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const { method, url, headers } = request;
      const one = { method, url, headers, body };
      asked.push(one);
      const answer: Answer | undefined = row[asked.length - 1] ?? row.at(-1);
      answer?.(response, one);
    });
  });
  const { url: baseUrl, close } = await listen(server);
  cleanups.push(close);
  const { headers, ...rest } = options;
  const authorization = createAuthorization(headers, rest.requestTimeout ?? 1_000);
  return {
    asked,
    authorization,
    baseUrl,
    rest: createGwsRest({
      baseUrl,
      authorization,
      credentials: 'include',
      requestTimeout: 5_000,
      ...rest,
    }),
  };
}

const json =
  (body: object, status = 200, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response
      .writeHead(status, { 'Content-Type': 'application/json', ...headers })
      .end(JSON.stringify(body));
const raw =
  (text: string, status: number, type = 'text/html'): Answer =>
  (response) =>
    response.writeHead(status, { 'Content-Type': type }).end(text);
const silence: Answer = () => undefined;
const ok = json({ statusCode: 0 });
const notSignedIn = json({ statusCode: 20, statusMessage: 'User is not authenticated' }, 403);
const csrfRefused = json({ statusCode: 3, statusMessage: 'Missing or invalid Csrf token' }, 403);

const pause = (rest: GwsRest, signal?: AbortSignal): Promise<unknown> =>
  rest.performOperation('c1', 'PauseCallRecording', signal);

describe('a request', () => {
  it('for an operation is sent as documented', async () => {
    const { rest, asked } = await start(ok);
    await pause(rest);
    expect(asked).toMatchObject([
      {
        method: 'POST',
        url: '/api/v2/me/calls/c1',
        body: '{"operationName":"PauseCallRecording"}',
      },
    ]);
    expect(asked[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      accept: 'application/json',
    });
  });

  it('for a read has no body', async () => {
    const { rest, asked } = await start(ok);
    await rest.fetchMe();
    await rest.fetchCalls();
    await rest.fetchCall('c1');
    expect(asked.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['GET', '/api/v2/me', ''],
      ['GET', '/api/v2/me/calls?fields=*', ''],
      ['GET', '/api/v2/me/calls/c1', ''],
    ]);
  });

  it('resolves to the answer, unchanged', async () => {
    const { rest } = await start(json({ statusCode: 0, calls: [{ id: 1 }], odd: true }));
    expect(await rest.fetchCalls()).toEqual({ statusCode: 0, calls: [{ id: 1 }], odd: true });
  });

  it.each([
    ['a/b?c#d', 'a%2Fb%3Fc%23d'],
    ['../../admin', '..%2F..%2Fadmin'],
    ['50%', '50%25'],
    ['ünï & co', '%C3%BCn%C3%AF%20%26%20co'],
  ])('keeps the id %s in one part of the path', async (id, encoded) => {
    const { rest, asked } = await start(ok);
    await rest.fetchCall(id);
    await rest.performOperation(id, 'StopCallRecording');
    expect(asked.map(({ url }) => url)).toEqual([
      `/api/v2/me/calls/${encoded}`,
      `/api/v2/me/calls/${encoded}`,
    ]);
  });

  it.each(['.', '..', '', '\uD800'])(
    'is not sent for the id %j, which cannot be a part of a path',
    async (id) => {
      // Regression: with the id `..` the POST went to /api/v2/me, where it means something else.
      const { rest, asked } = await start(ok);
      await expect(rest.performOperation(id, 'StopCallRecording')).rejects.toMatchObject({
        code: 'call-not-found',
      });
      await expect(rest.fetchCall(id)).rejects.toMatchObject({ code: 'call-not-found' });
      expect(asked).toEqual([]);
    },
  );

  it.each(['include', 'same-origin', 'omit'] as const)(
    'has the credentials mode %s, and is never answered from a cache',
    async (credentials) => {
      const { rest } = await start(ok, { credentials });
      const spy = vi.spyOn(globalThis, 'fetch');
      cleanups.push(() => spy.mockRestore());
      await pause(rest);
      expect(spy.mock.calls[0]?.[1]).toMatchObject({ credentials, cache: 'no-store' });
    },
  );

  it('has no header that the CORS rules of the server do not allow', async () => {
    const allowed =
      'x-requested-with, content-type, accept, origin, cookie, authorization, ssid, surl, contactcenterid, x-csrf-token';
    const { rest } = await start(json({ statusCode: 0 }, 200, csrfHeaders('t1')), {
      headers: () => ({ Authorization: 'Basic YTpi' }),
    });
    const spy = vi.spyOn(globalThis, 'fetch');
    cleanups.push(() => spy.mockRestore());
    await rest.fetchMe();
    await pause(rest);
    for (const [, init] of spy.mock.calls)
      for (const [name] of new Headers(init?.headers)) expect(allowed.split(', ')).toContain(name);
  });
});

describe('an answer', () => {
  const codes: readonly [number, number, AgentDesktopErrorCode, 'unknown' | 'not done'][] = [
    [400, 1, 'invalid-request', 'not done'],
    [400, 2, 'not-allowed-now', 'not done'],
    [403, 3, 'not-allowed-now', 'not done'],
    [500, 4, 'server-error', 'unknown'],
    [403, 5, 'no-permission', 'not done'],
    [404, 6, 'call-not-found', 'not done'],
    [500, 9, 'server-error', 'unknown'],
    [400, 10, 'invalid-request', 'not done'],
    [403, 20, 'not-signed-in', 'not done'],
    [500, 77, 'server-error', 'unknown'],
    // Success needs both the HTTP status and the code.
    [200, 4, 'server-error', 'unknown'],
    [200, 2, 'not-allowed-now', 'not done'],
    [200, 77, 'server-error', 'unknown'],
    [500, 0, 'server-error', 'unknown'],
  ];

  it.each(codes)(
    'with HTTP %i and statusCode %i means %s, outcome %s',
    async (status, statusCode, code, outcome) => {
      const { rest, asked } = await start(json({ statusCode, statusMessage: 'Because.' }, status));
      await expect(pause(rest)).rejects.toMatchObject({
        name: 'AgentDesktopError',
        code,
        statusCode,
        httpStatus: status,
        isOutcomeUnknown: outcome === 'unknown',
        message: expect.stringContaining(`(HTTP ${status}, code ${statusCode})`),
      });
      expect(asked).toHaveLength(1);
    },
  );

  const bodies: readonly [string, Answer, AgentDesktopErrorCode][] = [
    ['a 200 that is not JSON', raw('<h1>Sign in</h1>', 200), 'unexpected-response'],
    ['a 200 without a body', raw('', 200), 'unexpected-response'],
    ['a 200 of another API', json({ result: 'fine' }), 'unexpected-response'],
    ['a 204', (response) => response.writeHead(204).end(), 'unexpected-response'],
    ['a 403 of a proxy', raw('<h1>Forbidden</h1>', 403), 'no-permission'],
    ['a 404 of a proxy', raw('<h1>Not found</h1>', 404), 'call-not-found'],
    ['a bare 401', raw('', 401), 'not-signed-in'],
    ['a 419 of a web framework', raw('<h1>Page expired</h1>', 419), 'not-signed-in'],
    ['a 440 of a gateway', raw('<h1>Login time-out</h1>', 440), 'not-signed-in'],
    ['a 498 of a gateway', raw('Invalid token', 498), 'not-signed-in'],
    // An agent in a hotel was told that the server fails, and that nobody knows what was changed.
    ['a 511 of a network', raw('<a href="/">Sign in to the Wi-Fi</a>', 511), 'not-signed-in'],
    ['a 561 of a load balancer', raw('', 561), 'not-signed-in'],
    ['an empty 503', raw('', 503), 'server-error'],
    ['a 502 of a gateway', raw('<h1>Bad gateway</h1>', 502), 'server-error'],
    ['a broken connection', (response) => response.destroy(), 'network'],
  ];

  it.each(bodies)('that is %s means an error with a code', async (_, answer, code) => {
    const { rest, asked } = await start(answer);
    await expect(pause(rest)).rejects.toMatchObject({ name: 'AgentDesktopError', code });
    // The request was not sent a second time.
    expect(asked).toHaveLength(1);
  });

  it('that is a 511 says that the network asks for a sign-in', async () => {
    const { rest } = await start(raw('<h1>Wi-Fi</h1>', 511));
    await expect(pause(rest)).rejects.toMatchObject({
      isOutcomeUnknown: false,
      message: expect.stringMatching(
        /^The network itself asks .* Nothing was changed\. .*\(HTTP 511\)$/,
      ),
    });
  });

  it('that never comes because there is no server means an error too', async () => {
    const { rest } = await start(ok, { baseUrl: 'http://127.0.0.1:1' });
    await expect(pause(rest)).rejects.toMatchObject({ code: 'network', isOutcomeUnknown: true });
  });

  it.each([
    ['its message', json({ statusCode: 4, statusMessage: 'Ada King, node-7' }, 500)],
    ['its page', raw('<h1>Ada King, node-7</h1>', 502)],
    ['a web page with HTTP 200', raw('<h1>Ada King, node-7</h1>', 200)],
    ['its text', raw('Ada King, node-7', 404, 'text/plain')],
    ['its headers', raw('', 429, 'Ada/King node-7')],
    ['its reason', (response: ServerResponse) => response.writeHead(503, 'Ada King, node-7').end()],
    ['an answer that breaks off', raw('{"statusCode":0,"Ada King":"node-7', 200)],
  ] satisfies [string, Answer][])('does not appear in the error: %s', async (_, answer) => {
    // Regression: the message contained up to 200 characters of the server's text, and hosts write
    // messages to their logs.
    const { rest } = await start(answer);
    const error = await pause(rest).catch((thrown: unknown) => thrown);
    expect(inspect(error, { depth: 9 })).not.toMatch(/King|node-7/);
  });

  it.each([
    ['a web page with 200', raw('<!doctype html><title>Sign in</title>', 200), 'with a web page'],
    ['a web page by its type', raw('Sign in', 200), 'with a web page'],
    ['a web page with 502', raw('<html>', 502), 'with a web page'],
    ['204', (response: ServerResponse) => response.writeHead(204).end(), 'an empty body'],
    ['an empty 200', raw('', 200), 'an empty body'],
    ['white space', raw(' \r\n', 200, 'application/json'), 'an empty body'],
    ['only a byte order mark', raw('\uFEFF', 200, 'application/json'), 'an empty body'],
    ['text', raw('OK', 200, 'text/plain'), 'text that is not a JSON object'],
    ['a list', raw('[]', 200, 'application/json'), 'text that is not a JSON object'],
    ['the JSON of another API', json({ ok: true }), 'JSON that is not an answer of this API'],
    ['text with 500', raw('oops', 500, 'text/plain'), 'text that is not a JSON object'],
    [
      'an answer that breaks off',
      (response: ServerResponse) => {
        response.writeHead(200, { 'Content-Length': 999 }).write('{"statusCode":0');
        setTimeout(() => response.destroy(), 20);
      },
      'The answer of the server broke off, or it is damaged.',
    ],
    [
      'not compressed as it says',
      (response: ServerResponse) =>
        response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('{"statusCode":0}'),
      'The answer of the server broke off, or it is damaged.',
    ],
  ] satisfies [string, Answer, string][])(
    'that is %s is described in the error',
    async (_, answer, told) => {
      // Regression: an administrator read "HTTP 200, undefined: undefined".
      const { rest } = await start(answer);
      const error = await pause(rest).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ isOutcomeUnknown: true });
      expect(String(error)).toContain(told);
      expect(String(error)).not.toContain('undefined');
    },
  );

  it('with a byte order mark is read', async () => {
    const { rest } = await start(raw('\uFEFF{"statusCode":0,"calls":[]}', 200));
    expect(await rest.fetchCalls()).toEqual({ statusCode: 0, calls: [] });
  });
});

describe('a server that is busy', () => {
  const busy =
    (status: number, headers: Record<string, string> = {}, body = ''): Answer =>
    (response) =>
      response.writeHead(status, headers).end(body);
  // The clock of the server is years ahead of this one.
  const serverNow = 'Tue, 01 Jan 2030 10:00:00 GMT';
  const later = 'Tue, 01 Jan 2030 10:01:00 GMT';

  it.each([
    ['429', busy(429), undefined],
    ['429 with a page', busy(429, {}, '<h1>Slow down</h1>'), undefined],
    ['429 with a status', json({ statusCode: 4 }, 429, { 'Retry-After': '2' }), 2_000],
    ['429 and a number of seconds', busy(429, { 'Retry-After': '7' }), 7_000],
    ['429 and an invalid value', busy(429, { 'Retry-After': 'soon' }), undefined],
    [
      '503 and a number of seconds',
      busy(503, { 'Retry-After': '30' }, '<h1>Back soon</h1>'),
      30_000,
    ],
    ['503 and zero seconds', busy(503, { 'Retry-After': '0' }), 0],
  ] satisfies [string, Answer, number | undefined][])(
    'that answers %s has refused the request, so nothing was changed',
    async (_, answer, retryAfter) => {
      // Regression: a gateway that limits requests answered 429. The agent was told that the outcome
      // is unknown, and that baseUrl should be checked.
      const { rest, asked } = await start(answer);
      await expect(pause(rest)).rejects.toMatchObject({
        code: 'server-busy',
        isOutcomeUnknown: false,
        isRetryable: true,
        retryAfter,
        message: expect.stringMatching(/busy.*Nothing was changed.*Try again later/),
      });
      expect(asked).toHaveLength(1);
    },
  );

  it('that answers 503 with a date is understood by the clock of the server', async () => {
    const { rest } = await start(busy(503, { 'Retry-After': later, Date: serverNow }));
    await expect(rest.fetchCalls()).rejects.toMatchObject({
      code: 'server-busy',
      retryAfter: 60_000,
    });
  });

  it.each([
    ['503 alone', busy(503)],
    ['503 and an invalid value', busy(503, { 'Retry-After': 'soon' })],
    ['503 of the API itself', json({ statusCode: 4 }, 503, { 'Retry-After': '5' })],
  ])('that answers %s may have processed the request', async (_, answer) => {
    const { rest } = await start(answer);
    await expect(pause(rest)).rejects.toMatchObject({
      code: 'server-error',
      isOutcomeUnknown: true,
    });
  });
});

describe('an address where there is no API', () => {
  it.each([
    ['the list', '/api/v2/me/calls', (rest: GwsRest) => rest.fetchCalls()],
    ['the user', '/api/v2/me', (rest: GwsRest) => rest.fetchMe()],
  ])(
    'is reported as such after a 404 for %s, and not as a call that was not found',
    async (_, path, read) => {
      // Regression: with a wrong baseUrl the error said that the server does not know this call.
      for (const answer of [raw('<h1>Not found</h1>', 404), json({ statusCode: 6 }, 404)]) {
        const { rest } = await start(answer);
        const error = await read(rest).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({
          code: 'wrong-address',
          isRetryable: false,
          isOutcomeUnknown: false,
        });
        expect(String(error)).toContain(`The server has nothing at ${path}. `);
        expect(String(error)).toContain('Check the option baseUrl.');
        expect(String(error)).not.toMatch(/this call|fields/);
      }
    },
  );

  it('is named with the path of baseUrl', async () => {
    const { rest, baseUrl } = await start(raw('', 404));
    const below = createGwsRest({
      baseUrl: `${baseUrl}/gws`,
      authorization: createAuthorization(undefined, 1_000),
      credentials: 'include',
      requestTimeout: 5_000,
    });
    await expect(below.fetchCalls()).rejects.toThrow('nothing at /gws/api/v2/me/calls.');
    await expect(rest.fetchCall('c1')).rejects.toMatchObject({ code: 'call-not-found' });
  });
});

describe('a redirect', () => {
  const signInPage = raw('<h1>Sign in</h1>', 200);
  const statuses = [301, 302, 303, 307, 308] as const;
  const redirectTo =
    (address: string, status: number): Answer =>
    (response) =>
      response
        .writeHead(status, { Location: address, ...csrfHeaders('of-the-redirect') })
        .end('<h1>Moved</h1>');

  it.each(statuses)('%i sends no header to another origin', async (status) => {
    // Regression: a reviewer redirected the API to another port. The browser removed `Authorization`,
    // but sent the x-api-key of the host.
    const other = await start(ok);
    const { rest, asked } = await start(
      (response, one) => redirectTo(`${other.baseUrl}${one.url ?? ''}`, status)(response, one),
      { headers: () => ({ 'x-api-key': 'key' }) },
    );
    for (const ask of [
      rest.fetchMe,
      rest.fetchCalls,
      () => rest.fetchCall('c1'),
      () => pause(rest),
    ])
      await expect(ask()).rejects.toMatchObject({ code: 'not-signed-in' });
    expect(other.asked).toEqual([]);
    expect(asked.every(({ headers }) => headers['x-csrf-token'] === undefined)).toBe(true);
  });

  it.each(statuses)(
    '%i to a sign-in page of the same origin means not signed in',
    async (status) => {
      // Regression: a single sign-on proxy whose session had ended redirected to its sign-in page.
      // The agent saw "Connection lost" for good, and the host was never told to sign in again.
      const { rest, asked } = await start((response, one) =>
        (one.url === '/login' ? signInPage : redirectTo('/login', status))(response, one),
      );
      await expect(pause(rest)).rejects.toMatchObject({
        code: 'not-signed-in',
        isOutcomeUnknown: false,
        message: expect.stringMatching(/redirected.*Nothing was changed.*Sign in.*baseUrl/),
      });
      expect(asked.map(({ url }) => url)).toEqual(['/api/v2/me/calls/c1']);
    },
  );

  it('asks the host for new headers once, as after any refused sign-in', async () => {
    let asks = 0;
    const { rest, asked } = await start([redirectTo('/login', 302), ok], {
      headers: () => ({ Authorization: `Bearer ${(asks += 1)}` }),
    });
    await pause(rest);
    expect(asked.map((one) => one.headers.authorization)).toEqual(['Bearer 1', 'Bearer 2']);
  });

  it('is reported without its address, which may contain a token', async () => {
    const { rest } = await start(redirectTo('/login?ticket=secret', 302));
    const error = await rest.fetchMe().catch((thrown: unknown) => thrown);
    expect(String(error)).not.toMatch(/secret|login|Moved/);
  });
});

describe('waiting for an answer', () => {
  it('ends after requestTimeout', async () => {
    const { rest } = await start(silence, { requestTimeout: 30 });
    await expect(pause(rest)).rejects.toMatchObject({ code: 'timeout', isOutcomeUnknown: true });
  });

  it('ends for an answer that begins and never ends', async () => {
    const { rest } = await start(
      (response) => response.writeHead(200, { 'Content-Type': 'application/json' }).write('{"st'),
      { requestTimeout: 30 },
    );
    await expect(pause(rest)).rejects.toMatchObject({ code: 'timeout' });
  });

  it('ends when the signal is aborted', async () => {
    const { rest, asked } = await start(silence);
    const abort = new AbortController();
    const pausing = pause(rest, abort.signal);
    pausing.catch(() => undefined); // it fails while the next line waits
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    abort.abort();
    await expect(pausing).rejects.toMatchObject({ code: 'aborted' });
  });

  it('does not begin when the signal is aborted already', async () => {
    const { rest, asked } = await start(ok);
    await expect(pause(rest, AbortSignal.abort())).rejects.toMatchObject({ code: 'aborted' });
    expect(asked).toEqual([]);
  });

  it('leaves no listener on the signal', async () => {
    const { rest } = await start(ok);
    const { signal } = new AbortController();
    const [added, removed] = [
      vi.spyOn(signal, 'addEventListener'),
      vi.spyOn(signal, 'removeEventListener'),
    ];
    await pause(rest, signal);
    expect(removed).toHaveBeenCalledTimes(added.mock.calls.length);
  });
});

describe('a sign-in the server refuses', () => {
  /** The host gives new headers each time. The server refuses only the first ones. */
  const tokens = (): { headers: HeadersCallback; asked: () => number } => {
    let asked = 0;
    return {
      asked: () => asked,
      headers: () => ({ Authorization: `Bearer ${(asked += 1)}` }),
    };
  };
  const refuseFirst: Answer = (response, one) =>
    (one.headers.authorization === 'Bearer 1' ? notSignedIn : ok)(response, one);

  it.each([
    ['403 and statusCode 20', notSignedIn],
    ['401', raw('', 401)],
    ['440', raw('', 440)],
    ['511', raw('<h1>Wi-Fi</h1>', 511)],
  ])('%s asks the host for fresh headers, and sends once more', async (_, refusal) => {
    const { headers, asked: askedHost } = tokens();
    const { rest, asked } = await start([refusal, ok], { headers });
    await pause(rest);
    expect(asked.map((one) => one.headers.authorization)).toEqual(['Bearer 1', 'Bearer 2']);
    expect(askedHost()).toBe(2);
  });

  it('is not tried again after the second refusal', async () => {
    const { headers, asked: askedHost } = tokens();
    const { rest, asked } = await start(notSignedIn, { headers });
    await expect(pause(rest)).rejects.toMatchObject({ code: 'not-signed-in', statusCode: 20 });
    expect([asked.length, askedHost()]).toEqual([2, 2]);
  });

  it('is not tried again where the host gives no headers', async () => {
    const { rest, asked } = await start(notSignedIn);
    await expect(pause(rest)).rejects.toMatchObject({ code: 'not-signed-in' });
    expect(asked).toHaveLength(1);
  });

  it('of many requests at once asks the host once', async () => {
    // Regression: refusals that came after the host had given new headers asked it again.
    const { headers, asked: askedHost } = tokens();
    const { rest } = await start(
      (response, one) => {
        const wait = one.url?.endsWith('?fields=*') ? 40 : 0;
        setTimeout(() => refuseFirst(response, one), wait);
      },
      { headers },
    );
    await Promise.all([rest.fetchMe(), pause(rest), rest.fetchCalls(), rest.fetchCall('c1')]);
    expect(askedHost()).toBe(2);
  });

  it('asks the host once before the first request, however many start', async () => {
    const { headers, asked: askedHost } = tokens();
    const { rest } = await start(ok, { headers });
    await Promise.all([rest.fetchMe(), rest.fetchCalls(), pause(rest)]);
    await rest.fetchMe();
    expect(askedHost()).toBe(1);
  });

  it('is an error with the host’s own error as its cause when headers() throws', async () => {
    const cause = new Error('No token today.');
    const { rest, asked } = await start(ok, { headers: () => Promise.reject(cause) });
    await expect(pause(rest)).rejects.toMatchObject({ code: 'headers-failed', cause });
    expect(asked).toEqual([]);
  });

  it('does not wait for ever for headers()', async () => {
    // Regression: every later request waited for the same promise, and a press never failed.
    let asks = 0;
    const { rest, asked } = await start(ok, {
      headers: () => ((asks += 1) === 1 ? new Promise(() => undefined) : { 'X-Ask': String(asks) }),
      requestTimeout: 50,
    });
    await expect(pause(rest)).rejects.toMatchObject({ code: 'headers-failed' });
    expect(asked).toEqual([]);
    await pause(rest);
    expect(asked.map((one) => one.headers['x-ask'])).toEqual(['2']);
  });

  it('with headers that come too late is not sent, because the press was cancelled', async () => {
    let say: (headers: Record<string, string>) => void = () => undefined;
    const { rest, asked } = await start(ok, {
      headers: () => new Promise((resolve) => (say = resolve)),
    });
    const giveUp = new AbortController();
    const pressed = rest.performOperation('c1', 'PauseCallRecording', giveUp.signal);
    giveUp.abort();
    say({});
    await expect(pressed).rejects.toMatchObject({ code: 'aborted' });
    expect(asked).toEqual([]);
  });
});

function csrfHeaders(token: string): Record<string, string> {
  return { 'X-CSRF-HEADER': 'X-CSRF-TOKEN', 'X-CSRF-TOKEN': token };
}

describe('the CSRF token', () => {
  it.each([
    ['me', (rest: GwsRest) => rest.fetchMe()],
    ['the calls', (rest: GwsRest) => rest.fetchCalls()],
    ['a call', (rest: GwsRest) => rest.fetchCall('c1')],
  ])('is learned from reading %s, sent from then on, and shared with CometD', async (_, read) => {
    const { rest, asked, authorization } = await start([
      json({ statusCode: 0 }, 200, csrfHeaders('t1')),
      ok,
    ]);
    await read(rest);
    await pause(rest);
    expect(asked[1]?.headers['x-csrf-token']).toBe('t1');
    expect(authorization.headers['X-CSRF-TOKEN']).toBe('t1');
  });

  it('is sent in the header that the server names', async () => {
    const { rest, asked } = await start([
      json({ statusCode: 0 }, 200, { 'X-CSRF-HEADER': 'X-Other', 'X-CSRF-TOKEN': 't1' }),
      ok,
    ]);
    await rest.fetchMe();
    await pause(rest);
    expect(asked[1]?.headers['x-other']).toBe('t1');
  });

  it('is kept when the host gives new headers', async () => {
    let asks = 0;
    const { rest, asked } = await start(
      [json({ statusCode: 0 }, 200, csrfHeaders('t1')), notSignedIn, ok],
      { headers: () => ({ Authorization: `Bearer ${(asks += 1)}` }) },
    );
    await rest.fetchMe();
    await pause(rest);
    expect(asked[2]?.headers).toMatchObject({ authorization: 'Bearer 2', 'x-csrf-token': 't1' });
  });

  it.each([
    ['of the API', csrfRefused],
    ['of a filter before it', raw('<h1>Missing or invalid Csrf token</h1>', 403)],
  ])(
    'that is refused by an answer %s is read again, and the press is sent once more',
    async (_, refusal) => {
      const { rest, asked } = await start([
        json({ statusCode: 0 }, 200, csrfHeaders('old')),
        refusal,
        json({ statusCode: 0 }, 200, csrfHeaders('new')),
        ok,
      ]);
      await rest.fetchMe();
      await pause(rest);
      expect(asked.map((one) => [one.method, one.headers['x-csrf-token']])).toEqual([
        ['GET', undefined],
        ['POST', 'old'],
        ['GET', 'old'],
        ['POST', 'new'],
      ]);
    },
  );

  it('that is refused twice is an error, and is not read again', async () => {
    const { rest, asked } = await start((response, one) =>
      (one.method === 'POST' ? csrfRefused : ok)(response, one),
    );
    await expect(pause(rest)).rejects.toMatchObject({
      code: 'csrf-refused',
      isOutcomeUnknown: false,
    });
    expect(asked.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST']);
  });
});
