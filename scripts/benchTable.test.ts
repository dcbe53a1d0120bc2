import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withSpeed } from '../bench/readmeTable.ts';
import type { Report } from '../bench/report.ts';
import { formatted } from './format.mjs';

const readme = readFileSync('README.md', 'utf8');
// The bench itself has written this file.
const report = JSON.parse(readFileSync('bench/results/latest.json', 'utf8')) as Report;

it('the README has the figures of the last run of the bench', async () => {
  const written = await formatted('README.md', withSpeed(readme, report));
  expect(readme).toBe(written);
});

// The peers are installed only where they are measured, so the compiler does not read their pages. A
// file was renamed, and nobody noticed that the comparison with the peers could not be built.
it('the pages of the peers import files that exist', () => {
  const folder = 'bench/peers/page';
  const missing = readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .flatMap((name) =>
      [...readFileSync(join(folder, name), 'utf8').matchAll(/from '(\.[^']+)'/g)].map(
        ([, path = '']) => path,
      ),
    )
    .filter((path) => !existsSync(join(folder, path)));
  expect(missing).toEqual([]);
});
