// Compares the exports of the built entry points with the reviewed text file beside each of them.
//   npm run api -- --update      writes the text files anew; review the change as a diff
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describeEntryPoints, describeStyles } from './api.mjs';
import { formatted } from './format.mjs';

const root = dirname(import.meta.dirname);
process.chdir(root);
const { name, exports } = JSON.parse(readFileSync('package.json', 'utf8'));
const isUpdate = process.argv.includes('--update');
const read = (/** @type {string} */ file) => readFileSync(file, 'utf8');

/**
 * An entry point and the text file that lists what a host can import from it. Either its types or
 * its stylesheet is described.
 *
 * @typedef {{ entryPoint: string, reviewed: string, types?: string, css?: string }} EntryPoint
 */

/** What each reviewed text file should contain, by file. */
const texts = new Map();
const entryPoints = Object.entries(exports).flatMap(opened);
const described = describeEntryPoints(
  entryPoints.flatMap(({ entryPoint, types }) => (types ? [{ entryPoint, file: types }] : [])),
  read,
);
for (const { entryPoint, reviewed, types, css } of entryPoints) {
  const text = css
    ? `${describeStyles(read(css))}\n`
    : types && (await formatted('index.d.ts', described.get(entryPoint) ?? ''));
  if (text)
    texts.set(
      reviewed,
      [texts.get(reviewed), `// ${entryPoint}\n\n${text}`].filter(Boolean).join('\n'),
    );
}

let faults = 0;
for (const [file, text] of texts) compare(file, text);
process.exitCode = faults > 0 ? 1 : 0;

/**
 * An entry point with a star is one for each file that matches it. One text file describes them
 * all.
 *
 * @param {[string, any]} entry of package.json's `exports`
 * @returns {EntryPoint[]}
 */
function opened([path, conditions]) {
  // The templates of Vue and Svelte are declared by hand, and reviewed where they are written.
  if (/\/(vue|svelte)$/.test(path)) return [];
  const { default: target = conditions, types = '' } = conditions.import ?? conditions;
  const entryPoint = join(name, path);
  if (path.endsWith('.css')) {
    const css = join(target);
    return [
      { entryPoint, css, reviewed: css.replace(/^dist\/(.*)\.css$/, 'src/$1/index.api.txt') },
    ];
  }
  const reviewed = join(types)
    .replace('dist/', 'src/')
    .replace(/(\/\*)?\.d\.ts$/, '.api.txt');
  if (!types.includes('*')) return [{ entryPoint, reviewed, types: types && join(types) }];
  const folder = dirname(join(types));
  return readdirSync(folder)
    .filter((file) => file.endsWith('.d.ts'))
    .sort()
    .map((file) => ({
      entryPoint: entryPoint.replace('*', file.replace('.d.ts', '')),
      reviewed,
      types: join(folder, file),
    }));
}

/**
 * @param {string} file
 * @param {string} text
 */
function compare(file, text) {
  const now = `// Public API, written by \`npm run api -- --update\`. A change here needs a line in CHANGELOG.md.\n\n${text}`;
  const before = existsSync(file) ? read(file) : '';
  if (now === before) return;
  if (isUpdate) {
    writeFileSync(file, now);
    console.log(`${file} written`);
    return;
  }
  faults += 1;
  const [gone, come] = [linesOnlyIn(before, now), linesOnlyIn(now, before)];
  console.error(
    [
      `The public API is not the one that ${file} lists:`,
      ...gone.map((line) => `  - ${line}`),
      ...come.map((line) => `  + ${line}`),
      ...(gone.length + come.length === 0 ? ['  the same lines in another order'] : []),
      'If it is meant: `npm run build && npm run api -- --update`, and say in CHANGELOG.md what it means to hosts.',
      '',
    ].join('\n'),
  );
}

/**
 * @param {string} text
 * @param {string} other
 */
function linesOnlyIn(text, other) {
  const known = new Set(other.split('\n'));
  return text.split('\n').filter((line) => !known.has(line));
}
