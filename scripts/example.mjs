// `npm run example -- NAME`: one of the README's examples on the built library, with a mock server
// behind it, until you stop it.
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { onNpmGone } from './npm-gone.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
if (!existsSync('dist/index.js')) {
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

// Plain Node cannot read TypeScript, so Vite, which is here anyway, loads it.
const inline = { root, configFile: false, logLevel: 'error' };
const load = async (file) => (await runnerImport(file, inline)).module;
const { createMockServer } = await load('/src/mock-server/createMockServer.ts');
const { serveExample } = await load('/e2e/embedding/serveExample.ts');

const name = process.argv[2] ?? 'react';
const mock = createMockServer();
const { url: gws } = await mock.listen();
let example;
const stop = async () => {
  await example?.close();
  await mock.close();
  process.exit();
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop());
onNpmGone(() => void stop());

try {
  example = await serveExample(name, gws, (file) => import(file));
  console.log(`  ${name}  ${example.url}`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
  await stop();
}
