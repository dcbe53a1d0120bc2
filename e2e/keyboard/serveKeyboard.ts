import { join, resolve } from 'node:path';
import { build, preview } from 'vite';

const root = join(import.meta.dirname, '../..');
const page = { configFile: false, root: import.meta.dirname, logLevel: 'error' } as const;
const outDir = join(root, 'node_modules/.cache/tallylight-keyboard');

/** Bundles the page with the built library, as a host does. */
export async function buildKeyboard(): Promise<void> {
  const entryPoint = join(root, 'src/index.ts');
  await build({
    ...page,
    plugins: [
      {
        name: 'built-library',
        enforce: 'pre',
        resolveId: (id, importer) =>
          importer && resolve(importer, '..', id) === entryPoint
            ? join(root, 'dist/index.js')
            : undefined,
      },
    ],
    build: { outDir, emptyOutDir: true, target: 'es2022' },
  });
}

/** Serves the page and the server's API on one origin. */
export async function serveKeyboard(
  gws: string,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = await preview({
    ...page,
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0, proxy: { '/api': { target: gws } } },
  });
  const url = server.resolvedUrls?.local[0];
  if (!url) throw new Error('The page is not served.');
  return { url, close: () => server.close() };
}
