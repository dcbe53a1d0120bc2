import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, expect, it, vi } from 'vitest';
import { listen } from '../doubles/listen.ts';
import { AgentDesktopError } from '../model/errors.ts';
import { postWithoutRedirect, type SentRequest } from './postWithoutRedirect.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

interface Sent {
  readonly post: SentRequest;
  readonly onSuccess: ReturnType<typeof vi.fn>;
  readonly onError: ReturnType<typeof vi.fn>;
}

async function serve(answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    answer(response, request);
  });
  const { url, close } = await listen(server);
  cleanups.push(close);
  return `${url}/`;
}

async function send(answer: Answer): Promise<Sent> {
  const onSuccess = vi.fn();
  const onError = vi.fn();
  const url = await serve(answer);
  const headers = { 'x-api-key': 'key' };
  return {
    post: postWithoutRedirect({ url, headers, body: '[]', onSuccess, onError }),
    onSuccess,
    onError,
  };
}

it.each([301, 302, 303, 307, 308])(
  'sends no header to the other origin of a %i',
  async (status) => {
    // Regression: the notifications were redirected, and the other origin received the x-api-key with
    // the handshake, because an XMLHttpRequest follows every redirect.
    const heard: unknown[] = [];
    const other = await serve((response, { headers }) => {
      heard.push(headers);
      response.end('[]');
    });
    const { onSuccess, onError } = await send((response) =>
      response.writeHead(status, { Location: other }).end('[]'),
    );
    await vi.waitFor(() => expect(onError).toHaveBeenCalledTimes(1));
    expect(onSuccess).not.toHaveBeenCalled();
    expect(heard).toEqual([]);
  },
);

it('reports an answer that arrives in parts as soon as it is complete', async () => {
  let goOn = (): unknown => undefined;
  const { post, onSuccess } = await send((response, { headers }) => {
    expect(headers).toMatchObject({ 'x-api-key': 'key', 'content-type': 'application/json' });
    // One letter consists of two bytes, which arrive one by one.
    response.write(Buffer.from([0x22, 0xc3]));
    goOn = () => response.end(Buffer.from([0xbc, 0x22]));
  });
  await vi.waitFor(() => expect(post.status).toBe(200));
  expect([post.readyState, onSuccess.mock.calls]).toEqual([1, []]);
  goOn();
  await vi.waitFor(() => expect(onSuccess).toHaveBeenCalledExactlyOnceWith('"ü"'));
  expect(post.readyState).toBe(4);
});

it('reports a complete answer that a proxy keeps open, and closes it after a second', async () => {
  // Regression: a proxy sent each notification, but never the end of the answer. The widgets waited
  // for the end. Without the closing, the sixth such answer used the last connection of the browser.
  const closed = vi.fn();
  const { post, onSuccess, onError } = await send((response) => {
    response.on('close', closed);
    response.write('[{"channel":"/v2/me/calls"}]');
  });
  await vi.waitFor(() => expect(onSuccess).toHaveBeenCalledTimes(1));
  expect([post.readyState, closed.mock.calls.length]).toEqual([4, 0]);
  await vi.waitFor(() => expect(closed).toHaveBeenCalledTimes(1), { timeout: 5_000 });
  expect([onSuccess.mock.calls.length, onError.mock.calls.length]).toEqual([1, 0]);
});

it('reports the end of an answer that is not JSON, because CometD has to say so', async () => {
  const { onSuccess } = await send((response) => response.end('<h1>Sign in</h1>'));
  await vi.waitFor(() => expect(onSuccess).toHaveBeenCalledExactlyOnceWith('<h1>Sign in</h1>'));
});

it.each([
  ['a refusal', (response: ServerResponse) => response.writeHead(403, 'Ada King').end('Ada'), 403],
  ['a broken connection', (response: ServerResponse) => response.destroy(), 0],
] satisfies [string, Answer, number][])(
  'fails after %s, without a text of the server',
  async (_, answer, status) => {
    const { post, onSuccess, onError } = await send(answer);
    await vi.waitFor(() => expect(onError).toHaveBeenCalledExactlyOnceWith(''));
    expect(onSuccess).not.toHaveBeenCalled();
    expect(post.status).toBe(status);
  },
);

it.each([
  [429, '30', 30_000],
  [429, undefined, undefined],
  [503, '2', 2_000],
] as const)(
  'reports a %i with Retry-After: %s as a busy server',
  async (status, said, retryAfter) => {
    const { onError } = await send((response) =>
      response.writeHead(status, said === undefined ? {} : { 'Retry-After': said }).end('Ada'),
    );
    await vi.waitFor(() => expect(onError).toHaveBeenCalledTimes(1));
    expect(onError.mock.calls[0]).toEqual(['', expect.any(AgentDesktopError)]);
    expect(onError.mock.calls[0]?.[1]).toMatchObject({
      code: 'server-busy',
      httpStatus: status,
      retryAfter,
    });
  },
);

it('does not report a 503 without Retry-After as a busy server', async () => {
  const { onError } = await send((response) => response.writeHead(503).end());
  await vi.waitFor(() => expect(onError).toHaveBeenCalledExactlyOnceWith(''));
});

it('ends at once when it is aborted, and ends only once', async () => {
  const { post, onSuccess, onError } = await send(() => undefined);
  post.abort();
  expect(onError).toHaveBeenCalledTimes(1);
  post.abort();
  await new Promise(setImmediate);
  expect([onError.mock.calls.length, onSuccess.mock.calls.length]).toEqual([1, 0]);
});
