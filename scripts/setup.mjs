// Installs what a fresh clone lacks, and is quick when nothing is missing. It runs before
// `npm start` and, with `--browser`, before `npm test`. It imports only Node's own modules, because
// the packages may not be installed yet.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium, isExecutable } from './chromium.mjs';
import { runNpm } from './npm.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
/**
 * What is started here gets no input, and its output is shown. @type {['ignore', 'inherit',
 * 'inherit']}
 */
const stdio = ['ignore', 'inherit', 'inherit'];

checkNode();
if (!isInstalled()) install();
if (process.argv.includes('--browser')) await provideBrowser();

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  stop(`Node ${process.versions.node} is too old. Tallylight's tools need Node 20.19 or newer.`);
}

/**
 * Whether node_modules has the packages of the lock file. npm writes its own copy of the lock file
 * last, so the copy is missing after an interrupted installation, and an `npm install` that
 * somebody has run is not repeated.
 */
function isInstalled() {
  if (!existsSync('node_modules/.package-lock.json')) return false;
  const wanted = readPackages('package-lock.json');
  const installed = readPackages('node_modules/.package-lock.json');
  /** @param {LockEntry} entry */
  const isWantedHere = ({ optional, os, cpu, libc }) =>
    !libc && (os || cpu ? fits(os, process.platform) && fits(cpu, process.arch) : !optional);
  /** @param {[string, LockEntry]} entry */
  const isSame = ([path, { version }]) => installed[path]?.version === version;

  return (
    Object.entries(wanted)
      .filter(([path, entry]) => path !== '' && isWantedHere(entry))
      .every(isSame) &&
    Object.entries(installed).every(([path, { version }]) => wanted[path]?.version === version)
  );
}

/**
 * A package in a lock file of npm.
 *
 * @typedef {object} LockEntry
 * @property {string} [version]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 */

/**
 * @param {string} lock
 * @returns {Record<string, LockEntry>}
 */
function readPackages(lock) {
  return JSON.parse(readFileSync(lock, 'utf8')).packages;
}

/**
 * Whether this machine is in a list of npm (`os`, `cpu`). No list means any, `!name` all others.
 *
 * @param {string[] | undefined} list
 * @param {string} here
 */
function fits(list, here) {
  if (!list || list.includes(here)) return true;
  return list.every((name) => name.startsWith('!')) && !list.includes(`!${here}`);
}

function install() {
  console.log('Installing the packages (npm ci)…');
  const { status } = runNpm(['ci', '--include=dev', '--no-progress'], { stdio });
  if (status !== 0) stop('`npm ci` failed; what it said is above.');
}

async function provideBrowser() {
  if (findChromium()) return;
  if (process.env.CHROMIUM_PATH) {
    stop(`CHROMIUM_PATH is ${process.env.CHROMIUM_PATH}, but nothing there can be run.`);
  }
  if (await hasPlaywrightChromium()) return;

  if (process.getuid?.() === 0 && isExecutable('/usr/bin/apt-get')) {
    console.log('Installing Chromium (apt-get)…');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    run('apt-get', ['update', '-q'], env);
    run('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'chromium'], env);
    if (findChromium()) return;
  }

  console.log('Installing Chromium (Playwright)…');
  run(process.execPath, [playwrightCli(), 'install', 'chromium']);
  if (await hasPlaywrightChromium()) return;

  stop(
    'No Chromium was found and none could be installed. The tests drive a real browser: install ' +
      'Chromium or Google Chrome, or set CHROMIUM_PATH to one, then run `npm test` again.',
  );
}

async function hasPlaywrightChromium() {
  const { chromium } = await import('playwright-core');
  return isExecutable(chromium.executablePath());
}

function playwrightCli() {
  return join(
    dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')),
    'cli.js',
  );
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
function run(command, args, env = process.env) {
  spawnSync(command, args, { env, stdio });
}

/**
 * @param {string} message
 * @returns {never}
 */
function stop(message) {
  console.error(message);
  process.exit(1);
}
