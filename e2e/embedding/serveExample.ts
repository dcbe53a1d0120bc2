import { mkdtemp, mkdir, readFile, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import react from '@vitejs/plugin-react';
import { build, type InlineConfig, type Plugin } from 'vite';
import { serveEmbedding, strictPolicy, type EmbeddingServer } from './serveEmbedding.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));
/**
 * The credentials of the mock's agent. The server adds them, as a portal does for an agent who is
 * signed in.
 */
const authorization = `Basic ${btoa('agent:agent')}`;

/** The examples that `npm run example -- NAME` can start. */
const examples = {
  react: serveReact,
  plain: servePlain,
  elements: serveElements,
  frame: serveFrame,
  server: serveServer,
};

/** The part of a page that runs on the server, after it was built. */
interface ServerHalf {
  readonly send: (response: ServerResponse, script: string) => void;
}

/** Imports a built file. It is Node's own import, because Vite, which loads this file, has ended then. */
export type LoadBuilt = (address: string) => Promise<ServerHalf>;

/**
 * Serves one of the README's examples, with a server behind it.
 *
 * @param load imports a built file. It has to be Node's `import`, because the loader of Vite, which
 * has loaded this file, is closed by then.
 * @throws Error when there is no example of this name
 */
export async function serveExample(
  name: string,
  gws: string,
  load: LoadBuilt,
): Promise<EmbeddingServer> {
  const serve = Object.entries(examples).find(([each]) => each === name)?.[1];
  if (!serve) {
    throw new Error(`No example is called ${name}. There are: ${Object.keys(examples).join(', ')}`);
  }
  return serve(gws, load);
}

/** The first example of the README, bundled. */
async function serveReact(gws: string): Promise<EmbeddingServer> {
  const folder = await newFolder();
  await build({ ...bundling('react'), build: { outDir: folder } });
  return removeOnClose(folder, await serveEmbedding(gws, folder, { authorization }));
}

/** The README's lines for a page without React. The page contains nothing else. */
async function servePlain(gws: string): Promise<EmbeddingServer> {
  const lines = (await readmeExample('html'))
    .replaceAll('call-id="…"', 'call-id="01RCC3N118B1V0SL807GK2LAES000001"')
    .replaceAll(/\s*base-url="[^"]*"/g, '');
  const page = `<!doctype html><html lang="en"><title>A plain page</title>${lines}</html>`;
  return serveEmbedding(gws, 'plain', {
    authorization,
    pages: { '/': (response) => response.end(page) },
  });
}

/** A plain page with all custom elements; `sensitive.html` has the section for a card number. */
function serveElements(gws: string): Promise<EmbeddingServer> {
  return serveEmbedding(gws, 'elements', { policy: `${strictPolicy}; frame-src 'self'` });
}

/** A desktop page, with our page in a frame of another origin. */
async function serveFrame(gws: string): Promise<EmbeddingServer> {
  const frame = await serveEmbedding(gws, 'frame');
  const policy = `${strictPolicy}; frame-src ${frame.url}`;
  const desktop = await serveEmbedding(gws, 'frame', { policy });
  const address = `${frame.url}/?desktop=${encodeURIComponent(desktop.url)}`;
  return {
    url: `${desktop.url}/desktop.html?frame=${encodeURIComponent(address)}`,
    close: async () => {
      await desktop.close();
      await frame.close();
    },
  };
}

/** A page that React renders as a stream on the server, and hydrates in the browser. */
async function serveServer(gws: string, load: LoadBuilt): Promise<EmbeddingServer> {
  const folder = await newFolder();
  const config = bundling('server');
  await build({
    ...config,
    build: {
      outDir: join(folder, 'page'),
      rolldownOptions: { input: join(here, 'server/client.tsx'), output: scriptName },
    },
  });
  await build({
    ...config,
    build: { outDir: join(folder, 'server'), ssr: join(here, 'server/server.tsx') },
  });
  const server = await load(pathToFileURL(join(folder, 'server/server.js')).href);
  const served = await serveEmbedding(gws, join(folder, 'page'), {
    authorization,
    pages: { '/': (response) => server.send(response, '/client.js') },
  });
  return removeOnClose(folder, served);
}

const scriptName = { entryFileNames: '[name].js' };

/** The options with which a host would bundle the example, using the built library. */
function bundling(example: 'react' | 'server'): InlineConfig {
  const dist = (file: string): string => join(root, 'dist', file);
  return {
    configFile: false,
    root: join(here, example),
    publicDir: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [readme(), react()],
    resolve: {
      alias: [
        // This package name cannot be resolved here, so the alias says where the built files are.
        { find: /^(tallylight|.*\/src\/index\.ts)$/, replacement: dist('index.js') },
        { find: /^tallylight\/styles\.css$/, replacement: dist('styles.css') },
      ],
    },
  };
}

/** Makes a module of the first example of the README. */
function readme(): Plugin {
  const id = join(here, 'react/README.tsx');
  return {
    name: 'readme',
    enforce: 'pre',
    resolveId: (source) => (source === 'readme:tsx' ? id : undefined),
    load: async (source) =>
      source === id
        ? (await readmeExample('tsx')).replace(/\{ baseUrl: '[^']*' \}/, '')
        : undefined,
  };
}

/** Returns the first example of the README in a language. */
async function readmeExample(language: string): Promise<string> {
  const text = await readFile(join(root, 'README.md'), 'utf8');
  const example = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(text)?.[1];
  if (example === undefined) throw new Error(`The README has no example in ${language}.`);
  return example;
}

/** The folder is inside node_modules, so code that is rendered there finds React. */
async function newFolder(): Promise<string> {
  const cache = join(root, 'node_modules/.cache/tallylight-examples');
  await mkdir(cache, { recursive: true });
  return mkdtemp(join(cache, 'example-'));
}

function removeOnClose(folder: string, { url, close }: EmbeddingServer): EmbeddingServer {
  return {
    url,
    close: async () => {
      await close();
      await rm(folder, { recursive: true });
    },
  };
}
