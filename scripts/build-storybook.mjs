// `npm run build-storybook`: the whole book as a site of static files, with the API reference.
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { bin } from './bin.mjs';

process.chdir(dirname(import.meta.dirname));
run('scripts/api-reference.mjs');
run(bin('storybook'), 'build', '--disable-telemetry', ...process.argv.slice(2));

/** @param {string[]} command */
function run(...command) {
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
