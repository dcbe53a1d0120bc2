import { expect, it } from 'vitest';
import { driftOf, sizeTable, withTable, type SizeRow } from './sizeTable.mjs';

const rows: readonly SizeRow[] = [
  { name: 'The base', weight: 6.94, limit: 10, peers: ['60.8 a toggle', '9.1 a knob'] },
  { name: 'A list, in addition', weight: 1.21, limit: 2, peers: [] },
];
const empty = 'Before\n<!-- sizes: npm run size -- --update -->\n\n<!-- /sizes -->\nAfter';
const readme = withTable(empty, sizeTable(rows, '2026-11-21'));

it('writes the table where it belongs, and again in the same place', () => {
  expect(readme).toMatch(/^Before\n/);
  expect(readme).toMatch(/\nAfter$/);
  expect(readme).toContain('| lightest peer, 2026-11-21 |');
  expect(readme).toContain('| The base | 6.9 | 10 | 60.8 a toggle; 9.1 a knob |');
  expect(withTable(readme, sizeTable(rows, '2026-11-21'))).toBe(readme);
});

it('accepts a table whose figures are right, however it is aligned', () => {
  expect(driftOf(readme, rows)).toEqual([]);
  expect(driftOf(readme.replaceAll(' |', '     |'), rows)).toEqual([]);
});

function after(change: Partial<SizeRow>): readonly SizeRow[] {
  return rows.map((row) => (row.name === 'The base' ? { ...row, ...change } : row));
}

it.each<[what: string, rows: readonly SizeRow[], said: string]>([
  ['a weight', after({ weight: 7.3 }), 'The base: 7.3 kB, not 6.9'],
  ['a budget', after({ limit: 11 }), 'The base: its budget is 11, not 10'],
  [
    'a peer',
    after({ peers: ['50.0 a toggle'] }),
    'The base: its peers are not 60.8 a toggle; 9.1 a knob',
  ],
  [
    'a row that came',
    [...rows, { name: 'New', weight: 1, limit: 2, peers: [] }],
    'New: not in the table',
  ],
  ['a row that went', rows.slice(1), 'The base: not measured'],
])('notices %s', (_, measured, said) => {
  expect(driftOf(readme, measured)).toEqual([said]);
});

it('accepts a difference of a few bytes', () => {
  expect(driftOf(readme, after({ weight: 7.15 }))).toEqual([]);
});

it('throws an error when the README has no place for the table', () => {
  expect(() => driftOf('A README without', rows)).toThrow(/no place/);
});
