import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Returns the script behind a package's command, to be run with `process.execPath`. So no shell and
 * no PATH is needed, and the child process is the tool itself and can be stopped.
 *
 * @param {string} packageName
 * @param {string} [command] when it is not the package's name
 * @returns {string}
 */
export function bin(packageName, command = packageName) {
  const folder = new URL(`../node_modules/${packageName}/`, import.meta.url);
  const { bin: bins } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'));
  return fileURLToPath(new URL(typeof bins === 'string' ? bins : bins[command], folder));
}
