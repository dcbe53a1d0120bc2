import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { listen, type Listening } from '../src/doubles/listen.ts';

/**
 * Serves a built page on loopback. The page is isolated from other origins, because only then the
 * clock of Chromium has steps of 5 µs and not of 100 µs. `/clock` answers with this process's
 * `performance.now()`.
 */
export async function serve(folder: string): Promise<Listening> {
  const server = createServer((request, response) => {
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    response.setHeader('Cache-Control', 'no-store');
    const { pathname } = new URL(request.url ?? '/', 'http://bench');
    if (pathname === '/clock') {
      response.end(String(performance.now()));
      return;
    }
    const path = pathname === '/' ? '/index.html' : normalize(decodeURIComponent(pathname));
    readFile(join(folder, path)).then(
      (content) => {
        response.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream');
        response.end(content);
      },
      () => {
        response.statusCode = 404;
        response.end();
      },
    );
  });
  return listen(server);
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};
