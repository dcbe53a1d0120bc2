import { expect, it } from 'vitest';
import { describeEntryPoints, describeStyles } from './api.mjs';

const files: Readonly<Record<string, string>> = {
  'dist/index.d.ts': `
    export { pause } from './client/pause.ts';
    export type { Call as PhoneCall } from './model/call.ts';
    export * from './client/stop.tsx';
  `,
  'dist/testing/index.d.ts': `
    import type { Call } from '../model/call.ts';
    import type { ReactNode } from 'react';
    /** This comment is not in the report. */
    interface Draft extends Pick<Call, 'id'> {}
    export declare function draw(draft: Draft): ReactNode;
    export { pause } from '../client/pause.ts';
    declare global {
      interface Window { drafts: Draft[] }
    }
  `,
  'dist/client/pause.d.ts': `
    import { type Call } from '../model/call.ts';
    import type { Reason } from './reason.ts';
    /** What it is for. */
    export declare function pause(call: Call, reason?: Reason): void;
    export declare function unseen(): void;
  `,
  'dist/client/reason.d.ts': `export type Reason = 'card' /* payment */ | 'break';`,
  'dist/client/stop.d.ts': `export declare const stop: () => void;`,
  'dist/model/call.d.ts': `export interface Call { readonly id: string }`,
};
const entryPoints = [
  { entryPoint: 'tallylight', file: 'dist/index.d.ts' },
  { entryPoint: 'tallylight/testing', file: 'dist/testing/index.d.ts' },
];

function describe(change: Readonly<Record<string, string>> = {}): ReadonlyMap<string, string> {
  const all = { ...files, ...change };
  return describeEntryPoints(entryPoints, (file) => all[file] ?? '');
}

it('lists what an entry point exports, and the types that its exports use', () => {
  expect(describe().get('tallylight')).toBe(
    [
      'interface Call { readonly id: string }',
      'export { Call as PhoneCall };',
      'export function pause(call: Call, reason?: Reason): void;',
      'export const stop: () => void;',
      '// Not exported, but used by the exports above.',
      "type Reason = 'card'  | 'break';",
    ].join('\n\n'),
  );
});

it('lists a declaration only for the first entry point that exports it, and lists global declarations', () => {
  expect(describe().get('tallylight/testing')?.replace(/\s+/g, ' ')).toBe(
    "export { pause } from 'tallylight'; " +
      'export function draw(draft: Draft): ReactNode; ' +
      '// Not exported, but used by the exports above. ' +
      "interface Draft extends Pick<Call, 'id'> {} " +
      '// Global declarations. ' +
      'declare global { interface Window { drafts: Draft[] } }',
  );
});

it.each([
  ['an argument', 'dist/client/pause.d.ts', 'reason?: Reason', 'reason: Reason'],
  ['a type that an argument uses', 'dist/client/reason.d.ts', "| 'break'", ''],
  ['a name', 'dist/client/stop.d.ts', 'stop', 'halt'],
])('notices the change of %s', (_, file, before, after) => {
  const changed = describe({ [file]: files[file]?.replace(before, after) ?? '' });
  expect(changed.get('tallylight')).not.toBe(describe().get('tallylight'));
});

it('does not change when a comment changes, or a declaration that no entry point exports', () => {
  const file = 'dist/client/pause.d.ts';
  const changed = files[file]?.replace('What it is for', 'How it is used').replace('unseen', 'x');
  expect(describe({ [file]: changed ?? '' })).toEqual(describe());
});

it('throws an error when an entry point exports a name that is not declared anywhere', () => {
  expect(() => describe({ 'dist/client/stop.d.ts': 'export { stop };' })).toThrow(/stop/);
});

it('lists the variables and attributes of a stylesheet', () => {
  const css = `
    /* --tallylight-gone: 1 */
    :where(:root) { --tallylight-text: #111; --tallylight-line: #ddd; }
    [data-part='word'][data-stale] { color: var(--tallylight-text); }
  `;
  expect(describeStyles(css)).toBe(
    [
      '// Variables.',
      '--tallylight-line',
      '--tallylight-text',
      '// Attributes.',
      "[data-part='word']",
      '[data-stale]',
    ].join('\n'),
  );
});
