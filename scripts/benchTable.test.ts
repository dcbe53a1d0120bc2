import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { withSpeed } from '../bench/readmeTable.ts';
import type { Report } from '../bench/report.ts';

const readme = readFileSync('README.md', 'utf8');
// Written by the bench itself.
const report = JSON.parse(readFileSync('bench/results/latest.json', 'utf8')) as Report;

it('the README says of the speed what the last run of the bench measured', async () => {
  const config = await resolveConfig('README.md');
  const written = await format(withSpeed(readme, report), { ...config, parser: 'markdown' });
  expect(readme).toBe(written);
});
