// Builds the library into dist/: the modules, one stylesheet, the element, the declarations.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
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
        { format: 'iife', entryFileNames: 'element/script.js', minify: true, name: 'tallylight' },
      ],
    },
  },
});

const declarations = spawnSync(
  process.execPath,
  [bin('typescript', 'tsc'), '-p', join(root, 'scripts/tsconfig.declarations.json')],
  { stdio: 'inherit' },
);
process.exitCode = declarations.status ?? 1;
