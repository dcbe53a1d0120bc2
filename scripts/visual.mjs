// `npm run visual`: builds the book and compares every story's looks with the baselines.
//   npm run visual -- --update         makes the baselines anew
//   npm run visual -- --only paused    only the stories with this in their id; also with --update
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bin } from './bin.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const { values } = parseArgs({
  options: { update: { type: 'boolean' }, only: { type: 'string' } },
});

run(bin('storybook'), 'build', '--quiet', '--disable-telemetry');
const only = values.only ? ['--grep', values.only] : [];
if (values.update) process.env.VISUAL_UPDATE = 'yes';
run(bin('@playwright/test', 'playwright'), 'test', '--config', 'e2e/visual', ...only);

/** @param {string[]} command */
function run(...command) {
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
