import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { chromium, type Page } from '@playwright/test';
import { listen } from '../src/doubles/listen.ts';
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
import { library, typeOf } from './embedding/readersApp.ts';
import { serveEmbedding } from './embedding/serveEmbedding.ts';

// These tests check pages, browsers and gateways that we did not write. Each is a case that
// somebody met.

const ada = callIds['Ada Lovelace'];

// The agent pressed the mouse button on Pause, changed their mind and dragged the mouse off the
// button. Minutes later the first press by voice control was ignored.
test('after a press that was dragged off the button, the next press without a pointer is not ignored', async ({
  page,
  mock,
}) => {
  await page.goto('/');
  const controls = recordingOf(page, 'Ada Lovelace');
  const box = await controls.getByRole('button', { name: 'Pause recording' }).boundingBox();
  if (!box) throw new Error('The button has no box.');
  await page.mouse.move(box.x + 10, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + 10, box.y + 200, { steps: 5 });
  await page.mouse.up();
  await mock.control({ verb: 'supervisorPause', callId: ada });
  const resume = controls.getByRole('button', { name: 'Resume recording' });
  await expect(resume).toBeVisible();
  // A press is ignored for a moment after any change, so the test waits. Then it clicks without a
  // pointer.
  await resume.evaluate((button) => new Promise((resolve) => setTimeout(resolve, 1_600, button)));
  await resume.evaluate((button: HTMLElement) => button.click());
  await expect(controls).toHaveAttribute('data-recording-state', 'Recording');
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual(['ResumeCallRecording']);
});

