// `npm run bench`; see bench/run.ts.
// Plain Node cannot read TypeScript, so Vite, which is here anyway, loads the source.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

const inline = { root, configFile: false, logLevel: 'error' };
const { main } = (await runnerImport('/bench/run.ts', inline)).module;
process.exit(await main(process.argv.slice(2)));
