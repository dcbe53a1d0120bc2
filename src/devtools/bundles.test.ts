import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Rolldown } from 'vite';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** Bundles an app of a host, and returns the files of this library in the bundle, and its code. */
async function bundleOf(app: string): Promise<{
  readonly atStart: readonly string[];
  readonly later: readonly string[];
  readonly code: string;
}> {
  // The file does not exist. It is in this folder, so that its imports are found.
  const entry = join(root, 'app-of-a-host.js');
  // With `write: false` and without `watch` it is one output.
  const { output } = (await build({
    configFile: false,
    root,
    logLevel: 'error',
    plugins: [
      {
        name: 'app',
        enforce: 'pre',
        resolveId: (id) => (id === entry ? entry : undefined),
        load: (id) => (id === entry ? app : undefined),
      },
    ],
    build: {
      write: false,
      rolldownOptions: {
        input: entry,
        external: [/^react($|\/)/, /^react-dom($|\/)/, /^@tanstack\//],
        preserveEntrySignatures: 'strict',
      },
    },
  })) as Rolldown.RolldownOutput;
  const chunks = output.filter((each) => each.type === 'chunk');
  const filesOf = (of: typeof chunks): readonly string[] =>
    of.flatMap(({ moduleIds }) => moduleIds.filter((id) => id.includes('/src/')));
  return {
    atStart: filesOf(chunks.filter(({ isDynamicEntry }) => !isDynamicEntry)),
    later: filesOf(chunks.filter(({ isDynamicEntry }) => isDynamicEntry)),
    code: chunks.map(({ code }) => code).join('\n'),
  };
}

const isOfDevtools = (file: string): boolean => file.includes('/src/devtools/');
/** A text that is on the panel. */
const heading = 'Tallylight devtools';

describe('the bundle of an app', () => {
  it.each(['src/index.ts', 'src/workspace-v3.ts', 'src/testing/index.ts'])(
    'has nothing of the devtools if it imports all of %s, and not them',
    async (entryPoint) => {
      const { atStart, later, code } = await bundleOf(
        `export * from ${JSON.stringify(join(root, entryPoint))};`,
      );
      expect(atStart.length).toBeGreaterThan(10);
      expect([...atStart, ...later].filter(isOfDevtools)).toEqual([]);
      expect(code).not.toContain(heading);
    },
  );

  it('has them in a file that is loaded when the app asks for it', async () => {
    const { atStart, later, code } = await bundleOf(`
      export * from ${JSON.stringify(join(root, 'src/index.ts'))};
      export const open = () => import(${JSON.stringify(join(root, 'src/devtools/index.ts'))});
    `);
    expect(atStart.filter(isOfDevtools)).toEqual([]);
    expect(later.some(isOfDevtools)).toBe(true);
    expect(code).toContain(heading);
  });
});

describe('the package', () => {
  it('says that nothing happens when the devtools are imported, so that a bundler may leave them out', () => {
    const { sideEffects }: { readonly sideEffects: readonly string[] } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    );
    expect(sideEffects.filter((pattern) => pattern.includes('devtools'))).toEqual([]);
  });
});
