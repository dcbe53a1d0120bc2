import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Page } from '@playwright/test';
import { chromiumFlags, findChromium } from '../scripts/chromium.mjs';
import { buildPage } from './buildPage.ts';
import {
  callIds,
  expect,
  expectLive,
  operationsAsked,
  press,
  recordingOf,
  test,
} from './desktop.ts';
import { serveEmbedding } from './embedding/serveEmbedding.ts';

// Pages, browsers and gateways that we did not write, each as somebody met it.

const ada = callIds['Ada Lovelace'];

// The agent pressed on Pause, thought better of it and dragged the mouse off. Minutes later the first
// press by voice control did nothing.
test('a press that is dragged off the button costs no later one', async ({ page, mock }) => {
  await page.goto('/');
  const controls = recordingOf(page, 'Ada Lovelace');
  const box = await controls.getByRole('button', { name: 'Pause recording' }).boundingBox();
  if (!box) throw new Error('The button is nowhere.');
  await page.mouse.move(box.x + 10, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + 10, box.y + 200, { steps: 5 });
  await page.mouse.up();
  await mock.control({ verb: 'supervisorPause', callId: ada });
  const resume = controls.getByRole('button', { name: 'Resume recording' });
  await expect(resume).toBeVisible();
  // As for any press: after a change it is dropped for a moment. Then one click without a pointer.
  await resume.evaluate((button) => new Promise((resolve) => setTimeout(resolve, 1_600, button)));
  await resume.evaluate((button: HTMLElement) => button.click());
  await expect(controls).toHaveAttribute('data-recording-state', 'Recording');
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual(['ResumeCallRecording']);
});

test('a page whose requests a monitoring tool has wrapped works as any other', async ({
  page,
  mock,
}) => {
  await page.addInitScript(() => {
    const { fetch: plain } = window;
    window.fetch = async (...asked) => {
      const answer = await plain(...asked);
      void answer.clone().text();
      return answer;
    };
    const { prototype } = XMLHttpRequest;
    // oxlint-disable-next-line typescript/unbound-method -- called on the request below
    const { send } = prototype;
    prototype.send = function (this: XMLHttpRequest, body) {
      for (const name of ['onload', 'onerror', 'onreadystatechange'] as const) {
        const own = this[name] as ((event: Event) => unknown) | null;
        if (own) this[name] = (event: Event) => own.call(this, event);
      }
      this.setRequestHeader('x-trace-id', 'abc');
      send.call(this, body);
    };
  });
  await page.goto('/');
  await expectLive(page);
  const controls = recordingOf(page, 'Ada Lovelace');
  await press(controls.getByRole('button', { name: 'Pause recording' }), mock, 'Ada Lovelace');
  await expect(controls).toHaveAttribute('data-recording-state', 'Paused');
});

test('a browser that has locks and denies them is asked a few times, and the page works', async ({
  page,
  mock,
}) => {
  await page.addInitScript(() => {
    Object.assign(window, { locksAsked: 0 });
    const refuse = (): Promise<never> => {
      Reflect.set(window, 'locksAsked', Number(Reflect.get(window, 'locksAsked')) + 1);
      return Promise.reject(new DOMException('Access is denied in this context.', 'SecurityError'));
    };
    Object.defineProperty(navigator, 'locks', { value: { request: refuse, query: refuse } });
  });
  await page.goto('/');
  await expectLive(page);
  await mock.control({ verb: 'supervisorPause', callId: ada });
  await expect(recordingOf(page, 'Ada Lovelace')).toHaveAttribute('data-recording-state', 'Paused');
  expect(await page.evaluate(() => Reflect.get(window, 'locksAsked') as number)).toBeLessThan(50);
});

// Chrome's page translation puts each text into elements of its own, once. The label said Pause, in
// the agent's language, while the button resumed.
test('a page that the browser has translated shows the new words', async ({ page, mock }) => {
  await page.goto('/');
  const controls = recordingOf(page, 'Ada Lovelace');
  await expect(controls).toHaveAttribute('data-recording-state', 'Recording');
  await controls.evaluate((root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (walker.nextNode()) texts.push(walker.currentNode as Text);
    for (const text of texts) {
      const font = document.createElement('font');
      font.append(Object.assign(document.createElement('font'), { textContent: `»${text.data}«` }));
      text.replaceWith(font);
    }
  });
  await mock.control({ verb: 'supervisorPause', callId: ada });
  await expect(controls.getByRole('button', { name: 'Resume recording' })).toHaveText('Resume');
  await expect(controls.locator("[data-part='word']")).toHaveText('Paused');
});

