import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page, Route } from '@playwright/test';
import { listen } from '../src/doubles/listen.ts';
import { createMockServer } from '../src/mock-server/createMockServer.ts';
import { expect, test } from './desktop.ts';
import { bundleApp, forward, library, serve, typeOf } from './embedding/readersApp.ts';

// Everybody who had set up the library wrongly saw "Connection lost" and nothing else. Each mistake
// in the table of the guide is made here in a real browser, and a diagnostic names it.

interface Mistake {
  /** The same mistake, made in another way. Of these the table of the guide has one row. */
  readonly code?: string;
  /** Inserted into `createAgentDesktop({ … })`. */
  readonly options?: string;
  readonly imports?: string;
  readonly path?: string;
  /** Sets up the page with the mistake, and returns the address of the page. */
  readonly make: (context: BrowserContext, app: App, mock: string) => Promise<string>;
  /** What the agent does until the mistake can be noticed. */
  readonly use?: (page: Page) => Promise<void>;
}

type App = ReadonlyMap<string, string>;

const pageOrigin = 'https://desk.gws.example';
const styles = `import 'tallylight/styles.css';`;
const asAgent = "headers: () => ({ Authorization: `Basic ${btoa('agent:agent')}` }),";

/** Serves the page, and has the mock server answer its requests to the API. */
const withServer =
  (server = pageOrigin, user: 'agent' | 'nobody' = 'agent'): Mistake['make'] =>
  async (context, app, mock) => {
    await serve(context, pageOrigin, (path) => app.get(path));
    await forward(context, [server], mock, user);
    return pageOrigin;
  };

/** Does the same, but answers requests for notifications with something else than CometD. */
const withoutCometd =
  (answer: Parameters<Route['fulfill']>[0], server = pageOrigin): Mistake['make'] =>
  async (context, app, mock) => {
    await withServer(server)(context, app, mock);
    await context.route(`${server}/api/v2/notifications/**`, (route) => route.fulfill(answer));
    return pageOrigin;
  };

