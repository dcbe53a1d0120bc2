import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { BrowserContext } from '@playwright/test';
import { createMockServer } from '../src/mock-server/createMockServer.ts';
import { expect, test } from './desktop.ts';
import { bundleApp, forward, serve, typeOf } from './embedding/readersApp.ts';

// Everybody who set the library up wrongly saw the same two words, "Connection lost", and no more.
// Each mistake of the book's table is made here in a real browser, and named in a diagnostic.

interface Mistake {
  /** Written into `createAgentDesktop({ … })`. */
  readonly options?: string;
  readonly imports?: string;
  readonly path?: string;
  /** Makes the mistake around the page, and says where the page is. */
  readonly make: (context: BrowserContext, app: App, mock: string) => Promise<string>;
}

type App = ReadonlyMap<string, string>;

const desk = 'https://desk.gws.example';
const styles = `import 'tallylight/styles.css';`;
const asAgent = "headers: () => ({ Authorization: `Basic ${btoa('agent:agent')}` }),";

const mistakes: Readonly<Record<string, Mistake>> = {
  'base-url-with-api-path': {
    options: `baseUrl: 'https://gws.example/api/v2',`,
    path: '/api/v2/api/v2/me',
    make: async (context, app, mock) => {
      await serve(context, desk, (path) => app.get(path));
      await forward(context, ['https://gws.example'], mock);
      return desk;
    },
  },
  'no-api-on-own-origin': {
    path: '/api/v2/me',
    make: async (context, app) => {
      // As a web server of single pages does it: the page, whatever is asked for.
      await serve(context, desk, (path) => app.get(path) ?? app.get('/'));
      return desk;
    },
  },
  'no-api-at-base-url': {
    options: `baseUrl: 'https://other.example/somewhere',`,
    path: '/somewhere/api/v2/me',
    make: async (context, app) => {
      await serve(context, desk, (path) => app.get(path));
      await context.route('https://other.example/**', (route) =>
        route.fulfill({
          status: 404,
          headers: {
            'access-control-allow-origin': desk,
            'access-control-allow-credentials': 'true',
          },
        }),
      );
      return desk;
    },
  },
  'handshake-not-found': {
    path: '/api/v2/notifications',
    make: async (context, app, mock) => {
      await serve(context, desk, (path) => app.get(path));
      await forward(context, [desk], mock);
      await context.route(`${desk}/api/v2/notifications/**`, (route) =>
        route.fulfill({ status: 404 }),
      );
      return desk;
    },
  },
  'cross-origin-refused': {
    options: `baseUrl: new URL(location.href).searchParams.get('gws'), ${asAgent}`,
    path: '/api/v2/me',
    make: async (_context, app, mock) => `${await host(app, '127.0.0.1')}/?gws=${mock}`,
  },
  'mixed-content': {
    options: `baseUrl: 'http://gws.example',`,
    path: '/api/v2/me',
    make: async (context, app) => {
      await serve(context, desk, (path) => app.get(path));
      return desk;
    },
  },
  'two-loopback-names': {
    options: `baseUrl: new URL(location.href).searchParams.get('gws'), ${asAgent}`,
    path: '/api/v2/notifications',
    make: async (_context, app) => {
      const page = await host(app, 'localhost');
      const mock = createMockServer({ allowedOrigins: [page] });
      closing.push(mock.close);
      return `${page}/?gws=${(await mock.listen()).url}`;
    },
  },
  'no-headers': {
    path: '/api/v2/me',
    make: async (context, app, mock) => {
      await serve(context, desk, (path) => app.get(path));
      await forward(context, [desk], mock, 'nobody');
      return desk;
    },
  },
  'no-stylesheet': {
    imports: '',
    make: async (context, app, mock) => {
      await serve(context, desk, (path) => app.get(path));
      await forward(context, [desk], mock);
      return desk;
    },
  },
  'two-copies': {
    make: async (context, app, mock) => {
      const page = app.get('/') ?? '';
      const script = /<script.*<\/script>/.exec(page)?.[0] ?? '';
      const another = script.replace('.js', '.js?another');
      await serve(context, desk, (path) => (path === '/' ? page + another : app.get(path)));
      await forward(context, [desk], mock);
      return desk;
    },
  },
};

const closing: (() => unknown)[] = [];
test.afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

test('the book’s table has each mistake that is made here, and no other', () => {
  const guide = readFileSync(
    fileURLToPath(new URL('../stories/docs/ConnectingToGws.md', import.meta.url)),
    'utf8',
  );
  const section = guide.slice(guide.indexOf('## Mistakes'), guide.indexOf('## Errors'));
  const told = [...section.matchAll(/^\| `([\w-]+)`/gm)].map(([, code]) => code);
  expect(new Set(told)).toEqual(new Set(Object.keys(mistakes)));
  expect(told).toHaveLength(Object.keys(mistakes).length);
});

for (const [code, { options = '', imports = styles, path, make }] of Object.entries(mistakes)) {
  test(`names the mistake ${code}, also on the console of a development build`, async ({
    context,
    page,
    mock,
  }) => {
    const app = await bundleApp(
      {
        '/entry.tsx': `${imports}
          import { createRoot } from 'react-dom/client';
          import { AgentDesktopProvider, CallList, createAgentDesktop } from 'tallylight';
          globalThis.said ??= [];
          const desktop = createAgentDesktop({ ${options}
            onDiagnostic: (diagnostic) => {
              if ('message' in diagnostic) globalThis.said.push(diagnostic);
            },
          });
          createRoot(document.body.appendChild(document.createElement('main'))).render(
            <AgentDesktopProvider desktop={desktop}><CallList /></AgentDesktopProvider>
          );`,
      },
      'development',
    );
    const warnings: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'warning') warnings.push(message.text());
    });
    await page.goto(await make(context, app, mock.url));

    // Put there by the page above.
    const said = async (): Promise<readonly { code: string; path?: string; message: string }[]> =>
      page.evaluate(() => Reflect.get(globalThis, 'said'));
    await expect.poll(async () => (await said()).map((each) => each.code)).toContain(code);
    const all = await said();
    // Nothing else is blamed, and nothing is said twice.
    expect(all.map((each) => each.code)).toEqual([code]);
    expect([path, `${path}/calls`]).toContain(all[0]?.path);
    expect(all[0]?.message).toMatch(/\. [A-Z].*\.$/);
    expect(JSON.stringify(all)).not.toMatch(/Basic|fields=|undefined|YWdlbnQ/);
    expect(warnings.filter((text) => text.startsWith(`Tallylight, ${code}: `))).toHaveLength(1);
  });
}

/** Serves an app on a port of this machine, by one of its names. */
async function host(app: App, name: string): Promise<string> {
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
