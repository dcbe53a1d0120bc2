import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build, type Plugin } from 'vite';

// Bundles an app, as a reader of the guide would write it, with the built library, and serves it on
// any origin.

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = `${root}dist/`;

/**
 * Has Vite build an app whose entry is `/entry.tsx`.
 *
 * @param modules the files of the app, by path
 * @param mode the value of `process.env.NODE_ENV` in it
 * @param separate the paths of modules that are not bundled. The test serves them beside the app
 * @returns the files to serve, by path
 */
export async function bundleApp(
  modules: Readonly<Record<string, string>>,
  mode: 'production' | 'development' = 'production',
  separate: string[] = [],
): Promise<ReadonlyMap<string, string>> {
  const result = await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
    plugins: [inMemory(modules), react()],
    resolve: {
      alias: [
        { find: /^tallylight$/, replacement: `${dist}index.js` },
        { find: /^tallylight\/(\w+\.css|workspace-v3)$/, replacement: `${dist}$1` },
        { find: /^tallylight\/(supervisor|devtools|testing)$/, replacement: `${dist}$1/index.js` },
      ],
    },
    build: {
      write: false,
      minify: mode === 'production',
      target: 'es2022',
      rolldownOptions: { input: '/entry.tsx', external: separate },
    },
  });
  const files = new Map<string, string>();
  for (const { output } of [result].flat() as { readonly output: readonly object[] }[]) {
    for (const file of output as readonly {
      readonly fileName: string;
      readonly code?: string;
      readonly source?: string;
    }[]) {
      files.set(`/${file.fileName}`, file.code ?? String(file.source));
    }
  }
  const tags = [...files.keys()].map((path) =>
    path.endsWith('.css')
      ? `<link rel="stylesheet" href="${path}" />`
      : path.includes('/entry')
        ? `<script type="module" src="${path}"></script>`
        : '',
  );
  const head = `<!doctype html><html lang="en"><title>Desk</title>`;
  files.set('/', `${head}<body>${tags.join('')}</body></html>`);
  return files;
}

function inMemory(modules: Readonly<Record<string, string>>): Plugin {
  return {
    name: 'in-memory',
    enforce: 'pre',
    resolveId: (source) => {
      const id = source.replace(/^\./, '');
      return id in modules ? id : undefined;
    },
    load: (id) => modules[id],
  };
}

/** Serves files on an origin that does not exist: the browser's requests to it are intercepted. */
export async function serve(
  context: BrowserContext,
  origin: string,
  contentOf: (path: string) => string | undefined,
): Promise<void> {
  await context.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const body = contentOf(pathname);
    await route.fulfill(
      body === undefined ? { status: 404 } : { body, contentType: typeOf(pathname) },
    );
  });
}

/**
 * Forwards the requests of a page for these origins to the mock server, with the credentials of a
 * signed-in agent, or as they are.
 */
export async function forward(
  context: BrowserContext,
  origins: readonly string[],
  mock: string,
  user: 'agent' | 'nobody' = 'agent',
): Promise<void> {
  for (const origin of origins) {
    await context.route(`${origin}/{api,workspace}/**`, async (route) => {
      const asked = route.request();
      const { pathname, search } = new URL(asked.url());
      const from = (await asked.allHeaders())['origin'] ?? '*';
      try {
        const signedIn = { authorization: `Basic ${btoa('agent:agent')}` };
        const headers = { ...asked.headers(), ...(user === 'agent' && signedIn) };
        const answer = await route.fetch({ url: mock + pathname + search, headers, timeout: 0 });
        await route.fulfill({
          response: answer,
          headers: {
            ...answer.headers(),
            'access-control-allow-origin': from,
            'access-control-allow-credentials': 'true',
          },
        });
      } catch {
        // The test has ended while a poll was held, so its request fails.
      }
    });
  }
}

/** The files of the library, as npm unpacks them. */
export function library(path: string): string | undefined {
  const file = path.replace(/^\/tallylight\/dist\//, '');
  return file === path ? undefined : readFileSync(dist + file, 'utf8');
}

export function typeOf(path: string): string {
  const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };
  return types[extname(path)] ?? 'text/html; charset=utf-8';
}