test('the page works although a monitoring tool has wrapped fetch and XMLHttpRequest', async ({
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

test('where a browser has Web Locks but refuses each request, it is asked only a few times and the page works', async ({
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

// Chrome's page translation wraps each text in elements of its own, once. The label went on saying
// Pause, in the language of the agent, while the button resumed.
test('a page that the browser has translated shows the new texts after a change', async ({
  page,
  mock,
}) => {
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

test('a system clock that is set back by an hour during a pause changes neither the state nor the time', async ({
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

test('a page that the agent leaves and comes back to shows the current state', async ({
  page,
  baseURL,
  mock,
  browserName,
}) => {
  // Playwright switches off Chromium's back/forward cache, so the test launches a browser that has
  // it on.
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
    // `goBack` would wait until the page is loaded, and a page from the cache is not loaded.
    await tab.evaluate(() => history.back()).catch(() => undefined);
    const controls = recordingOf(tab, 'Ada Lovelace');
    await expect(controls).toHaveAttribute('data-recording-state', 'Paused');
    await expect(controls).not.toHaveAttribute('data-stale');
    // Nothing that the library holds keeps the page out of Chromium's back/forward cache. Firefox
    // 153 loads the page again: it does not cache a page that has a request in flight or a Web Lock
    // when the navigation begins, and it is too late to abort a long-poll in `beforeunload`.
    if (browserName === 'chromium')
      expect(await tab.evaluate(() => Reflect.get(window, 'persisted') as unknown)).toBe(true);
    await mock.control({ verb: 'supervisorResume', callId: ada });
    await expect(controls).toHaveAttribute('data-recording-state', 'Recording');
  } finally {
    await own?.close();
  }
});

test('when a single sign-on proxy redirects to its sign-in page, the page says that the agent is signed out', async ({
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

test('two bundles with two roots each announce a change once, and a press sends one request', async ({
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
  // No id occurs twice, so each reason belongs to its own button.
  const ids = await page.locator('[id]').evaluateAll((elements) => elements.map(({ id }) => id));
  expect(ids).toEqual([...new Set(ids)]);
  await all.first().getByRole('button', { name: 'Pause recording' }).click();
  await allAre('Paused');
  const announced = async (): Promise<string[]> =>
    (await page.locator('[aria-live]').allTextContents()).filter(Boolean);
  await expect.poll(announced).toEqual(['Recording paused.']);
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual(['PauseCallRecording']);
  await server.close();
});

// The connection broke while the browser used it: the server had got the request, no answer came,
// and the browser sent the request again by itself. The server refused the second one, because the
// call was paused already.
test('a press that the browser sends twice by itself is not shown as a failure', async ({
  page,
  baseURL,
}) => {
  let breaksNextPost = false;
  const proxy = await serveProxy(baseURL ?? '', {
    onAnswer: (incoming, answer) => {
      if (!breaksNextPost || incoming.method !== 'POST' || incoming.url?.includes('/notifications'))
        return 'pass';
      breaksNextPost = false;
      answer.resume();
      incoming.socket.destroy();
      return 'done';
    },
  });
  await page.goto(proxy.url);
  await expectLive(page);
  breaksNextPost = true;
  const controls = recordingOf(page, 'Ada Lovelace');
  await controls.getByRole('button', { name: 'Pause recording' }).click();
  await expect(controls).toHaveAttribute('data-recording-state', 'Paused');
  await expect(controls.locator("[data-tone='failure']")).toHaveCount(0);
  expect(breaksNextPost).toBe(false);
  proxy.close();
});

test('a leading tab that was frozen for a while does not show an old state when it goes on', async ({
  context,
  baseURL,
  mock,
}) => {
  const [leader, follower] = [await context.newPage(), await context.newPage()];
  for (const each of [leader, follower]) {
    await each.goto(baseURL ?? '');
    await expectLive(each);
  }
  // A dialog for printing or a breakpoint does this. It takes longer than the other tabs wait for
  // the leader.
  const frozen = leader.evaluate(() => {
    for (const end = performance.now() + 15_000; performance.now() < end;);
  });
  await mock.control({ verb: 'supervisorPause', callId: ada });
  const state = 'data-recording-state';
  await expect(recordingOf(follower, 'Ada Lovelace')).toHaveAttribute(state, 'Paused', {
    timeout: 20_000,
  });
  await frozen;
  await expect(
    recordingOf(leader, 'Ada Lovelace').and(
      leader.locator('[data-recording-state=Paused], [data-stale]'),
    ),
  ).toBeVisible({ timeout: 2_000 });
  await expect(recordingOf(leader, 'Ada Lovelace')).toHaveAttribute(state, 'Paused');
});

/**
 * What a gateway does with a request or its answer. `done` means that it has handled it and nothing
 * is passed on.
 */
interface Gateway {
  readonly onRequest?: (incoming: IncomingMessage, response: ServerResponse) => 'pass' | 'done';
  readonly onAnswer?: (incoming: IncomingMessage, answer: IncomingMessage) => 'pass' | 'done';
}

/** Starts a gateway in front of the page and its server. */
async function serveProxy(
  origin: string,
  { onRequest, onAnswer }: Gateway,
): Promise<{ readonly url: string; readonly cut: () => void; readonly close: () => unknown }> {
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
  const { url, close } = await listen(server);
  return { url: `${url}/`, cut: () => server.closeAllConnections(), close };
}

// A desk from 2009 was served in Windows-1252, and its web server named no encoding for scripts and
// stylesheets. The agent read "pausingâ€¦" and "Â· while paused".
test('in a page with another encoding, a classic script and the stylesheets show every character', async ({
  page,
}) => {
  const origin = 'https://old.example';
  const files: Readonly<Record<string, string | undefined>> = {
    '/': `<!doctype html><title>Desk</title>
      <link rel="stylesheet" href="/tallylight/dist/styles.css" />
      <link rel="stylesheet" href="/tallylight/dist/supervisor.css" />
      <script src="/tallylight/dist/element/all-script.js"></script>
      <tallylight-recording-status call-id="c1"></tallylight-recording-status>`,
  };
  await page.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    // The server does not answer, so the element goes on checking.
    if (pathname.startsWith('/api/')) return;
    const body = files[pathname] ?? library(pathname);
    await route.fulfill(
      body === undefined
        ? { status: 404 }
        : {
            body,
            headers: {
              'content-type':
                pathname === '/' ? 'text/html; charset=windows-1252' : typeOf(pathname),
            },
          },
    );
  });
  await page.goto(origin);
  const status = page.locator('tallylight-recording-status');
  await expect(status).toContainText('Checking…');
  // This character begins a detail in the looks of a wide card.
  const contents = await page.evaluate(() => {
    const textsOf = (rules: CSSRuleList): readonly string[] =>
      Array.from(rules).flatMap((rule) => {
        const inside = 'cssRules' in rule ? textsOf((rule as CSSGroupingRule).cssRules) : [];
        return 'style' in rule ? inside.concat((rule as CSSStyleRule).style.content) : inside;
      });
    const { shadowRoot } = document.querySelector('tallylight-recording-status') ?? {};
    return [...document.styleSheets, ...(shadowRoot?.adoptedStyleSheets ?? [])].map((sheet) =>
      textsOf(sheet.cssRules).filter((text) => text.includes('·')),
    );
  });
  expect(contents).toEqual([['"· "'], ['"· "'], ['"· "']]);
});
