// Runs a program of ours that is written in TypeScript. Node 20 cannot read TypeScript, so Vite, which
// is here anyway, loads the program.
//   node scripts/run.mjs e2e/soak/run.ts --calls 300
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

// The program finds its options where it would find them without this script.
const [file = ''] = process.argv.splice(2, 1);
const { module } = await runnerImport(`/${file}`, { root, configFile: false, logLevel: 'error' });
// Vite has ended when `main` runs, so a program that imports a file later gets Node's own import.
if (module.main)
  process.exit(
    await module.main(process.argv.slice(2), (/** @type {string} */ address) => import(address)),
  );
