// `npm test` runs every suite, also after one has failed. While it runs it says how far it is, and
// the last line is the sum.
//   npm test -- unit e2e      only these
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { bin } from './bin.mjs';
import { noTests, playwrightCounts, tooManyFlaky, vitestCounts } from './counts.mjs';
import { onNpmGone } from './npm.mjs';
import { progress } from './progress.mjs';

/**
 * A suite is a program that Node runs. One with tests also reports their results.
 *
 * @typedef {import('./counts.mjs').Counts} Counts
 * @typedef {object} Suite
 * @property {string} name
 * @property {string[]} command
 * @property {Record<string, string>} [env]
 * @property {() => Counts} [countsOf]
 *
 * @typedef {Counts & { name: string, seconds: number, note?: string }} Result
 */

const root = dirname(import.meta.dirname);
process.chdir(root);
const reports = join(root, 'node_modules/.cache/tallylight');
/** How long each suite took the last time that it passed, in seconds, by its name. */
const timesFile = join(root, 'node_modules/.cache/tallylight-times.json');

const inFirefox = ['presses', 'focus', 'sensitive', 'element.spec'];

/**
 * The stages run one after the other. The lanes of a stage run at the same time, where they leave
 * each other enough of the machine. The suites of a lane run one after the other.
 */
const stages = [
  [
    // This waits half of the time for servers that are slow on purpose, so it has one worker more.
    [vitest('unit', '--project=unit-node', '--maxWorkers=3')],
    [
      step('format', bin('oxfmt'), '--check'),
      step('types', bin('typescript', 'tsc'), '-p', '.'),
      step('lint', bin('oxlint'), '--type-aware', '--deny-warnings'),
      step('unused', bin('knip')),
      vitest('dom', '--project=unit-dom'),
    ],
    // The tests against the server line that GWS embeds. They are skipped where there is no Java or
    // Maven, and the summary names them.
    [vitest('java', '--project=java')],
  ],
  [
    [vitest('stories', '--project=stories')],
    [
      step('build', 'scripts/build.mjs'),
      step('package', 'scripts/check-package.mjs'),
      step('api', 'scripts/check-api.mjs'),
      step('install', 'scripts/check-install.mjs'),
      // These are three pages of the chapter about hosts, with packages that are installed here.
      step('hosts', 'scripts/hosts.mjs', '--linked', 'Vite', 'StrictCsp', 'Vitest'),
      step('size', 'scripts/size.mjs'),
      step('book', bin('storybook'), 'build', '--quiet', '--disable-telemetry'),
      step('demo', 'scripts/build-demo.mjs'),
      // The stories are played on one page, which leaves a core to these.
      vitest('reacts', '--project=react-*'),
    ],
  ],
  [[playwright('e2e', '--project=react', '--project=element')]],
  [
    [
      // Compares every story with its pictures. `npm run visual -- --update-snapshots` renews them.
      playwright('visual', '--config=e2e/visual', '--reporter=list,json,html'),
      // The tests of what browsers do differently: keys, pointers, focus, clocks. `npm run
      // test:firefox` runs all of them, with React 18.2 and on a slow line as well.
      // Each worker starts a Firefox for each project, which takes 3 s of the processor. With three
      // of them this takes 67 s, and with four 77.
      playwright(
        'firefox',
        '--project=firefox*',
        '--grep-invert=React 18.2|320 kbit',
        '--workers=3',
        'noFirefox',
        ...inFirefox,
      ),
    ],
    // These mostly wait. They play a few calls and a few seeds. `npm run soak` and `npm run truth`
    // play many.
    [
      counted('soak', 'e2e/soak/run.ts', '--calls', '200'),
      counted('truth', 'e2e/truth/run.ts', '--seeds', '4'),
      counted('truth-java', 'e2e/truth/run.ts', '--server', 'java', '--seeds', '2'),
    ],
  ],
];
const suites = stages.flat(2);

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
let isStopped = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
onNpmGone(stop);

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(
    `No suite is called ${unknown.join(', ')}: ${suites.map(({ name }) => name).join(', ')}`,
  );
  process.exit(1);
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

/** @type {Result[]} */
const results = [];
const lastTime = readReport(timesFile) ?? {};
const startedAt = performance.now();
/** @param {Suite} suite */
const isWanted = ({ name }) => asked.length === 0 || asked.includes(name);
const wanted = stages.map((stage) =>
  stage.map((lane) => lane.filter(isWanted)).filter((lane) => lane.length > 0),
);
for (const lanes of wanted) await Promise.all(lanes.map((lane) => runLane(lane, lanes.length > 1)));
rememberTimes();
report();

/**
 * @param {string} name
 * @param {string[]} command
 * @returns {Suite}
 */
function step(name, ...command) {
  return { name, command };
}

/**
 * @param {string} name
 * @param {string[]} which
 * @returns {Suite}
 */