test('a clock that is set back by an hour during a pause changes neither state nor time', async ({
  page,
  mock,
}) => {
  await page.goto('/');
  const controls = recordingOf(page, 'Ada Lovelace');
  await press(controls.getByRole('button', { name: 'Pause recording' }), mock, 'Ada Lovelace');
  await expect(controls).toHaveAttribute('data-recording-state', 'Paused');
  await page.evaluate(() => {
    const real = Date.now;
    Date.now = () => real() - 3_600_000;
  });
  await expect(controls.getByRole('timer')).toHaveText('0:02');
  await mock.control({ verb: 'supervisorResume', callId: ada });
  await expect(controls).toHaveAttribute('data-recording-state', 'Recording');
});

test('a page that the agent leaves and comes back to shows what is so now', async ({
  page,
  baseURL,
  mock,
  browserName,
}) => {
  // Playwright switches Chromium's back/forward cache off; a browser of our own has it.
  const own =
    browserName === 'chromium'
      ? await chromium.launch({
          executablePath: findChromium() ?? '',
          args: [...chromiumFlags, '--enable-features=BackForwardCache'],
          ignoreDefaultArgs: ['--disable-back-forward-cache'],
        })
      : undefined;
  const tab: Page = own ? await own.newPage() : page;
  try {
    await tab.addInitScript(() => {
      addEventListener('pageshow', ({ persisted }) => Object.assign(window, { persisted }));
    });
    await tab.goto(baseURL ?? '');
    await expectLive(tab);
    await tab.goto(new URL('favicon.svg', baseURL).href);
    await mock.control({ verb: 'supervisorPause', callId: ada });
    // Not by `goBack`, which waits for a page that is loaded.
    await tab.evaluate(() => history.back()).catch(() => undefined);
    const controls = recordingOf(tab, 'Ada Lovelace');
    await expect(controls).toHaveAttribute('data-recording-state', 'Paused');
    await expect(controls).not.toHaveAttribute('data-stale');
    // Nothing that the library holds keeps the page out of Chromium's back/forward cache. Firefox 153
    // loads the page anew: it caches no page that has a request under way or a Web Lock when the
    // navigation begins, and aborting a long-poll in `beforeunload` is already too late.
    if (browserName === 'chromium')
      expect(await tab.evaluate(() => Reflect.get(window, 'persisted') as unknown)).toBe(true);
    await mock.control({ verb: 'supervisorResume', callId: ada });
    await expect(controls).toHaveAttribute('data-recording-state', 'Recording');
  } finally {
    await own?.close();
  }
});

test('a single sign-on proxy that redirects to its sign-in page has signed the agent out', async ({
  page,
  baseURL,
}) => {
  let isExpired = false;
  const proxy = await serveProxy(baseURL ?? '', {
    onRequest: (incoming, response) => {
      if (!isExpired || !incoming.url?.startsWith('/api/')) return 'pass';
      incoming.resume();
      response.writeHead(302, { Location: '/favicon.svg' }).end();
      return 'done';
    },
  });
  await page.goto(proxy.url);
  await expectLive(page);
  isExpired = true;
  proxy.cut();
  await expect(page.locator('[data-connection]')).toHaveAttribute('data-connection', 'signed-out', {
    timeout: 20_000,
  });
  proxy.close();
});

