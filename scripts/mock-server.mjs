// The mock Genesys Web Services from its source: `npm run mock-server -- --port 8090`.
// Plain Node cannot read TypeScript, so Vite, which is here anyway, loads it.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

await runnerImport('/src/mock-server/command.ts', { root, configFile: false, logLevel: 'error' });