function vitest(name, ...which) {
  const file = join(reports, `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  return {
    name,
    command: [bin('vitest'), 'run', ...reporters, ...which],
    countsOf: () => vitestCounts(readReport(file)),
  };
}

/**
 * @param {string} name
 * @param {string[]} which
 * @returns {Suite}
 */
function playwright(name, ...which) {
  const file = join(reports, `${name}.json`);
  return {
    name,
    command: [bin('@playwright/test', 'playwright'), 'test', '--reporter=list,json', ...which],
    env: {
      PLAYWRIGHT_JSON_OUTPUT_FILE: file,
      PLAYWRIGHT_HTML_OUTPUT_DIR: join(root, 'playwright-report', name),
      PLAYWRIGHT_HTML_OPEN: 'never',
    },
    countsOf: () => playwrightCounts(readReport(file)),
  };
}

/**
 * A program that writes `{ passed, failures, skipped }` into the file that `--report` names.
 *
 * @param {string} name
 * @param {string[]} command
 * @returns {Suite}
 */
function counted(name, ...command) {
  const file = join(reports, `${name}.json`);
  return {
    name,
    command: ['scripts/run.mjs', ...command, '--report', file],
    countsOf: () => ({ ...noTests(), ...readReport(file) }),
  };
}

/**
 * @param {Suite[]} lane
 * @param {boolean} isBeside
 */
async function runLane(lane, isBeside) {
  for (const suite of lane) {
    if (isStopped) return;
    console.log(`\n── ${suite.name} ${'─'.repeat(Math.max(0, 60 - suite.name.length))}`);
    const started = performance.now();
    const exitCode = await run(suite, isBeside);
    const seconds = (performance.now() - started) / 1000;
    /** @type {Result} */
    const result = { name: suite.name, seconds, ...outcomeOf(suite, exitCode) };
    results.push(result);
    console.log(`\n${lineOf(result)}\n── ${progressNow()}`);
  }
}

function progressNow() {
  return progress({
    stages: wanted.map((lanes) => lanes.map((lane) => lane.map(({ name }) => name))),
    done: new Set(results.map(({ name }) => name)),
    seconds: (performance.now() - startedAt) / 1000,
    lastTime,
  });
}

/**
 * Remembers how long each suite took. A suite that has failed may have ended early, so its time is
 * left out.
 */
function rememberTimes() {
  const times = results
    .filter(({ failures, note }) => failures.length === 0 && note === undefined)
    .map(({ name, seconds }) => [name, Math.round(seconds)]);
  writeFileSync(timesFile, JSON.stringify({ ...lastTime, ...Object.fromEntries(times) }));
}

/** @param {Result} result */
function lineOf({ name, passed, failures, seconds, note }) {
  const words = [`${passed} passed`, `${failures.length} failed`, note].filter(Boolean).join(', ');
  return `${failures.length > 0 ? '✗' : '✓'} ${name.padEnd(10)} ${seconds.toFixed(1).padStart(6)} s  ${words}`;
}

/**
 * @param {Suite} suite
 * @param {boolean} isBeside whether other suites run at the same time. Then each line begins with the
 *   name.
 * @returns {Promise<number>} the exit code
 */
function run({ name, command, env }, isBeside) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, {
      stdio: ['ignore', isBeside ? 'pipe' : 'inherit', isBeside ? 'pipe' : 'inherit'],
      env: { ...process.env, ...env, STORYBOOK_DISABLE_TELEMETRY: '1' },
      // The child gets its own process group, so that `stop` also ends what the suite has started.
      detached: process.platform !== 'win32',
    });
    running.add(child);
    for (const output of [child.stdout, child.stderr])
      if (output)
        createInterface({ input: output }).on('line', (line) => {
          console.log(`${name.padEnd(7)} │ ${line}`);
        });
    const end = (/** @type {number} */ code) => {
      running.delete(child);
      resolve(code);
    };
    child.once('error', (error) => {
      console.error(error.message);
      end(1);
    });
    // `close` comes after all output has been read, and `exit` may come before.
    child.once('close', (code) => end(code ?? 1));
  });
}

/**
 * Returns the results of a suite's tests. A suite without tests counts as one test.
 *
 * @param {Suite} suite
 * @param {number} exitCode
 * @returns {Counts & { note?: string }}
 */
function outcomeOf({ name, countsOf }, exitCode) {
  const itself = (/** @type {string} */ what) => (exitCode === 0 ? [] : [`${name} ${what}`]);
  if (!countsOf)
    return {
      ...noTests(),
      passed: exitCode === 0 ? 1 : 0,
      failures: itself('found something'),
    };
  const counts = countsOf();
  if (isStopped) return { ...counts, note: 'stopped' };
  if (counts.passed + counts.failures.length + counts.skipped.length === 0)
    return { ...counts, failures: [`${name} ran no tests`] };
  // Something outside of the tests went wrong, such as an unhandled error or a file that could not
  // be loaded.
  if (counts.failures.length === 0) return { ...counts, failures: itself('ended badly') };
  return counts;
}

/** @param {string} file */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function report() {
  console.log(`\n── ${isStopped ? 'stopped' : 'all suites'} ${'─'.repeat(50)}`);
  for (const result of results) {
    console.log(lineOf(result));
    for (const title of result.skipped) console.log(`    skipped: ${title}`);
  }
  // The failures come last, because a reader may see only the end of the log.
  const flaky = results.flatMap((result) => result.flaky);
  for (const test of flaky) console.log(`! passed only when it was run again: ${test}`);
  const failures = [...results.flatMap((result) => result.failures), ...tooManyFlaky(flaky)];
  for (const failure of failures) console.log(`✗ ${failure}`);
  const passed = results.reduce((total, result) => total + result.passed, 0);
  const failed = failures.length + (isStopped ? 1 : 0);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

function stop() {
  if (isStopped) process.exit(1);
  isStopped = true;
  kill('SIGTERM');
  setTimeout(() => kill('SIGKILL'), 3000).unref();
}

/** @param {NodeJS.Signals} signal */
function kill(signal) {
  for (const child of running) {
    if (!child.pid) continue;
    try {
      if (process.platform === 'win32') child.kill(signal);
      else process.kill(-child.pid, signal);
    } catch {
      // The process has ended by itself in the meantime.
    }
  }
}
