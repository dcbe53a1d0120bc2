// The demo as Vite sees it: served from source by `npm start`, built against the built library for
// the browser tests.
import { dirname, join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build, createLogger, createServer, preview } from 'vite';

/**
 * @typedef {object} Served
 * @property {string} gws the server's address, `http://127.0.0.1:8090`
 * @property {boolean} isMock
 * @property {number} port 0 takes a free port
 */

const root = dirname(import.meta.dirname);

/** The Content-Security-Policy of the page: it may load its own files and ask its own server. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "require-trusted-types-for 'script'",
].join('; ');

/**
 * Serves the demo from source. `gws` is the server behind `/api`, and also behind `/mock` if it is
 * a mock.
 *
 * @param {Served} served
 */
export async function serveDemo({ gws, isMock, port }) {
  return createServer({
    ...demo('source'),
    plugins: [react(), library('source'), demoConfig({ gws, isMock })],
    server: {
      host: '127.0.0.1',
      port,
      strictPort: true,
      proxy: proxyTo(gws, isMock),
      // Vite's types require all three options, and Vite itself does not.
      fs: { allow: [root], strict: true, deny: ['.env', '.env.*', '*.{crt,pem}', '**/.git/**'] },
    },
    optimizeDeps: {
      // These packages are named, so that the first load of the page does not wait for another
      // bundling.
      include: [
        'react',
        'react-dom',
        'react-dom/client',
        'react/jsx-dev-runtime',
        '@tanstack/react-query',
        'zustand',
        'zustand/vanilla',
        'cometd',
      ],
    },
    customLogger: withoutProxyErrors(createLogger('warn')),
  });
}

/** Builds the demo into `dist-demo/` from the built library in `dist/`. */
export async function buildDemo() {
  await build({
    ...demo('dist'),
    plugins: [react(), library('dist')],
    build: { outDir: join(root, 'dist-demo'), emptyOutDir: true, target: 'es2022' },
    logLevel: 'warn',
  });
}

/**
 * Serves the built demo with the strict policy. `resolvedUrls` has its address.
 *
 * @param {Served} served
 */
export async function serveBuiltDemo({ gws, isMock, port }) {
  return preview({
    ...demo('dist'),
    plugins: [demoConfig({ gws, isMock })],
    build: { outDir: join(root, 'dist-demo') },
    preview: {
      host: '127.0.0.1',
      port,
      strictPort: true,
      headers: { 'Content-Security-Policy': contentSecurityPolicy },
      proxy: proxyTo(gws, isMock),
    },
    logLevel: 'silent',
  });
}

/**
 * @param {'source' | 'dist'} kind
 * @returns {import('vite').InlineConfig}
 */
function demo(kind) {
  return {
    configFile: false,
    root: join(root, 'src/demo'),
    publicDir: join(root, 'public'),
    // `npm test` and `npm start` may run side by side.
    cacheDir: join(root, 'node_modules/.vite', `demo-${kind}`),
    clearScreen: false,
  };
}

/**
 * Lets the demo import entry points only, and decides whether they are the source or the build.
 *
 * @param {'source' | 'dist'} kind
 * @returns {import('vite').Plugin}
 */
function library(kind) {
  /** @type {Record<'source' | 'dist', Record<string, string>>} */
  const entryPoints = {
    source: {
      tallylight: join(root, 'src/index.ts'),
      'tallylight/testing': join(root, 'src/testing/index.ts'),
      'tallylight/devtools': join(root, 'src/devtools/index.ts'),
      'tallylight/styles.css': join(root, 'src/styles/index.css'),
    },
    dist: {
      tallylight: join(root, 'dist/index.js'),
      'tallylight/testing': join(root, 'dist/testing/index.js'),
      'tallylight/devtools': join(root, 'dist/devtools/index.js'),
      'tallylight/styles.css': join(root, 'dist/styles.css'),
    },
  };
  const nameOf = Object.fromEntries(
    Object.entries(entryPoints.source).map(([name, path]) => [path, name]),
  );
  return {
    name: 'tallylight-entry-points',
    enforce: 'pre',
    resolveId(source, importer) {
      // `../index.ts` and `tallylight` are the same entry point.
      const name =
        source.startsWith('.') && importer?.startsWith(join(root, 'src/demo'))
          ? nameOf[join(dirname(importer.replace(/\?.*/, '')), source)]
          : source;
      return name === undefined ? undefined : entryPoints[kind][name];
    },
  };
}

