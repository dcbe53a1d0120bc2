import type { ServerResponse } from 'node:http';
import { expect, test } from './desktop.ts';
import { serveEmbedding } from './embedding/serveEmbedding.ts';

test('a poll that Chromium sends twice is noticed on a slow network too', async ({
  page,
  mock,
  browserName,
}) => {
  test.skip(
    browserName === 'firefox',
    'In Firefox the answer of such a poll takes long, as every answer on a slow network does.',
  );
  test.slow();
  // Every answer takes 100 ms to arrive, and the browser sends the broken poll again after less
  // time than that.
  let isBroken = false;
  let polls = 0;
  const answer = (response: ServerResponse): void => {
    polls += 1;
    if (isBroken) {
      isBroken = false;
      setTimeout(() => response.socket?.resetAndDestroy(), 80);
      return;
    }
    response.write('[');
    setTimeout(() => response.end(']'), 100);
  };
  const server = await serveEmbedding(mock.url, 'plain', {
    keepAlive: true,
    pages: { '/poll': answer },
  });
  await page.goto(server.url);
  await page.evaluate(async () => {
    const module = '/tallylight/dist/transport/watchResends.js';
    // The module is the built `src/transport/watchResends.ts`.
    const { watchResends } = (await import(module)) as {
      readonly watchResends: (url: string, onResent: () => void) => unknown;
    };
    let count = 0;
    Object.assign(window, { resends: () => count });
    watchResends(`${location.origin}/poll`, () => (count += 1));
  });
  const poll = (): Promise<string> =>
    page.evaluate(async () => (await fetch('/poll', { method: 'POST', body: '[]' })).text());
  const resends = (): Promise<number> =>
    page.evaluate(() => (Reflect.get(window, 'resends') as () => number)());
  for (let count = 0; count < 8; count += 1) await poll();
  const before = await resends();

  isBroken = true;
  expect(await poll()).toBe('[]');
  expect(polls).toBe(10);
  // At most two resends are reported within 20 s, and a busy machine may have caused another report
  // before, so the test waits.
  await expect.poll(resends, { timeout: 25_000 }).toBeGreaterThan(before);
  await server.close();
});