const mistakes: Readonly<Record<string, Mistake>> = {
  'base-url-with-api-path': {
    options: `baseUrl: 'https://gws.example/api/v2',`,
    path: '/api/v2/api/v2/me',
    make: withServer('https://gws.example'),
  },
  // Somebody gave the path that their proxy passes on.
  'base-url-with-api-path, a part of it': {
    code: 'base-url-with-api-path',
    options: `baseUrl: '/api',`,
    path: '/api/api/v2/me',
    make: async (context, app) => {
      await serve(context, pageOrigin, (path) => app.get(path) ?? app.get('/'));
      return pageOrigin;
    },
  },
  'base-url-with-api-path, a whole request': {
    code: 'base-url-with-api-path',
    options: `baseUrl: 'https://gws.example/api/v2/me/',`,
    path: '/api/v2/me/api/v2/me',
    make: withServer('https://gws.example'),
  },
  'no-api-on-own-origin': {
    path: '/api/v2/me',
    make: async (context, app) => {
      // A web server for single-page apps does this: it sends the page for every path.
      await serve(context, pageOrigin, (path) => app.get(path) ?? app.get('/'));
      return pageOrigin;
    },
  },
  'no-api-at-base-url': {
    options: `baseUrl: 'https://other.example/somewhere',`,
    path: '/somewhere/api/v2/me',
    make: async (context, app) => {
      await serve(context, pageOrigin, (path) => app.get(path));
      await context.route('https://other.example/**', (route) =>
        route.fulfill({
          status: 404,
          headers: {
            'access-control-allow-origin': pageOrigin,
            'access-control-allow-credentials': 'true',
          },
        }),
      );
      return pageOrigin;
    },
  },
  'no-api-on-own-origin, below a path': {
    code: 'no-api-on-own-origin',
    options: `baseUrl: '/gws',`,
    path: '/gws/api/v2/me',
    make: async (context, app) => {
      await serve(context, pageOrigin, (path) => app.get(path));
      return pageOrigin;
    },
  },
  'handshake-not-found': {
    path: '/api/v2/notifications',
    make: withoutCometd({ status: 404 }),
  },
  // nginx answers so when it serves files and is sent a POST.
  'handshake-not-found, a file server': {
    code: 'handshake-not-found',
    path: '/api/v2/notifications',
    make: withoutCometd({ status: 405 }),
  },
  'handshake-not-found, the server of a single-page app': {
    code: 'handshake-not-found',
    path: '/api/v2/notifications',
    make: withoutCometd({ body: '<!doctype html><title>Desk</title>', contentType: 'text/html' }),
  },
  // The port in the settings of the proxy was wrong.
  'proxy-without-server, that of Vite': {
    code: 'proxy-without-server',
    path: '/api/v2/me',
    make: async (context, app) => {
      await serve(context, pageOrigin, (path) => app.get(path));
      await context.route('https://desk.gws.example/api/**', (route) =>
        route.fulfill({ status: 500, body: '' }),
      );
      return pageOrigin;
    },
  },
  'proxy-without-server, that of nginx': {
    code: 'proxy-without-server',
    path: '/api/v2/me',
    make: async (context, app) => {
      await serve(context, pageOrigin, (path) => app.get(path));
      await context.route('https://desk.gws.example/api/**', (route) =>
        route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>502 Bad Gateway</h1>' }),
      );
      return pageOrigin;
    },
  },
  'proxy-without-server, a gateway of another origin': {
    code: 'proxy-without-server',
    options: `baseUrl: 'https://gws.example',`,
    path: '/api/v2/me',
    make: async (context, app) => {
      await serve(context, pageOrigin, (path) => app.get(path));
      await context.route('https://gws.example/api/**', (route) =>
        route.fulfill({
          status: 504,
          body: 'Error occurred while trying to proxy',
          headers: {
            'access-control-allow-origin': pageOrigin,
            'access-control-allow-credentials': 'true',
          },
        }),
      );
      return pageOrigin;
    },
  },
  'server-unreachable': {
    options: `baseUrl: 'https://gws.example',`,
    path: '/api/v2/me',
    make: async (context, app) => {
      await serve(context, pageOrigin, (path) => app.get(path));
      await context.route('https://gws.example/**', (route) => route.abort('connectionrefused'));
      return pageOrigin;
    },
  },
  'cross-origin-refused': {
    options: `baseUrl: new URL(location.href).searchParams.get('gws'), ${asAgent}`,
    path: '/api/v2/me',
    make: async (_context, app, mock) => `${await serveOnLoopback(app, '127.0.0.1')}/?gws=${mock}`,
  },
  'cross-origin-refused, only for the notifications': {
    code: 'cross-origin-refused',
    options: `baseUrl: 'https://gws.example',`,
    path: '/api/v2/notifications',
    make: withoutCometd(
      { json: [], headers: { 'access-control-allow-origin': 'https://another.example' } },
      'https://gws.example',
    ),
  },
  'cross-origin-refused, with credentials': {
    code: 'cross-origin-refused',
    options: `baseUrl: 'https://gws.example',`,
    path: '/api/v2/me',
    make: async (context, app) => {
      await serve(context, pageOrigin, (path) => app.get(path));
      await context.route('https://gws.example/**', (route) =>
        route.fulfill({ json: {}, headers: { 'access-control-allow-origin': '*' } }),
      );
      return pageOrigin;
    },
  },
  'mixed-content': {
    options: `baseUrl: 'http://gws.example',`,
    path: '/api/v2/me',
    make: async (context, app) => {
      await serve(context, pageOrigin, (path) => app.get(path));
      return pageOrigin;
    },
  },
  'two-loopback-names': {
    options: `baseUrl: new URL(location.href).searchParams.get('gws'), ${asAgent}`,
    path: '/api/v2/notifications',
    make: async (_context, app) => {
      const page = await serveOnLoopback(app, 'localhost');
      const mock = createMockServer({ allowedOrigins: [page] });
      closing.push(mock.close);
      return `${page}/?gws=${(await mock.listen()).url}`;
    },
  },
  'no-headers': {
    path: '/api/v2/me',
    make: withServer(pageOrigin, 'nobody'),
  },
  'no-headers, none yet': {
    code: 'no-headers',
    options: 'headers: () => ({}),',
    path: '/api/v2/me',
    make: withServer(pageOrigin, 'nobody'),
  },
  'headers-failed, which never come': {
    code: 'headers-failed',
    options: 'headers: () => new Promise(() => undefined), requestTimeout: 1_000,',
    make: withServer(pageOrigin, 'nobody'),
  },
  'headers-failed, which nobody returned': {
    code: 'headers-failed',
    options: 'headers: () => {},',
    make: withServer(pageOrigin, 'nobody'),
  },
  'headers-failed, with a token that is not there yet': {
    code: 'headers-failed',
    options: 'headers: () => ({ Authorization: undefined }),',
    make: withServer(pageOrigin, 'nobody'),
  },
  'headers-failed, which threw': {
    code: 'headers-failed',
    options: 'headers: () => { throw new Error(location.href); },',
    make: withServer(pageOrigin, 'nobody'),
  },
  // A server grants any channel, so this is noticed only when reads have shown changes that no message
  // reported.
  'wrong-channel': {
    options: `channel: '/nothing/comes/here', confirmationTimeout: 1_000, ${asAgent}`,
    make: withServer(),
    use: async (page) => {
      const call = page.locator('[role=group][data-recording-state=Recording]').first();
      const callId = (await call.getAttribute('data-call-id')) ?? '';
      const recording = page.locator(`[role=group][data-call-id='${callId}']`);
      for (const [name, state] of [
        ['Pause recording', 'Paused'],
        ['Resume recording', 'Recording'],
      ] as const) {
        // A press right after the last change is taken for one that was meant before it.
        await expect(async () => {
          await recording.getByRole('button', { name }).click({ timeout: 1_000 });
          await expect(recording).toHaveAttribute('data-recording-state', state);
        }).toPass();
      }
    },
  },
  'no-stylesheet': {
    imports: '',
    make: withServer(),
  },
  // The export of a tool for translations had an empty text for a word that nobody had translated.
  'incomplete-messages': {
    imports: `${styles} import { english } from 'tallylight';
      globalThis.messages = { ...english, states: { ...english.states, Recording: '' } };`,
    make: async (context, app, mock) => {
      await serve(context, pageOrigin, (path) => app.get(path));
      await forward(context, [pageOrigin], mock);
      return pageOrigin;
    },
  },
  'two-copies': {
    make: async (context, app, mock) => {
      const page = app.get('/') ?? '';
      const script = /<script.*<\/script>/.exec(page)?.[0] ?? '';
      const another = script.replace('.js', '.js?another');
      await serve(context, pageOrigin, (path) => (path === '/' ? page + another : app.get(path)));
      await forward(context, [pageOrigin], mock);
      return pageOrigin;
    },
  },
};

