import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from '@playwright/test';
import { serveBuiltDemo } from '../scripts/demo.mjs';
import { expect } from './desktop.ts';

// The proxy of the demo gave every request the server's own origin. So a form on another page could stop
// a recording, and the server had no means to notice it.
test('the server sees the origin of another page that sends a request, and its own for the demo', async () => {
  const origins: (string | undefined)[] = [];
  const gws = createServer((received, response) => {
    origins.push(received.headers.origin);
    response.end('{"statusCode":0}');
  }).on('upgrade', (received: IncomingMessage, socket) => {
    origins.push(received.headers.origin);
    socket.destroy();
  });
  await new Promise<void>((resolve) => gws.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an AddressInfo; only a pipe's address is a string.
  const own = `http://127.0.0.1:${(gws.address() as AddressInfo).port}`;
  const demo = await serveBuiltDemo({ gws: own, isMock: false, port: 0 });
  const page = new URL(demo.resolvedUrls?.local[0] ?? '');

  const send = (headers: Readonly<Record<string, string>>): Promise<void> =>
    new Promise((resolve) => {
      request(new URL('/api/v2/me/calls/1', page), { headers })
        .on('response', (response) => response.resume())
        .on('error', () => undefined)
        .on('close', resolve)
        .end();
    });
  const upgrade = { Connection: 'Upgrade', Upgrade: 'websocket' };
  for (const origin of [page.origin, 'https://evil.example']) {
    await send({ Origin: origin });
    await send({ Origin: origin, ...upgrade });
  }
  await send({});

  expect(origins).toEqual([own, own, 'https://evil.example', 'https://evil.example', undefined]);
  await demo.close();
  gws.close();
});
