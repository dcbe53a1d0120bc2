// Builds the library into dist/: the modules, one stylesheet, the declarations.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { bin } from './bin.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

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

const declarations = spawnSync(
  process.execPath,
  [bin('typescript', 'tsc'), '-p', join(root, 'scripts/tsconfig.declarations.json')],
  { stdio: 'inherit' },
);
process.exitCode = declarations.status ?? 1;
