import { spawnSync } from 'node:child_process';

/**
 * The command that starts npm, and its first arguments. npm tells its scripts where it is, so this
 * works even if `npm` is not on the PATH.
 *
 * @type {[string, ...string[]]}
 */
const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];

/**
 * @param {string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} [options]
 */
export function runNpm(args, options = {}) {
  const [command, ...first] = npm;
  return spawnSync(command, [...first, ...args], { ...options, encoding: 'utf8' });
}

/**
 * Packs the library into a folder, as it would be published.
 *
 * @param {string} folder
 * @returns {{ filename: string, size: number, entryCount: number, files: { path: string }[] }}
 */
export function pack(folder) {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const { stdout, stderr } = runNpm(args);
  if (!stdout) throw new Error(`npm could not pack the library: ${stderr}`);
  return JSON.parse(stdout)[0];
}

/**
 * Calls `stop` when the npm that runs this script has ended. npm passes a SIGTERM on to its shell
 * only, and the shell ends without passing it on to this script.
 *
 * @param {() => void} stop
 */
export function onNpmGone(stop) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 300);
  watch.unref();
}
