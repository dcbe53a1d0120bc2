import { createServer, request, type IncomingMessage } from 'node:http';
import { test } from '@playwright/test';
import { serveBuiltDemo } from '../scripts/demo.mjs';
import { listen } from '../src/doubles/listen.ts';
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
  const { url: own } = await listen(gws);
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
