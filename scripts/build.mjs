// Builds the library into dist/: the modules, one stylesheet, the element, the declarations.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, loadConfigFromFile } from 'vite';
import { bin } from './bin.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const inElement = (file) => join(root, 'src/element', file);

await build({ logLevel: 'warn' });

await build({
  configFile: false,
  logLevel: 'warn',
  build: {
    emptyOutDir: false,
    copyPublicDir: false,
    cssMinify: false,
    rolldownOptions: {
      input: { styles: 'src/styles/index.css' },
      output: { assetFileNames: '[name][extname]' },
    },
  },
});
// The stylesheet stays readable, but without its comments, which are a quarter of it.
const styles = join(root, 'dist/styles.css');
writeFileSync(styles, readFileSync(styles, 'utf8').replace(/\/\*[^]*?\*\/\n*/g, ''));

// The custom elements are one file with everything that they need. In it Preact replaces React.
const define = { 'process.env.NODE_ENV': '"production"' };
await build({
  configFile: false,
  logLevel: 'warn',
  define,
  resolve: {
    alias: [
      { find: /^react\/jsx-(dev-)?runtime$/, replacement: inElement('preactAsJsx.ts') },
      { find: /^react(-dom(\/client)?)?$/, replacement: inElement('preactAsReact.ts') },
      { find: '@tanstack/react-query', replacement: inElement('directMutations.ts') },
    ],
  },
  build: {
    emptyOutDir: false,
    copyPublicDir: false,
    target: ['chrome109', 'firefox115', 'safari16.4'],
    lib: { entry: 'src/element/index.ts', name: 'tallylight' },
    rolldownOptions: {
      // "use client" is for the bundlers of hosts, and this file is bundled already.
      onLog: (level, log, next) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && next(level, log),
      output: [
        { format: 'es', entryFileNames: 'element/index.js', minify: true, codeSplitting: false },
        {
          format: 'cjs',
          entryFileNames: 'cjs/element/index.js',
          minify: true,
          codeSplitting: false,
        },
        { format: 'iife', entryFileNames: 'element/script.js', minify: true, name: 'tallylight' },
      ],
    },
  },
});

// For CommonJS: Jest above all, which reads no ES modules in node_modules, and Node's `require`.
// CometD is inside, since it has no CommonJS of its own.
const { plugins, build: library } = (await loadConfigFromFile(undefined, 'vite.config.ts')).config;
await build({
  configFile: false,
  logLevel: 'warn',
  plugins,
  build: {
    ...library,
    emptyOutDir: false,
    outDir: 'dist/cjs',
    sourcemap: false,
    lib: {
      entry: {
        index: 'src/index.ts',
        'workspace-v3': 'src/workspace-v3.ts',
        'testing/index': 'src/testing/index.ts',
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
      external: library.rolldownOptions.external.filter((each) => !each.test('cometd')),
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
// A host's compiler asks for these as well: of the stylesheet, of two kinds of templates, and again
// of everything for whoever imports the CommonJS files, which are another type of module to it.
writeFileSync('dist/styles.css.d.ts', 'export {};\n');
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
  writeFileSync(copy, text.replace(/^\/\/# sourceMappingURL=.*$/m, ''));
}
process.exitCode = declarations.status ?? 1;
