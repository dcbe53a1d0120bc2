import { createServer } from 'node:http';
import { listen } from '../src/doubles/listen.ts';
import { test as base } from './desktop.ts';
import { strictPolicy } from './embedding/serveEmbedding.ts';

/** The contents of a host's page. */
interface HostPage {
  /** The attributes of the body, such as `class=host`. */
  readonly bodyAttributes?: string;
  readonly css: string;
  /** It is called for each test, because the page is built only after this file was loaded. */
  readonly script: () => string;
}

/** Makes the `test` for a page whose policy allows nothing but the page's own files. */
export function onStrictHost({ bodyAttributes = '', css, script }: HostPage): typeof base {
  return base.extend({
    baseURL: async ({ browserName }, use) => {
      // Playwright requires a destructured first argument in a fixture, and this fixture needs
      // none.
      void browserName;
      const files: Readonly<Record<string, readonly [type: string, body: string]>> = {
        '/': [
          'text/html',
          `<!doctype html><html lang=en data-theme=dark><title>Desk</title><link rel=stylesheet href=/page.css><script defer src=/page.js></script><body ${bodyAttributes}>`,
        ],
        '/page.css': ['text/css', css],
        '/page.js': ['text/javascript', script()],
      };
      const server = createServer(({ url = '' }, response) => {
        const [type, body] = files[url] ?? ['text/plain', ''];
        response.writeHead(200, {
          'Content-Type': `${type}; charset=utf-8`,
          'Content-Security-Policy': strictPolicy,
        });
        response.end(body);
      });
      const { url: own, close } = await listen(server);
      await use(own);
      await close();
    },
  });
}
