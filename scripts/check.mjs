// `npm run check`: what to run while you work, in less than twenty seconds. It checks the types and
// the lint rules of everything, and the format and the unit tests of what has changed: of files that
// are not committed, or of the last commit when everything is committed.
//   npm run check -- src/store/callEntry.ts      the tests of these files instead
// `npm test` runs everything.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { bin } from './bin.mjs';
import { nearestTests } from './nearestTests.mjs';

process.chdir(dirname(import.meta.dirname));

/**
 * These tests wait for real servers, for ten seconds and more. They are listed, and run only when
 * they are requested.
 */
const slow = [
  'src/transport/cometdLink.test.ts',
  'src/transport/wireContract.test.ts',
  'src/transport/workspaceWire.test.ts',
];

const asked = process.argv.slice(2);
const changed = changedFiles().filter((file) => existsSync(file));
const nearest = nearestTests(changed);
const leftOut = nearest.filter((file) => slow.includes(file) && !asked.includes(file));
const tests = nearest.filter((file) => !leftOut.includes(file));
const checks = [
  { name: 'types', command: [bin('typescript', 'tsc'), '-p', '.'] },
  { name: 'lint', command: [bin('oxlint'), '--type-aware', '--deny-warnings'] },
];
if (changed.length > 0)
  checks.push({
    name: 'format',
    command: [bin('oxfmt'), '--check', '--no-error-on-unmatched-pattern', ...changed],
  });
if (tests.length > 0)
  checks.push({
    name: 'tests',
    command: [
      bin('vitest'),
      'run',
      '--project=unit-node',
      '--project=unit-dom',
      '--reporter=dot',
      ...tests,
    ],
  });

const started = performance.now();
console.log(
  changed.length === 0
    ? 'Nothing has changed. Checking the types and the lint rules.'
    : `${changed.length} changed file${changed.length === 1 ? '' : 's'}; the nearest tests: ${tests.join(', ') || 'none'}`,
);
const results = await Promise.all(checks.map(run));
for (const { name, output } of results.filter(({ exitCode }) => exitCode !== 0))
  console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}\n${output}`);
for (const { name, exitCode, seconds } of results)
  console.log(`${exitCode === 0 ? '✓' : '✗'} ${name.padEnd(7)}${seconds.toFixed(1).padStart(5)} s`);
if (leftOut.length > 0)
  console.log(`Not run here, because they are slow: npx vitest run ${leftOut.join(' ')}`);
for (const [folder, command] of Object.entries({
  'stories/': 'npm run test:stories, npm run visual',
  'e2e/': 'npm run test:e2e',
  'src/components/': 'npm run test:reacts',
  'src/styles/': 'npm run visual',
}))
  if (changed.some((file) => file.startsWith(folder)))
    console.log(`You changed ${folder}. Not run here: ${command}.`);
console.log(`In ${((performance.now() - started) / 1000).toFixed(1)} s.`);
process.exitCode = results.some(({ exitCode }) => exitCode !== 0) ? 1 : 0;

function changedFiles() {
  if (asked.length > 0) return asked;
  const uncommitted = [
    ...git('diff', '--name-only', 'HEAD'),
    ...git('ls-files', '--others', '--exclude-standard'),
  ];
  return uncommitted.length > 0 ? uncommitted : git('diff', '--name-only', 'HEAD~1', 'HEAD');
}

/** @param {string[]} args */
function git(...args) {
  return execFileSync('git', args, { encoding: 'utf8' }).split('\n').filter(Boolean);
}

/**
 * Runs one check. Its output is kept, and shown only when it fails.
 *
 * @param {{ name: string, command: string[] }} check
 * @returns {Promise<{ name: string, output: string, exitCode: number | null, seconds: number }>}
 */
function run({ name, command }) {
  return new Promise((resolve) => {
    const begun = performance.now();
    const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    child.once('close', (exitCode) => {
      resolve({ name, output, exitCode, seconds: (performance.now() - begun) / 1000 });
    });
  });
}
