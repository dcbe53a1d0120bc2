// Installs the packed library into an app outside of this repository, and builds the README's
// example there. Nothing is downloaded: the dependencies of the package are linked from here, and
// no other package can be found.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { bin } from './bin.mjs';
import { pack } from './npm.mjs';

const root = dirname(import.meta.dirname);
const { name, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
process.chdir(root);
const app = mkdtempSync(join(tmpdir(), `${name}-`));

try {
  await check();
} finally {
  rmSync(app, { recursive: true });
}

async function check() {
  install();
  writeFiles({
    'package.json': JSON.stringify({ name: 'app', type: 'module' }),
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        target: 'es2022',
        module: 'esnext',
        moduleResolution: 'bundler',
        jsx: 'react-jsx',
        strict: true,
        noEmit: true,
        types: [],
      },
      include: ['*.tsx', 'vite.d.ts'],
    }),
    // Vite's templates declare this in a file of this name.
    'vite.d.ts': `declare module '*.css';`,
    'index.html': `<div id="root"></div><script type="module" src="/main.tsx"></script>`,
    'App.tsx': readmeExample('tsx'),
    // This is the first page of Vite's template. Somebody pasted the example into App.tsx there,
    // and the page stayed white, because the example had no default export.
    'main.tsx': `
      import { createRoot } from 'react-dom/client';
      import App from './App';
      createRoot(document.body).render(<App />);`,
    'server.tsx': `
      import { renderToString } from 'react-dom/server';
      import { AgentDesktopProvider, RecordingControls, createAgentDesktop } from '${name}';
      const desktop = createAgentDesktop();
      export const page = renderToString(
        <AgentDesktopProvider desktop={desktop}><RecordingControls callId="c1" /></AgentDesktopProvider>
      );`,
    'plain.html': `
      <script type="module" src="./plain.js"></script>
      <tallylight-recording-controls call-id="c1"></tallylight-recording-controls>`,
    'plain.js': `import '${name}/element';`,
    'plain.tsx': `
      import '${name}/element/jsx';
      import '${name}/element';
      export const widget = <tallylight-recording-controls call-id="c1" />;
      // @ts-expect-error: an element without a call has nothing to show
      export const nothing = <tallylight-recording-controls />;
      const element = document.createElement('tallylight-recording-status');
      element.callId = 'c1';
      // @ts-expect-error: headers are given by a function
      element.headers = { Authorization: 'Basic' };
      element.addEventListener('tallylight-operation', ({ detail }) => {
        const status: 'requested' | 'accepted' | 'confirmed' | 'superseded' | 'rejected' | 'unconfirmed' | 'ended' =
          detail.status;
        console.log(status);
      });`,
  });

  run('the types', [bin('typescript', 'tsc'), '-p', app]);

  /** @type {import('vite').InlineConfig} */
  const common = {
    root: app,
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
  };
  const files = await bundle({ ...common, build: { write: false } });
  expectIn('the page', files, 'Pause recording', '--tallylight-surface');
  const plain = await bundle({
    ...common,
    build: { write: false, rolldownOptions: { input: join(app, 'plain.html') } },
  });
  // The import has only side effects, and a bundler must not remove it as unused.
  expectIn('the plain page', plain, 'customElements.define');

  await build({ ...common, build: { ssr: 'server.tsx', outDir: 'server' } });
  const { page } = await import(pathToFileURL(join(app, 'server/server.js')).href);
  if (!page.includes('Checking…')) throw new Error(`The server rendered: ${page}`);
  // A host with react-query sees our mutations on its client. This is checked with the newest
  // version and with the oldest that is allowed.
  writeFiles({
    'shared.html': `<script type="module" src="./shared.tsx"></script>`,
    'shared.tsx': `
      import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
      import { createRoot } from 'react-dom/client';
      import { App } from './App';
      createRoot(document.body).render(
        <QueryClientProvider client={new QueryClient()}><App /></QueryClientProvider>
      );`,
  });
  for (const reactQuery of ['@tanstack/react-query', 'react-query-5.0']) {
    link('@tanstack/react-query', reactQuery);
    // The declarations of the oldest version compile only with the types of React 18.
    run(`the types with ${reactQuery}`, [bin('typescript', 'tsc'), '-p', app, '--skipLibCheck']);
    const output = await outputOf({
      ...common,
      build: { write: false, rolldownOptions: { input: join(app, 'shared.html') } },
    });
    const copies = output
      .flatMap((file) => ('modules' in file ? Object.keys(file.modules) : []))
      .filter((file) => /query-core\/.*\/mutationCache\.\w+$/.test(file));
    if (copies.length !== 1)
      throw new Error(`react-query is there ${copies.length} times: ${copies.join(', ')}`);
  }
  console.log('Builds, renders on a server, and shares a host’s react-query.');
}

/** Installs what `npm install tallylight react react-dom @tanstack/react-query` would install. */
function install() {
  const { filename } = pack(app);
  const target = join(app, 'node_modules', name);
  mkdirSync(target, { recursive: true });
  const unpacked = spawnSync('tar', [
    '-xzf',
    join(app, filename),
    '-C',
    target,
    '--strip-components=1',
  ]);
  if (unpacked.status !== 0) throw new Error(String(unpacked.stderr));

  const types = ['@types/react', '@types/react-dom', 'csstype'];
  const peers = ['react', 'react-dom', '@tanstack/react-query'];
  for (const each of [...Object.keys(dependencies), ...peers, ...types]) link(each);
}

/**
 * @param {string} packageName
 * @param {string} [installedAs] the name of the folder here, if another version is wanted
 */
function link(packageName, installedAs = packageName) {
  const place = join(app, 'node_modules', packageName);
  mkdirSync(dirname(place), { recursive: true });
  rmSync(place, { force: true });
  symlinkSync(join(root, 'node_modules', installedAs), place, 'junction');
}

/**
 * Returns the first example of the README in a language.
 *
 * @param {string} language
 */
function readmeExample(language) {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const example = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(readme)?.[1];
  if (!example) throw new Error(`The README has no example in ${language}.`);
  return example;
}

/** @param {Record<string, string>} files */
function writeFiles(files) {
  for (const [file, text] of Object.entries(files)) writeFileSync(join(app, file), text);
}

/**
 * @param {string} what
 * @param {string[]} args
 */
function run(what, args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${what}: ${stdout}${stderr}`);
}

/** @param {import('vite').InlineConfig} config */
async function bundle(config) {
  const output = await outputOf(config);
  return output.map((file) => ('code' in file ? file.code : String(file.source))).join('\n');
}

/** @param {import('vite').InlineConfig} config of one bundle that is not written */
async function outputOf(config) {
  const built = await build(config);
  if (!('output' in built)) throw new Error('Vite built something else than one bundle.');
  return built.output;
}

/**
 * @param {string} what
 * @param {string} text
 * @param {string[]} words
 */
function expectIn(what, text, ...words) {
  for (const word of words) {
    if (!text.includes(word)) throw new Error(`${what} lacks ${word}`);
  }
}
