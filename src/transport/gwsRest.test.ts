import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
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

/** A server that answers as the test says: the n-th request by the n-th answer, the last for ever. */
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
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  // A TCP server that listens has an AddressInfo; only a pipe's address is a string.
  const { port } = server.address() as AddressInfo;
  const { headers, ...rest } = options;
  const authorization = createAuthorization(headers, rest.requestTimeout ?? 1_000);
  const baseUrl = `http://127.0.0.1:${port}`;
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

describe('what is sent', () => {
  it('an operation, in the words of the documents', async () => {
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

  it('reads, without a body', async () => {
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

  it('answers come back as they were', async () => {
    const { rest } = await start(json({ statusCode: 0, calls: [{ id: 1 }], odd: true }));
    expect(await rest.fetchCalls()).toEqual({ statusCode: 0, calls: [{ id: 1 }], odd: true });
  });

  it.each([
    ['a/b?c#d', 'a%2Fb%3Fc%23d'],
    ['../../admin', '..%2F..%2Fadmin'],
    ['50%', '50%25'],
    ['ünï & co', '%C3%BCn%C3%AF%20%26%20co'],
  ])('the id %s stays one part of the path', async (id, encoded) => {
    const { rest, asked } = await start(ok);
    await rest.fetchCall(id);
    await rest.performOperation(id, 'StopCallRecording');
    expect(asked.map(({ url }) => url)).toEqual([
      `/api/v2/me/calls/${encoded}`,
      `/api/v2/me/calls/${encoded}`,
    ]);
  });

  it.each(['.', '..', '', '\uD800'])(
    'the id %j can be no part of a path: nothing is sent',
    async (id) => {
      // Regression: `..` went to /api/v2/me, where a POST means another thing altogether.
      const { rest, asked } = await start(ok);
      await expect(rest.performOperation(id, 'StopCallRecording')).rejects.toMatchObject({
        code: 'call-not-found',
      });
      await expect(rest.fetchCall(id)).rejects.toMatchObject({ code: 'call-not-found' });
      expect(asked).toEqual([]);
    },
  );

  it.each(['include', 'same-origin', 'omit'] as const)(
    'credentials as told: %s, and never from a cache',
    async (credentials) => {
      const { rest } = await start(ok, { credentials });
      const spy = vi.spyOn(globalThis, 'fetch');
      cleanups.push(() => spy.mockRestore());
      await pause(rest);
      expect(spy.mock.calls[0]?.[1]).toMatchObject({ credentials, cache: 'no-store' });
    },
  );

  it('no header that CORS on the server does not allow', async () => {
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

describe('what an answer means', () => {
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
    // The HTTP status and the code must both say yes.
    [200, 4, 'server-error', 'unknown'],
    [200, 2, 'not-allowed-now', 'not done'],
    [200, 77, 'server-error', 'unknown'],
    [500, 0, 'server-error', 'unknown'],
  ];

  it.each(codes)(
    'HTTP %i, statusCode %i: %s, outcome %s',
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
    ['a 200 that is no JSON', raw('<h1>Sign in</h1>', 200), 'unexpected-response'],
    ['a 200 that says nothing', raw('', 200), 'unexpected-response'],
    ['a 200 of another API', json({ result: 'fine' }), 'unexpected-response'],
    ['a 204', (response) => response.writeHead(204).end(), 'unexpected-response'],
    ['a 403 of a proxy', raw('<h1>Forbidden</h1>', 403), 'no-permission'],
    ['a 404 of a proxy', raw('<h1>Not found</h1>', 404), 'call-not-found'],
    ['a bare 401', raw('', 401), 'not-signed-in'],
    ['an empty 503', raw('', 503), 'server-error'],
    ['a 502 of a gateway', raw('<h1>Bad gateway</h1>', 502), 'server-error'],
    ['a broken connection', (response) => response.destroy(), 'network'],
  ];

  it.each(bodies)('%s is an error a host can switch on', async (_, answer, code) => {
    const { rest, asked } = await start(answer);
    await expect(pause(rest)).rejects.toMatchObject({ name: 'AgentDesktopError', code });
    // Never a blind repeat.
    expect(asked).toHaveLength(1);
  });

  it('no server at all is one, too', async () => {
    const { rest } = await start(ok, { baseUrl: 'http://127.0.0.1:1' });
    await expect(pause(rest)).rejects.toMatchObject({ code: 'network', isOutcomeUnknown: true });
  });

  it.each([
    ['its message', json({ statusCode: 4, statusMessage: 'Ada King, node-7' }, 500)],
    ['its page', raw('<h1>Ada King, node-7</h1>', 502)],
    ['its page of success', raw('<h1>Ada King, node-7</h1>', 200)],
    ['its text', raw('Ada King, node-7', 404, 'text/plain')],
    ['its headers', raw('', 429, 'Ada/King node-7')],
    ['its reason', (response: ServerResponse) => response.writeHead(503, 'Ada King, node-7').end()],
    ['an answer that breaks off', raw('{"statusCode":0,"Ada King":"node-7', 200)],
  ] satisfies [string, Answer][])('%s enters no error', async (_, answer) => {
    // Regression: the server's text, up to 200 characters of it, stood in the message, and hosts
    // send messages to their log.
    const { rest } = await start(answer);
    const error = await pause(rest).catch((thrown: unknown) => thrown);
    expect(inspect(error, { depth: 9 })).not.toMatch(/King|node-7/);
  });

  it.each([
    ['a web page with 200', raw('<!doctype html><title>Sign in</title>', 200), 'A web page came'],
    ['a web page by its type', raw('Sign in', 200), 'A web page came'],
    ['a web page with 502', raw('<html>', 502), 'A web page came'],
    ['204', (response: ServerResponse) => response.writeHead(204).end(), 'An empty answer came'],
    ['an empty 200', raw('', 200), 'An empty answer came'],
    ['white space', raw(' \r\n', 200, 'application/json'), 'An empty answer came'],
    ['a lonely BOM', raw('\uFEFF', 200, 'application/json'), 'An empty answer came'],
    ['text', raw('OK', 200, 'text/plain'), 'Text came that is no JSON object'],
    ['a list', raw('[]', 200, 'application/json'), 'Text came that is no JSON object'],
    ['the JSON of somebody else', json({ ok: true }), 'JSON came that is no answer of this API'],
    ['no JSON at all with 500', raw('oops', 500, 'text/plain'), 'Text came'],
  ] satisfies [string, Answer, string][])('%s is told for what it is', async (_, answer, told) => {
    // Regression: an administrator read "HTTP 200, undefined: undefined".
    const { rest } = await start(answer);
    const error = await pause(rest).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ isOutcomeUnknown: true });
    expect(String(error)).toContain(told);
    expect(String(error)).not.toContain('undefined');
  });

  it('an answer with a byte order mark is read', async () => {
    const { rest } = await start(raw('\uFEFF{"statusCode":0,"calls":[]}', 200));
    expect(await rest.fetchCalls()).toEqual({ statusCode: 0, calls: [] });
  });
});

describe('a server that is busy', () => {
  const busy =
    (status: number, headers: Record<string, string> = {}, body = ''): Answer =>
    (response) =>
      response.writeHead(status, headers).end(body);
  // Its clock is years ahead of this one.
  const serverNow = 'Tue, 01 Jan 2030 10:00:00 GMT';
  const later = 'Tue, 01 Jan 2030 10:01:00 GMT';

  it.each([
    ['429', busy(429), undefined],
    ['429 with a page', busy(429, {}, '<h1>Slow down</h1>'), undefined],
    ['429 with a status', json({ statusCode: 4 }, 429, { 'Retry-After': '2' }), 2_000],
    ['429 and seconds', busy(429, { 'Retry-After': '7' }), 7_000],
    ['429 and nonsense', busy(429, { 'Retry-After': 'soon' }), undefined],
    ['503 and seconds', busy(503, { 'Retry-After': '30' }, '<h1>Back soon</h1>'), 30_000],
    ['503 and no wait at all', busy(503, { 'Retry-After': '0' }), 0],
  ] satisfies [string, Answer, number | undefined][])(
    '%s: refused, so that nothing happened',
    async (_, answer, retryAfter) => {
      // Regression: a gateway that limits requests answered 429, and the agent was told to check
      // baseUrl, with an outcome that nobody knew.
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

  it('503 and a date: by the clock of the server', async () => {
    const { rest } = await start(busy(503, { 'Retry-After': later, Date: serverNow }));
    await expect(rest.fetchCalls()).rejects.toMatchObject({
      code: 'server-busy',
      retryAfter: 60_000,
    });
  });

  it.each([
    ['503 alone', busy(503)],
    ['503 and nonsense', busy(503, { 'Retry-After': 'soon' })],
    ['503 of the API itself', json({ statusCode: 4 }, 503, { 'Retry-After': '5' })],
  ])('%s: nobody knows whether it happened', async (_, answer) => {
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
  ])('is told as such by a 404 for %s, and never as a lost call', async (_, path, read) => {
    // Regression: with a wrong baseUrl the reason said that the server does not know this call.
    for (const answer of [raw('<h1>Not found</h1>', 404), json({ statusCode: 6 }, 404)]) {
      const { rest } = await start(answer);
      const error = await read(rest).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        code: 'wrong-address',
        isRetryable: false,
        isOutcomeUnknown: false,
      });
      expect(String(error)).toContain(`The server has nothing at ${path}. `);
      expect(String(error)).toContain('Check baseUrl.');
      expect(String(error)).not.toMatch(/this call|fields/);
    }
  });

  it('names the path below a baseUrl that has one', async () => {
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

  it.each(statuses)('%i takes no header to another origin', async (status) => {
    // Regression: a reviewer redirected the API to another port. The browser dropped
    // `Authorization` on the way, and sent the x-api-key that the host had given.
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

  it.each(statuses)('%i to a sign-in page of the same origin is a lost sign-in', async (status) => {
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
  });

  it('asks the host for fresh headers once, as any lost sign-in does', async () => {
    let asks = 0;
    const { rest, asked } = await start([redirectTo('/login', 302), ok], {
      headers: () => ({ Authorization: `Bearer ${(asks += 1)}` }),
    });
    await pause(rest);
    expect(asked.map((one) => one.headers.authorization)).toEqual(['Bearer 1', 'Bearer 2']);
  });

  it('says nothing of where it leads: that may hold a token', async () => {
    const { rest } = await start(redirectTo('/login?ticket=secret', 302));
    const error = await rest.fetchMe().catch((thrown: unknown) => thrown);
    expect(String(error)).not.toMatch(/secret|login|Moved/);
  });
});

describe('patience', () => {
  it('ends after the time it was given', async () => {
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

  it('ends when it is called off', async () => {
    const { rest, asked } = await start(silence);
    const abort = new AbortController();
    const pausing = pause(rest, abort.signal);
    pausing.catch(() => undefined); // it fails while the next line waits
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    abort.abort();
    await expect(pausing).rejects.toMatchObject({ code: 'aborted' });
  });

  it('does not begin when it was called off before', async () => {
    const { rest, asked } = await start(ok);
    await expect(pause(rest, AbortSignal.abort())).rejects.toMatchObject({ code: 'aborted' });
    expect(asked).toEqual([]);
  });

  it('leaves nothing on the signal', async () => {
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
  /** Fresh headers each time; the server takes the second and later ones only. */
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
  ])('%s asks the host for fresh headers, and sends once more', async (_, refusal) => {
    const { headers, asked: askedHost } = tokens();
    const { rest, asked } = await start([refusal, ok], { headers });
    await pause(rest);
    expect(asked.map((one) => one.headers.authorization)).toEqual(['Bearer 1', 'Bearer 2']);
    expect(askedHost()).toBe(2);
  });

  it('is given up after the second refusal', async () => {
    const { headers, asked: askedHost } = tokens();
    const { rest, asked } = await start(notSignedIn, { headers });
    await expect(pause(rest)).rejects.toMatchObject({ code: 'not-signed-in', statusCode: 20 });
    expect([asked.length, askedHost()]).toEqual([2, 2]);
  });

  it('is given up at once where the host gives no headers', async () => {
    const { rest, asked } = await start(notSignedIn);
    await expect(pause(rest)).rejects.toMatchObject({ code: 'not-signed-in' });
    expect(asked).toHaveLength(1);
  });

  it('of many requests at once asks the host once', async () => {
    // Regression: answers that came after the host had answered asked it again.
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

  it('is the host’s own error when the host cannot say', async () => {
    const cause = new Error('No token today.');
    const { rest, asked } = await start(ok, { headers: () => Promise.reject(cause) });
    await expect(pause(rest)).rejects.toMatchObject({ code: 'headers-failed', cause });
    expect(asked).toEqual([]);
  });

  it('does not wait for ever for a host that never says', async () => {
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

  it('that comes too late sends nothing: the press was given up', async () => {
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

  it('goes by the name the server gave it', async () => {
    const { rest, asked } = await start([
      json({ statusCode: 0 }, 200, { 'X-CSRF-HEADER': 'X-Other', 'X-CSRF-TOKEN': 't1' }),
      ok,
    ]);
    await rest.fetchMe();
    await pause(rest);
    expect(asked[1]?.headers['x-other']).toBe('t1');
  });

  it('survives fresh headers of the host', async () => {
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
    'that is refused, in the words %s, is read again, and the press sent once more',
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

  it('that is refused twice is an error, not a loop', async () => {
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
