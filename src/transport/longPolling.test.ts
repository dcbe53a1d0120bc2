import { CometD } from 'cometd';
import { adapt } from 'cometd-nodejs-client';
import { createServer } from 'node:http';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { listen } from '../doubles/listen.ts';
import { registerLongPolling } from './longPolling.ts';
import type { Packet } from './postWithoutRedirect.ts';

const cleanups: (() => unknown)[] = [];

beforeAll(() => {
  adapt();
});
afterEach(async () => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Starts a server that answers with this status, and registers the transport as in a browser. */
async function start(status: number, headers: Readonly<Record<string, string>> = {}) {
  const paths: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url);
    request.resume();
    response.writeHead(status, headers).end('[]');
  });
  const { url, close } = await listen(server);
  cleanups.push(close);

  vi.stubGlobal('document', {});
  const cometd = new CometD();
  registerLongPolling(cometd);
  const transport = cometd.findTransport('long-polling');
  if (!transport || !('xhrSend' in transport)) throw new Error('The transport is not registered.');
  // The line before has checked for the method, and the registered class is the only one with it.
  const { xhrSend } = transport as { readonly xhrSend: (packet: Packet) => { abort: () => void } };
  const send = (path: string) => {
    const onSuccess = vi.fn();
    const onError = vi.fn();
    const packet: Packet = { url: url + path, headers: {}, body: '[]', onSuccess, onError };
    return { request: xhrSend.call(transport, packet), onSuccess, onError };
  };
  return { paths, send };
}

it('writes a handshake as it is on a page whose old script has added toJSON to every list', async () => {
  // Prototype.js 1.6 does this. The server got the connection types as a text, and refused the page.
  const bodies: string[] = [];
  vi.stubGlobal('document', {});
  vi.stubGlobal('fetch', (_: string, { body }: { readonly body: string }) => {
    bodies.push(body);
    return new Promise(() => undefined);
  });
  // oxlint-disable-next-line no-extend-native -- an old script does this
  Object.defineProperty(Array.prototype, 'toJSON', { value: String, configurable: true });
  cleanups.push(() => Reflect.deleteProperty(Array.prototype, 'toJSON'));
  const cometd = new CometD();
  registerLongPolling(cometd);
  cometd.unregisterTransport('websocket');
  cometd.unregisterTransport('callback-polling');
  cometd.configure({ url: 'http://127.0.0.1:1', useWorkerScheduler: false });
  cometd.handshake();
  await vi.waitFor(() => expect(bodies).toHaveLength(1));
  expect(bodies[0]).toContain('"supportedConnectionTypes":["long-polling"]');
});

it('sends nothing more before the Retry-After of a gateway is over', async () => {
  // Regression: a gateway that limits requests answered 429 with a Retry-After. CometD tried again
  // after pauses of its own, so that the page never got below the limit.
  const { paths, send } = await start(429, { 'Retry-After': '7' });
  const first = send('/connect');
  await vi.waitFor(() => expect(first.onError).toHaveBeenCalledTimes(1));
  const second = send('/connect');
  expect(second.onError).toHaveBeenCalledExactlyOnceWith(
    '',
    expect.objectContaining({ code: 'server-busy', retryAfter: expect.closeTo(7_000, -3) }),
  );
  expect(paths).toEqual(['/connect']);
});

it('sends a disconnect message that neither the end of the page nor the library can cancel', async () => {
  // Regression: the browser cancelled the message of a page that was reloaded. The server took the new
  // page for a second client, and its events came up to two seconds late.
  const fetched = vi.spyOn(globalThis, 'fetch');
  const { paths, send } = await start(200);
  const { request, onSuccess } = send('/disconnect');
  request.abort();
  await vi.waitFor(() => expect(onSuccess).toHaveBeenCalledExactlyOnceWith('[]'));
  expect(paths).toEqual(['/disconnect']);
  expect(fetched.mock.calls[0]?.[1]).toMatchObject({ keepalive: true, redirect: 'manual' });
});

it('leaves CometD’s own long-polling in Node, where fetch keeps no cookies', () => {
  const cometd = new CometD();
  const before = cometd.findTransport('long-polling');
  registerLongPolling(cometd);
  expect(cometd.findTransport('long-polling')).toBe(before);
});