const closing: (() => unknown)[] = [];
test.afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

test('the guide’s table of mistakes lists exactly the mistakes that are tested here', () => {
  const guide = readFileSync(
    fileURLToPath(new URL('../stories/docs/ConnectingToGws.md', import.meta.url)),
    'utf8',
  );
  const section = guide.slice(guide.indexOf('## Mistakes'), guide.indexOf('## Error codes'));
  const documented = [...section.matchAll(/^\| `([\w-]+)`/gm)].map(([, code]) => code);
  const tested = Object.entries(mistakes).map(([name, { code = name }]) => code);
  expect(new Set(documented)).toEqual(new Set(tested));
  expect(documented).toHaveLength(new Set(documented).size);
});

for (const [
  name,
  { code = name, options = '', imports = styles, path, make, use },
] of Object.entries(mistakes)) {
  test(`a diagnostic and a console warning of a development build name the mistake ${name}`, async ({
    context,
    page,
    mock,
  }) => {
    test.slow(use !== undefined, 'It is noticed only after a while.');
    const app = await bundleDesk(imports, options);
    const warnings: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'warning') warnings.push(message.text());
    });
    await page.goto(await make(context, app, mock.url));
    await use?.(page);

    // The page above has put the array there.
    const diagnosed = async (): Promise<
      readonly { code: string; path?: string; message: string }[]
    > => page.evaluate(() => Reflect.get(globalThis, 'diagnosed'));
    await expect
      .poll(async () => (await diagnosed()).map((each) => each.code), { timeout: 30_000 })
      .toContain(code);
    const all = await diagnosed();
    // No other mistake is reported, and this one is reported once.
    expect(all.map((each) => each.code)).toEqual([code]);
    expect([path, path && `${path}/calls`]).toContain(all[0]?.path);
    expect(all[0]?.message).toMatch(/\. [A-Z].*\.$/);
    expect(JSON.stringify(all)).not.toMatch(/Basic|fields=|undefined|YWdlbnQ/);
    expect(warnings.filter((text) => text.startsWith(`Tallylight, ${code}: `))).toHaveLength(1);
  });
}

