import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

/**
 * Returns the unit tests that are nearest to some files: those that are named after a file, or else
 * those that import it, or else those that import what imports it, and so on. A file that is itself
 * a test is its own nearest test. It does not return all tests that depend on a file, because for a
 * file of the model that would be most of them.
 *
 * @param {readonly string[]} files
 * @param {Readonly<Record<string, string>>} [sources] source text by path
 * @returns {string[]}
 */
export function nearestTests(files, sources = readSources()) {
  /** @type {Map<string, string[]>} */
  const importers = new Map();
  for (const [file, source] of Object.entries(sources))
    for (const [, path = ''] of source.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
      const target = posix.join(posix.dirname(file), path);
      importers.set(target, [...(importers.get(target) ?? []), file]);
    }

  return [...new Set(files.flatMap(nearest))].sort((one, other) => one.localeCompare(other));

  /** @param {string} file */
  function nearest(file) {
    const stem = file.replace(/\.\w+$/, '.');
    const named = Object.keys(sources).filter((each) => each.startsWith(stem) && isUnitTest(each));
    if (named.length > 0 && !isUnitTest(file)) return named;
    const seen = new Set([file]);
    for (let level = [file]; level.length > 0;) {
      const found = level.filter((each) => isUnitTest(each));
      if (found.length > 0) return found;
      level = level.flatMap((each) => importers.get(each) ?? []).filter((each) => !seen.has(each));
      for (const each of level) seen.add(each);
    }
    return [];
  }
}

/** @param {string} file */
function isUnitTest(file) {
  return /^(src|scripts)\/.*\.test\.tsx?$/.test(file);
}

function readSources() {
  const files = ['src', 'scripts'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(tsx?|mjs)$/.test(entry.name))
      .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/')),
  );
  return Object.fromEntries(
    files.filter((file) => existsSync(file)).map((file) => [file, readFileSync(file, 'utf8')]),
  );
}
