// `npm run axe`: builds the book and has axe look at every story in light, dark and forced colours, in
// every language. It takes about a quarter of an hour, so it is no part of `npm test`, where axe looks at
// every story in English in the light and the dark theme.
//   npm run axe -- --only paused          only the stories with this in their id
//   npm run axe -- --languages de,ar      only these languages
//   npm run axe -- --looks dark           only these looks: light, dark, forced colours
//   npm run axe -- --built                looks at the book that was built last
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bin } from './bin.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    languages: { type: 'string' },
    looks: { type: 'string' },
    built: { type: 'boolean' },
  },
});

if (!values.built) run(bin('storybook'), 'build', '--quiet', '--disable-telemetry');
if (values.languages) process.env.AXE_LANGUAGES = values.languages;
if (values.looks) process.env.AXE_LOOKS = values.looks;
const only = values.only ? ['--grep', values.only] : [];
run(bin('@playwright/test', 'playwright'), 'test', '--config', 'e2e/axe', ...only);

/** @param {string[]} command */
function run(...command) {
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
