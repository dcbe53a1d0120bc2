import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { BrowserContext } from '@playwright/test';
import { createMockServer } from '../src/mock-server/createMockServer.ts';
import { expect, test } from './desktop.ts';
import { bundleApp, forward, serve, typeOf } from './embedding/readersApp.ts';

// Everybody who had set up the library wrongly saw "Connection lost" and nothing else. Each mistake
// in the table of the guide is made here in a real browser, and a diagnostic names it.

interface Mistake {
  /** Inserted into `createAgentDesktop({ … })`. */
  readonly options?: string;
  readonly imports?: string;
  readonly path?: string;
  /** Sets up the page with the mistake, and returns the address of the page. */
  readonly make: (context: BrowserContext, app: App, mock: string) => Promise<string>;
}

type App = ReadonlyMap<string, string>;

const pageOrigin = 'https://desk.gws.example';
const styles = `import 'tallylight/styles.css';`;
const asAgent = "headers: () => ({ Authorization: `Basic ${btoa('agent:agent')}` }),";

const mistakes: Readonly<Record<string, Mistake>> = {
  'base-url-with-api-path': {
    options: `baseUrl: 'https://gws.example/api/v2',`,
    path: '/api/v2/api/v2/me',
    make: async (context, app, mock) => {
      await serve(context, pageOrigin, (path) => app.get(path));
      await forward(context, ['https://gws.example'], mock);
      return pageOrigin;
    },
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
  'handshake-not-found': {
    path: '/api/v2/notifications',
    make: async (context, app, mock) => {
      await serve(context, pageOrigin, (path) => app.get(path));
      await forward(context, [pageOrigin], mock);
      await context.route(`${pageOrigin}/api/v2/notifications/**`, (route) =>
        route.fulfill({ status: 404 }),
      );
      return pageOrigin;
    },
  },
  'cross-origin-refused': {
    options: `baseUrl: new URL(location.href).searchParams.get('gws'), ${asAgent}`,
    path: '/api/v2/me',
    make: async (_context, app, mock) => `${await serveOnLoopback(app, '127.0.0.1')}/?gws=${mock}`,
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
    make: async (context, app, mock) => {
      await serve(context, pageOrigin, (path) => app.get(path));
      await forward(context, [pageOrigin], mock, 'nobody');
      return pageOrigin;
    },
  },
  'no-stylesheet': {
    imports: '',
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
  const section = guide.slice(guide.indexOf('## Mistakes'), guide.indexOf('## Errors'));
  const documented = [...section.matchAll(/^\| `([\w-]+)`/gm)].map(([, code]) => code);
  expect(new Set(documented)).toEqual(new Set(Object.keys(mistakes)));
  expect(documented).toHaveLength(Object.keys(mistakes).length);
});

for (const [code, { options = '', imports = styles, path, make }] of Object.entries(mistakes)) {
  test(`a diagnostic and a console warning of a development build name the mistake ${code}`, async ({
    context,
    page,
    mock,
  }) => {
    const app = await bundleDesk(imports, options);
    const warnings: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'warning') warnings.push(message.text());
    });
    await page.goto(await make(context, app, mock.url));

    // The page above has put the array there.
    const diagnosed = async (): Promise<
      readonly { code: string; path?: string; message: string }[]
    > => page.evaluate(() => Reflect.get(globalThis, 'diagnosed'));
    await expect.poll(async () => (await diagnosed()).map((each) => each.code)).toContain(code);
    const all = await diagnosed();
    // No other mistake is reported, and this one is reported once.
    expect(all.map((each) => each.code)).toEqual([code]);
    expect([path, `${path}/calls`]).toContain(all[0]?.path);
    expect(all[0]?.message).toMatch(/\. [A-Z].*\.$/);
    expect(JSON.stringify(all)).not.toMatch(/Basic|fields=|undefined|YWdlbnQ/);
    expect(warnings.filter((text) => text.startsWith(`Tallylight, ${code}: `))).toHaveLength(1);
  });
}

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

/** Builds an app for development that shows all calls and keeps the diagnosed mistakes. */
function bundleDesk(imports: string, options: string): Promise<App> {
  return bundleApp(
    {
      '/entry.tsx': `${imports}
        import { createRoot } from 'react-dom/client';
        import { AgentDesktopProvider, CallList, createAgentDesktop } from 'tallylight';
        globalThis.diagnosed ??= [];
        const desktop = createAgentDesktop({ ${options}
          onDiagnostic: (diagnostic) => {
            if ('message' in diagnostic) globalThis.diagnosed.push(diagnostic);
          },
        });
        createRoot(document.body.appendChild(document.createElement('main'))).render(
          <AgentDesktopProvider desktop={desktop}><CallList /></AgentDesktopProvider>
        );`,
    },
    'development',
  );
}

/** Serves an app on a free port of this machine, under one of the names of loopback. */
async function serveOnLoopback(app: App, name: string): Promise<string> {
  const server = createServer(({ url = '/' }, response) => {
    const path = url.replace(/\?.*$/, '');
    response.setHeader('Content-Type', typeOf(path));
    response.writeHead(app.has(path) ? 200 : 404).end(app.get(path));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, name, resolve);
  });
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://${name}:${(server.address() as AddressInfo).port}`;
}
