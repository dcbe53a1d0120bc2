import { describe, expect, it } from 'vitest';
import { nearestTests } from './nearestTests.mjs';

const sources = {
  'src/model/call.ts': '',
  'src/store/entry.ts': `import { isOver } from '../model/call.ts';`,
  'src/store/entry.test.ts': `import { receive } from './entry.ts';`,
  'src/store/entry.late.test.ts': `import { receive } from './entry.ts';`,
  'src/store/other.test.ts': `import { receive } from './entry.ts';`,
  'src/hooks/useRow.ts': `import type { Entry } from '../store/entry.ts';`,
  'src/hooks/table.test.tsx': `import { useRow } from './useRow.ts';`,
  'src/hooks/lazy.test.ts': `const hook = await import('./useRow.ts');`,
  'src/alone.ts': `import './itself.ts';`,
  'src/itself.ts': `import './alone.ts';`,
};

describe('the tests that npm run check runs', () => {
  it.each([
    [
      'the tests that are named after a changed file',
      ['src/store/entry.ts'],
      ['src/store/entry.late.test.ts', 'src/store/entry.test.ts'],
    ],
    [
      'where none is, the tests that import it, also on demand',
      ['src/hooks/useRow.ts'],
      ['src/hooks/lazy.test.ts', 'src/hooks/table.test.tsx'],
    ],
    [
      'where no test imports it, the tests of what imports it',
      ['src/model/call.ts'],
      ['src/store/entry.late.test.ts', 'src/store/entry.test.ts', 'src/store/other.test.ts'],
    ],
    ['a changed test', ['src/store/entry.test.ts'], ['src/store/entry.test.ts']],
    [
      'each test once',
      ['src/store/entry.ts', 'src/store/entry.test.ts'],
      ['src/store/entry.late.test.ts', 'src/store/entry.test.ts'],
    ],
    ['none for a file that no test depends on', ['src/alone.ts', 'README.md'], []],
  ])('are %s', (_, changed, expected) => {
    expect(nearestTests(changed, sources)).toEqual(expected);
  });
});
