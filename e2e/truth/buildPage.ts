import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve } from 'node:path';
import { build, type Plugin } from 'vite';
import { listen, type Listening } from '../../src/doubles/listen.ts';

const root = process.cwd();
const cache = join(root, 'node_modules/.cache/tallylight-pages');

/**
 * Builds the library as it is published, and returns its folder. The folder is a separate one,
 * because other suites use `dist/`, and other pages may be built at the same time.
 *
 * @param whose a part of the folder's name
 */
export async function buildLibrary(whose: string): Promise<string> {
  const outDir = join(cache, `library-${whose}`);
  await build({
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
  });
  return outDir;
}

/** Builds a page that uses a built library, and returns the folder of the page. */
export async function buildPage(
  source: string,
  name: string,
  library: string,
  plugins: readonly Plugin[] = [],
): Promise<string> {
  const outDir = join(cache, name);
  const entryPoint = join(root, 'src/index.ts');
  await build({
    configFile: false,
    root: join(root, source),
    base: './',
    publicDir: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'built-library',
        enforce: 'pre',
        resolveId: (id, importer) =>
          importer && resolve(importer, '..', id) === entryPoint
            ? join(library, 'index.js')
            : undefined,
      },
      ...plugins,
    ],
    build: { outDir, emptyOutDir: true, target: 'es2022', minify: false },
  });
  return outDir;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/**
 * Serves a folder under `/truth/`. Each answer closes its connection, because the proxy looks only at the first
 * request of a connection.
 */
export async function servePage(folder: string): Promise<Listening> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://page');
    const file = join(folder, pathname.replace(/^\/truth\//, ''));
    const type = types[extname(file)];
    response.setHeader('Connection', 'close');
    if (!file.startsWith(folder) || type === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('Content-Type', type);
    createReadStream(file)
      .on('error', () => response.writeHead(404).end())
      .pipe(response);
  });
  return listen(server);
}
