// Builds the library into dist/: the modules, the stylesheets, the element, the declarations.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { build, loadConfigFromFile } from 'vite';
import { bin } from './bin.mjs';

const root = dirname(import.meta.dirname);
process.chdir(root);
const inElement = (/** @type {string} */ file) => join(root, 'src/element', file);

await build({ logLevel: 'warn' });

await build({
  configFile: false,
  logLevel: 'warn',
  build: {
    emptyOutDir: false,
    copyPublicDir: false,
    cssMinify: false,
    rolldownOptions: {
      input: { styles: 'src/styles/index.css', supervisor: 'src/styles/supervisor.css' },
      output: { assetFileNames: '[name][extname]' },
    },
  },
});
// The stylesheets stay readable, but without their comments, which are a quarter of them.
for (const name of ['styles.css', 'supervisor.css']) {
  const styles = join(root, 'dist', name);
  writeFileSync(
    styles,
    readFileSync(styles, 'utf8')
      .replace(/\/\*[^]*?\*\/\n*/g, '')
      // A browser reads a stylesheet in the encoding of its page, if the server names none. The space ends
      // the number.
      .replace(/[^\0-\x7F]/gu, (each) => `\\${codePointOf(each)} `),
  );
}

// In the custom elements Preact replaces React. `element/index.js` is one file with everything that it
// needs. The other elements are files of their own, which import what they share from it.
const elements = {
  index: 'index.ts',
  'sensitive-section': 'sensitive-section.ts',
  'pause-limit': 'pause-limit.ts',
  'recording-timeline': 'recording-timeline.ts',
  'call-list': 'call-list.tsx',
  'connection-status': 'connection-status.ts',
  all: 'all.ts',
};
/**
 * What the files share is in `element/index.js`, because each of them imports it.
 *
 * @type {import('vite').Plugin}
 */
const importIndex = {
  name: 'import-index',
  enforce: 'pre',
  transform: (code, id) => {
    const isOther = Object.entries(elements).some(
      ([name, file]) => name !== 'index' && id === inElement(file),
    );
    return isOther ? `import ${JSON.stringify(inElement('index.ts'))};\n${code}` : undefined;
  },
};
/**
 * The elements let CometD log only warnings (`logLevel` in transport/cometdLink.ts), so its other log
 * calls have no effect. The annotation tells the minifier that, and it leaves them out.
 *
 * @type {import('vite').Plugin}
 */
const withoutIdleLogs = {
  name: 'without-idle-logs',
  transform: (code, id) =>
    /\/node_modules\/cometd\/\w+\.js$/.test(id)
      ? code.replaceAll(/this\._(debug|info)\(/g, '/* @__PURE__ */ this._$1(')
      : undefined,
};
/** @type {import('vite').InlineConfig} */
const elementConfig = {
  configFile: false,
  logLevel: 'warn',
  plugins: [withoutIdleLogs],
  define: { 'process.env.NODE_ENV': '"production"' },
  resolve: {
    alias: [
      { find: /^react\/jsx-(dev-)?runtime$/, replacement: inElement('preactAsJsx.ts') },
      { find: /^react(-dom(\/client)?)?$/, replacement: inElement('preactAsReact.ts') },
      { find: '@tanstack/react-query', replacement: inElement('directMutations.ts') },
      { find: './CallbackPollingTransport.js', replacement: inElement('noCallbackPolling.ts') },
    ],
  },
};
/**
 * @typedef {import('vite').BuildOptions} BuildOptions
 * @typedef {NonNullable<NonNullable<BuildOptions['rolldownOptions']>['output']>} Output
 * @type {(entry: string | Record<string, string>, output: Output) => BuildOptions}
 */
const elementBuild = (entry, output) => ({
  emptyOutDir: false,
  copyPublicDir: false,
  target: ['chrome109', 'firefox115', 'safari16.4'],
  lib: { entry, name: 'tallylight' },
  rolldownOptions: {
    // Lets `element/index.js` export what the other files share with it.
    preserveEntrySignatures: 'allow-extension',
    // "use client" is for the bundlers of hosts, and these files are bundled already.
    onLog: (level, log, next) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && next(level, log),
    output,
  },
});
const elementFiles = (/** @type {string} */ folder) => ({
  entryFileNames: `${folder}/[name].js`,
  chunkFileNames: `${folder}/shared/[name].js`,
  minify: true,
});
await build({
  ...elementConfig,
  plugins: [withoutIdleLogs, importIndex],
  build: elementBuild(
    Object.fromEntries(Object.entries(elements).map(([name, file]) => [name, inElement(file)])),
    [
      { format: 'es', ...elementFiles('element') },
      { format: 'cjs', ...elementFiles('cjs/element') },
    ],
  ),
});
// The toolbar needs no connection and shares nothing with the other elements.
await build({
  ...elementConfig,
  build: elementBuild({ 'recording-toolbar': 'src/element/recording-toolbar.ts' }, [
    { format: 'es', ...elementFiles('element') },
    { format: 'cjs', ...elementFiles('cjs/element') },
  ]),
});
/**
 * A classic script cannot be in parts. For a long list of calls it fetches the file that the modules
 * share for that.
 *
 * @type {import('vite').Plugin}
 */
const fetchLongList = {
  name: 'fetch-long-list',
  enforce: 'pre',
  resolveId: (id) =>
    id === './longList.ts' ? { id: './shared/longList.js', external: true } : undefined,
};
for (const [entry, script] of [
  ['index', 'script'],
  ['all', 'all-script'],
])
  await build({
    ...elementConfig,
    plugins: [withoutIdleLogs, fetchLongList],
    build: elementBuild(`src/element/${entry}.ts`, [
      { format: 'iife', entryFileNames: `element/${script}.js`, minify: true, name: 'tallylight' },
    ]),
  });

// A browser reads a classic script in the encoding of its page, too. It reads modules in UTF-8 always.
for (const script of ['script', 'all-script']) {
  const file = `dist/element/${script}.js`;
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(
      /[^\0-\x7F]/g,
      (each) => `\\u${codePointOf(each).padStart(4, '0')}`,
    ),
  );
}

