import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

// The page "Versions and support" promises what is public, and names where each version is tested. Here it
// is compared with the code.

const root = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const page = read('stories/docs/Versions.md');

interface Package {
  readonly engines: { readonly node: string };
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
}
// The cast is right, because this is the package's own file.
const { engines, peerDependencies, devDependencies, scripts } = JSON.parse(
  read('package.json'),
) as Package;

describe('what is public', () => {
  it('has each attribute that a doc comment of a widget or a hook names', () => {
    const comments = ['src/components', 'src/hooks']
      .flatMap((folder) => readdirSync(join(root, folder)).map((file) => `${folder}/${file}`))
      .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))
      .flatMap((file) => read(file).match(/\/\*\*.*?\*\//gs) ?? [])
      // This finds `@selector [data-stale]` and "- `data-stale`: what is shown may be out of date".
      .filter((comment) => /@selector|^ \* - `/m.test(comment));
    const named = comments.flatMap((comment) => comment.match(/\bdata-[a-z-]+/g) ?? []);
    expect(named.length).toBeGreaterThan(15);
    expect([...new Set(named)].filter((name) => !page.includes(name))).toEqual([]);
  });

  it('has each attribute that a host can set for the stylesheet', () => {
    const styles = read('src/styles/index.api.txt');
    const set = ['data-theme', 'data-density', 'data-contrast', 'data-unstyled'];
    expect(set.filter((name) => !styles.includes(`[${name}`))).toEqual([]);
    expect(set.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it('has each custom element, and no other', () => {
    const declared = readdirSync(join(root, 'src/element'))
      .filter((file) => file.endsWith('.api.txt'))
      .flatMap((file) => read(`src/element/${file}`).match(/(?<=^ {4}')tallylight-[a-z-]+(?=':)/gm))
      .filter((name) => name !== null);
    const named = page.match(/(?<=<)tallylight-[a-z-]+(?=>)/g) ?? [];
    expect(new Set(named)).toEqual(new Set(declared));
  });

  it('has the names of the buttons as they are in English', async () => {
    const { english } = await import('../src/i18n/english.ts');
    const names = Object.values(english.operations).flatMap(({ name, pending }) => [name, pending]);
    expect(names.filter((name) => !page.includes(`_${name}_`))).toEqual([]);
  });
});

describe('what is supported', () => {
  const rows = [...page.matchAll(/^\| ([^|]+?) +\| ([^|]+?) +\| ([^|]+?) +\|$/gm)].map(
    ([, what = '', versions = '', testedBy = '']) => ({ what, versions, testedBy }),
  );
  const versionsOf = (name: string): string =>
    rows.find(({ what }) => what === name)?.versions ?? '';

  it('names tests that exist', () => {
    const tests = rows.flatMap(({ testedBy }) => testedBy.match(/`[^`]+`/g) ?? []);
    expect(tests.length).toBeGreaterThan(10);
    const missing = tests
      .map((test) => test.slice(1, -1))
      .filter((test) => {
        const [, script] = /^npm run ([\w:-]+)/.exec(test) ?? [];
        if (script !== undefined) return !(script in scripts);
        return /\//.test(test) ? !existsSync(join(root, test)) : false;
      });
    expect(missing).toEqual([]);
  });

  it('says where nothing is tested', () => {
    expect(versionsOf('Safari')).toContain('no test runs there');
  });

  it('has the versions of React that a host may have', () => {
    expect(peerDependencies['react']).toBe('^18.2 || ^19');
    for (const version of ['18.2', '18.3'])
      expect([
        versionsOf('React').includes(version),
        `react-${version}` in devDependencies,
      ]).toEqual([true, true]);
    expect(versionsOf('React')).toContain('19');
  });

  it('has the oldest react-query, TypeScript and Node that are tested', () => {
    expect(peerDependencies['@tanstack/react-query']).toBe('^5.0.0');
    expect(devDependencies['react-query-5.0']).toContain('@5.0.0');
    expect(versionsOf('react-query')).toContain('5.0.0');
    expect(devDependencies['typescript-5.4']).toContain('@5.4');
    expect(devDependencies['typescript']).toMatch(/^7\./);
    expect(versionsOf('TypeScript')).toMatch(/^5\.4 to 7/);
    expect(engines.node).toBe('>=20.19');
    expect(versionsOf('Node')).toMatch(/^20\.19/);
  });

  it('has the browsers that the custom elements are built for', () => {
    const [, target = ''] = /target: \[([^\]]+)\]/.exec(read('scripts/build.mjs')) ?? [];
    expect(target).toBe("'chrome109', 'firefox115', 'safari16.4'");
    expect(versionsOf('Chromium')).toMatch(/^109 /);
    expect(versionsOf('Firefox')).toMatch(/^115 /);
    expect(versionsOf('Safari')).toMatch(/^16\.4 /);
  });
});