test('two bundles with two roots each say it once, and a press is one request', async ({
  page,
  mock,
}) => {
  const script = await buildPage('twoBundles', '19');
  const server = await serveEmbedding(mock.url, 'plain', {
    policy: "default-src 'self' 'unsafe-inline'",
    pages: {
      '/': (response) => response.end('<!doctype html><html lang=en><title>Desk</title><body>'),
    },
  });
  await page.goto(server.url);
  for (let copies = 0; copies < 2; copies += 1) await page.addScriptTag({ content: script });
  const all = page.getByRole('group', { name: 'Call recording' });
  await expect(all).toHaveCount(4);
  const allAre = async (state: string): Promise<void> => {
    for (const each of await all.all())
      await expect(each).toHaveAttribute('data-recording-state', state);
  };
  await allAre('Recording');
  // Nothing that is named twice: each reason belongs to its own button.
  const ids = await page.locator('[id]').evaluateAll((elements) => elements.map(({ id }) => id));
  expect(ids).toEqual([...new Set(ids)]);
  await all.first().getByRole('button', { name: 'Pause recording' }).click();
  await allAre('Paused');
  const said = async (): Promise<string[]> =>
    (await page.locator('[aria-live]').allTextContents()).filter(Boolean);
  await expect.poll(said).toEqual(['Recording paused.']);
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual(['PauseCallRecording']);
  await server.close();
});

// The connection broke just as the browser used it: the server had the request, no answer came, and
// the browser sent it once more by itself. The second one was refused, as the call was paused already.
test('a press that the browser sends twice is no failure', async ({ page, baseURL }) => {
  let isToBreak = false;
  const proxy = await serveProxy(baseURL ?? '', {
    onAnswer: (incoming, answer) => {
      if (!isToBreak || incoming.method !== 'POST' || incoming.url?.includes('/notifications'))
        return 'pass';
      isToBreak = false;
      answer.resume();
      incoming.socket.destroy();
      return 'done';
    },
  });
  await page.goto(proxy.url);
  await expectLive(page);
  isToBreak = true;
  const controls = recordingOf(page, 'Ada Lovelace');
  await controls.getByRole('button', { name: 'Pause recording' }).click();
  await expect(controls).toHaveAttribute('data-recording-state', 'Paused');
  await expect(controls.locator("[data-tone='failure']")).toHaveCount(0);
  expect(isToBreak).toBe(false);
  proxy.close();
});

test('a leading tab that stood still, and goes on, does not show what is over', async ({
  context,
  baseURL,
  mock,
}) => {
  const [leader, follower] = [await context.newPage(), await context.newPage()];
  for (const each of [leader, follower]) {
    await each.goto(baseURL ?? '');
    await expectLive(each);
  }
  // As by a dialog for printing, or a breakpoint: longer than the others wait for it.
  const still = leader.evaluate(() => {
    for (const end = performance.now() + 15_000; performance.now() < end;);
  });
  await mock.control({ verb: 'supervisorPause', callId: ada });
  const state = 'data-recording-state';
  await expect(recordingOf(follower, 'Ada Lovelace')).toHaveAttribute(state, 'Paused', {
    timeout: 20_000,
  });
  await still;
  await expect(
    recordingOf(leader, 'Ada Lovelace').and(
      leader.locator('[data-recording-state=Paused], [data-stale]'),
    ),
  ).toBeVisible({ timeout: 2_000 });
  await expect(recordingOf(leader, 'Ada Lovelace')).toHaveAttribute(state, 'Paused');
});

/** What a gateway does with a request, or with its answer: `done` where it has dealt with it. */
interface Gateway {
  readonly onRequest?: (incoming: IncomingMessage, response: ServerResponse) => 'pass' | 'done';
  readonly onAnswer?: (incoming: IncomingMessage, answer: IncomingMessage) => 'pass' | 'done';
}

/** A gateway in front of the page and its server. */
async function serveProxy(
  origin: string,
  { onRequest, onAnswer }: Gateway,
): Promise<{ readonly url: string; readonly cut: () => void; readonly close: () => void }> {
  const server = createServer((incoming, response) => {
    if (onRequest?.(incoming, response) === 'done') return;
    const headers = { ...incoming.headers, host: new URL(origin).host };
    const outgoing = request(
      new URL(incoming.url ?? '/', origin),
      { method: incoming.method ?? 'GET', headers },
      (answer) => {
        if (onAnswer?.(incoming, answer) === 'done') return;
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
        answer.on('error', () => response.destroy());
      },
    );
    outgoing.on('error', () => response.destroy());
    response.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // A TCP server that listens has an AddressInfo; only a pipe's address is a string.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    cut: () => server.closeAllConnections(),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