// These files are for those who cannot load ES modules: Jest, and Node's `require`. They contain
// CometD, because CometD has no CommonJS files.
const loaded = await loadConfigFromFile({ command: 'build', mode: 'production' }, 'vite.config.ts');
const { plugins = [], define = {}, build: library } = loaded?.config ?? {};
// vite.config.ts lists patterns only. The type of Vite would allow other values.
const external = /** @type {RegExp[]} */ (library?.rolldownOptions?.external ?? []);
await build({
  configFile: false,
  logLevel: 'warn',
  plugins,
  define,
  build: {
    ...library,
    emptyOutDir: false,
    outDir: 'dist/cjs',
    sourcemap: false,
    lib: {
      entry: {
        index: 'src/index.ts',
        'workspace-v3': 'src/workspace-v3.ts',
        'supervisor/index': 'src/supervisor/index.ts',
        'testing/index': 'src/testing/index.ts',
        'devtools/index': 'src/devtools/index.ts',
        'mock-server/index': 'src/mock-server/index.ts',
        ...Object.fromEntries(
          readdirSync('src/i18n/locales')
            .filter((file) => /^[\w-]+\.ts$/.test(file))
            .map((file) => file.replace('.ts', ''))
            .map((locale) => [`i18n/locales/${locale}`, `src/i18n/locales/${locale}.ts`]),
        ),
      },
      formats: ['cjs'],
    },
    rolldownOptions: {
      external: external.filter((each) => !each.test('cometd')),
      output: { entryFileNames: '[name].js', chunkFileNames: 'shared/[name].js' },
    },
  },
});
writeFileSync('dist/cjs/element/jsx.js', '');
writeFileSync('dist/cjs/package.json', '{ "type": "commonjs" }\n');

const declarations = spawnSync(
  process.execPath,
  [bin('typescript', 'tsc'), '-p', join(root, 'scripts/tsconfig.declarations.json')],
  { stdio: 'inherit' },
);
// The compiler of a host asks for further declarations: for the stylesheets, for two kinds of
// templates, and all of them again for the CommonJS files, which are another type of module to it.
for (const name of ['styles.css', 'supervisor.css'])
  writeFileSync(`dist/${name}.d.ts`, 'export {};\n');
for (const file of ['vue.d.ts', 'svelte.d.ts'])
  copyFileSync(inElement(file), `dist/element/${file}`);
for (const file of readdirSync('dist', { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.d.ts') || file.startsWith('cjs')) continue;
  const copy = join('dist/cjs', file);
  mkdirSync(dirname(copy), { recursive: true });
  // CometD's types are those of an ES module, and a CommonJS file has to say so.
  const text = readFileSync(join('dist', file), 'utf8').replace(
    /( from '(?:\.\/)?cometd')/g,
    `$1 with { 'resolution-mode': 'import' }`,
  );
  writeFileSync(copy, text);
  // An editor follows the map to the sources, which are one folder further away from here. The
  // hand-written declarations have no map.
  if (!existsSync(join('dist', `${file}.map`))) continue;
  const map = JSON.parse(readFileSync(join('dist', `${file}.map`), 'utf8'));
  map.sources = map.sources.map((/** @type {string} */ source) => `../${source}`);
  writeFileSync(`${copy}.map`, JSON.stringify(map));
}
process.exitCode = declarations.status ?? 1;

/** @param {string} character */
function codePointOf(character) {
  return (character.codePointAt(0) ?? 0).toString(16);
}