// The wall has two stylesheets, and somebody had imported one.
test('a wall without one of its stylesheets says so, once', async ({ context, page }) => {
  for (const [origin, imported, expected] of [
    ['https://one.example', ['styles'], ['no-stylesheet']],
    ['https://other.example', ['supervisor'], ['no-stylesheet']],
    ['https://both.example', ['styles', 'supervisor'], []],
  ] as const) {
    const app = await bundleApp(
      {
        '/entry.tsx': `${imported.map((name) => `import 'tallylight/${name}.css';`).join('')}
          import { createRoot } from 'react-dom/client';
          import { RecordingWall } from 'tallylight/supervisor';
          const codes = [];
          const source = {
            subscribe: (listener) => { listener({ type: 'snapshot', calls: [] }); return () => undefined; },
          };
          const root = createRoot(document.body.appendChild(document.createElement('main')));
          const draw = () =>
            root.render(<RecordingWall source={source} onDiagnostic={({ code }) => codes.push(code)} />);
          draw();
          setTimeout(() => {
            draw();
            setTimeout(() => { document.title = JSON.stringify(codes); }, 1_500);
          }, 1_500);`,
      },
      'development',
    );
    await serve(context, origin, (path) => app.get(path));
    await page.goto(origin);
    await expect(page).toHaveTitle(JSON.stringify(expected));
  }
});

// Somebody forgot the headers on a plain page, and neither the page nor its console said why nothing
// came. Such a page has no development build.
test('an element tells of the mistake by an event, and on this machine on the console', async ({
  page,
}) => {
  const files = new Map([
    ['/tallylight.js', library('/tallylight/dist/element/index.js') ?? ''],
    [
      '/',
      `<!doctype html><html lang="en"><title>Desk</title>
      <script>
        globalThis.diagnosed = [];
        addEventListener('tallylight-diagnostic', ({ detail }) => {
          if ('message' in detail) globalThis.diagnosed.push(detail);
        });
      </script>
      <script type="module" src="/tallylight.js"></script></html>`,
    ],
  ]);
  const origin = await serveOnLoopback(files, 'localhost');
  const mock = createMockServer({ allowedOrigins: [origin] });
  closing.push(mock.close);
  const { port } = await mock.listen();
  const warnings: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'warning') warnings.push(message.text());
  });
  await page.goto(origin);
  const show = async (attributes: string, user: string): Promise<void> => {
    await page.evaluate(
      ([html, credentials]) => {
        Reflect.set(globalThis, 'diagnosed', []);
        document.body.innerHTML = html;
        const element = document.querySelector('tallylight-recording-controls');
        if (credentials)
          Object.assign(element ?? {}, { headers: () => ({ Authorization: credentials }) });
      },
      [
        `<tallylight-recording-controls call-id="c1" ${attributes}></tallylight-recording-controls>`,
        user === 'agent' ? `Basic ${btoa('agent:agent')}` : '',
      ] as const,
    );
  };
  const diagnosed = async (): Promise<readonly { readonly code: string }[]> =>
    page.evaluate(() => Reflect.get(globalThis, 'diagnosed'));

  for (const [code, attributes, user = 'agent'] of [
    ['no-headers', `base-url="http://localhost:${port}"`, 'nobody'],
    ['no-api-on-own-origin', ''],
    ['base-url-with-api-path', `base-url="http://localhost:${port}/api/v2"`],
    ['server-unreachable', 'base-url="http://localhost:9"'],
  ] as const) {
    await show(attributes, user);
    await expect.poll(async () => (await diagnosed()).map((each) => each.code)).toEqual([code]);
    expect(warnings.filter((text) => text.startsWith(`Tallylight, ${code}: `))).toHaveLength(1);
  }
});

