// `node scripts/release-notes.mjs v0.1.0` prints what CHANGELOG.md says of this version. It fails when
// the tag is not the version of package.json, or when the changelog does not contain the version.
import { readFileSync } from 'node:fs';
import { releaseNotes } from './releaseNotes.mjs';

const read = (/** @type {string} */ file) =>
  readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
try {
  const { version } = JSON.parse(read('package.json'));
  console.log(releaseNotes(process.argv[2] ?? '', version, read('CHANGELOG.md')));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