/**
 * Says to the page which server it has, in `/demo-config.json`: `{"server":"mock"}`, or
 * `{"server":"gws","address":"http://host:port"}` when `GWS_URL` was given, and then the page asks
 * the agent to sign in. It is a file and not a script, so that the page needs no inline code. The
 * address is only shown to the agent, and requests go to the page's own origin. The file contains
 * no credentials.
 *
 * @param {Pick<Served, 'gws' | 'isMock'>} served
 * @returns {import('vite').Plugin}
 */
function demoConfig({ gws, isMock }) {
  const body = JSON.stringify(isMock ? { server: 'mock' } : { server: 'gws', address: gws });
  /** @param {{ middlewares: import('vite').ViteDevServer['middlewares'] }} server */
  const configure = ({ middlewares }) => {
    middlewares.use('/demo-config.json', (_request, response) => {
      response.setHeader('Content-Type', 'application/json');
      response.setHeader('Cache-Control', 'no-store');
      response.end(body);
    });
  };
  return { name: 'demo-config', configureServer: configure, configurePreviewServer: configure };
}

/**
 * @param {string} gws
 * @param {boolean} isMock
 * @returns {Record<string, import('vite').ProxyOptions>}
 */
function proxyTo(gws, isMock) {
  /** @type {import('vite').ProxyOptions} */
  const entry = {
    target: gws,
    changeOrigin: true,
    ws: true,
    // The session cookie is for the host of this page now, whatever path and domain the server gave
    // it.
    cookieDomainRewrite: '',
    cookiePathRewrite: '/',
    configure: (proxy) => {
      proxy.on('proxyRes', (answer) => {
        // A `Secure` cookie from an https server would be dropped on this http page.
        const cookies = answer.headers['set-cookie'];
        if (cookies) {
          answer.headers['set-cookie'] = cookies.map((cookie) =>
            cookie.replace(/;\s*Secure\b/gi, '').replace(/;\s*SameSite=None\b/gi, ''),
          );
        }
      });
      // The server compares the page's origin with its own. Another page's origin is passed on as it
      // is, so that the server can refuse a request that this page has not sent.
      const { origin } = new URL(gws);
      /**
       * @param {import('node:http').ClientRequest} request
       * @param {import('node:http').IncomingMessage} received
       */
      const replaceOwnOrigin = (request, { headers }) => {
        if (headers.origin === `http://${headers.host}`) request.setHeader('origin', origin);
      };
      proxy.on('proxyReq', replaceOwnOrigin);
      proxy.on('proxyReqWs', replaceOwnOrigin);
      proxy.on('error', (_error, _request, response) => {
        // Without this proxy the page would meet a lost connection and not an HTTP 500, so the
        // connection is broken here too.
        response.destroy();
      });
    },
  };
  // The patterns match whole path segments, because in development `/mockPanel.tsx` is a source
  // file of the page.
  return { '^/api/': entry, ...(isMock && { '^/mock(/|$)': entry }) };
}

/**
 * Leaves out the stack traces of lost requests, because the demo restarts its server on purpose.
 *
 * @param {import('vite').Logger} logger
 * @returns {import('vite').Logger}
 */
function withoutProxyErrors(logger) {
  return {
    ...logger,
    error: (message, options) => {
      if (!message.includes('proxy error') && !message.includes('proxy socket error')) {
        logger.error(message, options);
      }
    },
  };
}