// Somebody left "https://" out of the address, and somebody else loaded the script beside the module. Each
// looked at an empty place and at an empty console.
test('an element with an address that cannot be used, and a second copy, are named on the console', async ({
  page,
}) => {
  const origin = await serveOnLoopback(
    new Map([
      ['/module.js', library('/tallylight/dist/element/index.js') ?? ''],
      ['/script.js', library('/tallylight/dist/element/script.js') ?? ''],
      [
        '/',
        `<!doctype html><html lang="en"><title>Desk</title>
        <script src="/script.js"></script>
        <script type="module" src="/module.js"></script>
        <tallylight-recording-status call-id="c1" base-url="gws.example"></tallylight-recording-status>
        <tallylight-recording-status call-id="c2" base-url="gws.example"></tallylight-recording-status>`,
      ],
    ]),
    'localhost',
  );
  const warnings: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'warning') warnings.push(message.text());
  });
  await page.goto(origin);
  const of = (code: string): readonly string[] =>
    warnings.filter((text) => text.startsWith(`Tallylight, ${code}: `));
  await expect.poll(() => of('invalid-option')).toHaveLength(1);
  expect(of('invalid-option')[0]).toContain('does not begin with http://, https:// or one slash');
  await expect.poll(() => of('two-copies')).toHaveLength(1);
  expect(of('two-copies')[0]).toContain('Load one copy only.');
});

// A page did not load the stylesheet, so every announcement was visible at the end of the page.
test('without the stylesheet the announcements are made, and are not visible', async ({
  context,
  page,
  mock,
}) => {
  const app = await bundleDesk('', '');
  await serve(context, pageOrigin, (path) => app.get(path));
  await forward(context, [pageOrigin], mock.url);
  await page.goto(pageOrigin);
  await page.getByRole('button', { name: 'Pause recording' }).first().click();
  const regions = page.locator('[aria-live]');
  await expect(regions.filter({ hasText: 'Recording paused.' })).toHaveCount(1);
  for (const region of await regions.all()) {
    await expect(region).toHaveCSS('clip-path', 'inset(50%)');
    const box = await region.boundingBox();
    expect(Math.max(box?.width ?? 0, box?.height ?? 0)).toBeLessThanOrEqual(1);
  }
});

/** The app of every set of imports, which is the same for all options. */
const bundled = new Map<string, Promise<App>>();

/** Builds an app for development that shows all calls and keeps the diagnosed mistakes. */
async function bundleDesk(imports: string, options: string): Promise<App> {
  const bundling =
    bundled.get(imports) ??
    bundleApp(
      {
        '/entry.tsx': `${imports}
          import { createRoot } from 'react-dom/client';
          import { AgentDesktopProvider, CallList, createAgentDesktop } from 'tallylight';
          import options from '/options.js';
          globalThis.diagnosed ??= [];
          const desktop = createAgentDesktop({
            ...options,
            onDiagnostic: (diagnostic) => {
              const { message = diagnostic.problem } = diagnostic;
              if (message) globalThis.diagnosed.push({ ...diagnostic, message });
            },
          });
          createRoot(document.body.appendChild(document.createElement('main'))).render(
            <AgentDesktopProvider desktop={desktop} messages={globalThis.messages}><CallList /></AgentDesktopProvider>
          );`,
      },
      'development',
      ['/options.js'],
    );
  bundled.set(imports, bundling);
  return new Map([...(await bundling), ['/options.js', `export default { ${options} };`]]);
}

/** Serves an app on a free port of this machine, under one of the names of loopback. */
async function serveOnLoopback(app: App, name: string): Promise<string> {
  const server = createServer(({ url = '/' }, response) => {
    const path = url.replace(/\?.*$/, '');
    response.setHeader('Content-Type', typeOf(path));
    response.writeHead(app.has(path) ? 200 : 404).end(app.get(path));
  });
  const { url, close } = await listen(server, name);
  closing.push(close);
  return url;
}
