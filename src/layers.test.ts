import { readFileSync, readdirSync } from 'node:fs';
import { posix, relative } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

/** A file imports from lower layers or from its own folder. */
const layers: Readonly<Record<string, number>> = {
  model: 0,
  protocol: 1,
  store: 1,
  i18n: 1,
  transport: 2,
  client: 3,
  watchers: 4,
  hooks: 5,
  testing: 5,
  components: 6,
  devtools: 6,
  'mock-server': 6,
  element: 7,
};
/**
 * The entry points of the package. An entry point inside a folder does not belong to that folder's
 * layer.
 */
const entryPoints = {
  layer: 7,
  files: [
    'index.ts',
    'workspace-v3.ts',
    'supervisor/index.ts',
    'element/index.ts',
    'testing/index.ts',
    'devtools/index.ts',
    'mock-server/index.ts',
  ],
};
/** The lowest layer that may import React. */
const reactLayer = 5;
/** Our test doubles. They import what they like, only tests import them, and they are not shipped. */
const doublesFolder = 'doubles';
/** Folders that import the entry points only, as a host does. */
const outside = new Set(['demo']);

/** Source text by path below `src/`. */
type Sources = Readonly<Record<string, string>>;

describe('the layers of src', () => {
  const sources = readSources();

  it('were read', () => {
    expect(Object.keys(sources)).toContain('model/call.ts');
  });

  it('are respected by every import', () => {
    expect(faultsOf(sources)).toEqual([]);
  });
});

describe('the check of the layers', () => {
  // Each line breaks one rule, to show that the check notices it.
  it.each<[fault: string, sources: Sources]>([
    [
      'store/a.ts imports upward from client/b.ts',
      { 'store/a.ts': `import { b } from '../client/b.ts';`, 'client/b.ts': '' },
    ],
    [
      'model/a.ts imports upward from store/b.ts',
      { 'model/a.ts': `import type { B } from '../store/b.ts';`, 'store/b.ts': '' },
    ],
    [
      'model/a.ts imports upward from store/b.ts',
      { 'model/a.ts': `export type B = import('../store/b.ts').B;`, 'store/b.ts': '' },
    ],
    [
      'store/a.ts imports upward from hooks/b.ts',
      { 'store/a.ts': `export const b = () => import('../hooks/b.ts');`, 'hooks/b.ts': '' },
    ],
    [
      'store/a.ts imports across from protocol/b.ts',
      { 'store/a.ts': `export { b } from '../protocol/b.ts';`, 'protocol/b.ts': '' },
    ],
    [
      'store/a.ts → store/b.ts → store/a.ts is a cycle',
      {
        'store/a.ts': `import { b } from './b.ts'; export const a = 1;`,
        'store/b.ts': `export * from './a.ts';`,
      },
    ],
    ['client/a.ts names cometd', { 'client/a.ts': `import { CometD } from 'cometd';` }],
    ['client/a.ts calls fetch', { 'client/a.ts': `export const a = () => fetch('/');` }],
    ['hooks/a.ts calls fetch', { 'hooks/a.ts': `export const a = globalThis.fetch;` }],
    ['client/a.ts names react', { 'client/a.ts': `import { useState } from 'react';` }],
    ['store/a.ts names react-dom', { 'store/a.ts': `import 'react-dom/client';` }],
    ['store/a.ts names zustand', { 'store/a.ts': `import { create } from 'zustand';` }],
    ['store/index.ts is a barrel', { 'store/index.ts': `export const a = 1;` }],
    [
      'testing/a.ts imports upward from mock-server/index.ts',
      { 'testing/a.ts': `import '../mock-server/index.ts';`, 'mock-server/index.ts': '' },
    ],
    [
      'testing/a.ts imports upward from testing/index.ts',
      { 'testing/a.ts': `import './index.ts';`, 'testing/index.ts': '' },
    ],
    ['watchers/a.ts names react', { 'watchers/a.ts': `import { useState } from 'react';` }],
    [
      'watchers/a.ts imports upward from hooks/b.ts',
      { 'watchers/a.ts': `import { b } from '../hooks/b.ts';`, 'hooks/b.ts': '' },
    ],
    [
      'testing/a.ts imports doubles/b.ts, which is not shipped',
      { 'testing/a.ts': `import '../doubles/b.ts';`, 'doubles/b.ts': '' },
    ],
    ['lobby/a.ts is in no known folder', { 'lobby/a.ts': '' }],
    ['helpers.ts is in no known folder', { 'helpers.ts': '' }],
    [
      'store/a.ts imports ./b.ts, which is not there',
      { 'store/a.ts': `import { b } from './b.ts';` },
    ],
    [
      'demo/a.tsx goes past the entry points to hooks/b.ts',
      { 'demo/a.tsx': `import { b } from '../hooks/b.ts';`, 'hooks/b.ts': '' },
    ],
    [
      'client/a.ts imports upward from demo/b.ts',
      { 'client/a.ts': `import { b } from '../demo/b.ts';`, 'demo/b.ts': '' },
    ],
  ])('reports: %s', (fault, sources) => {
    expect(faultsOf(sources)).toEqual([fault]);
  });

  it('reports nothing when no rule is broken', () => {
    expect(
      faultsOf({
        'model/a.ts': 'export type A = 1;',
        'store/b.ts': `import type { A } from '../model/a.ts'; import { createStore } from 'zustand/vanilla'; export type B = A;`,
        // A word in a comment or a text is not a call: fetch('/'), import x from 'cometd'
        'client/c.ts': `/** fetch('/') */ export const c = "import 'cometd'"; import '../store/b.ts';`,
        'transport/d.ts': `import { CometD } from 'cometd'; export const d = () => fetch('/');`,
        'client/c.test.ts': `import { CometD } from 'cometd'; import '../testing/e.ts'; import '../doubles/i.ts'; fetch('/');`,
        'testing/e.ts': '',
        'doubles/i.ts': `import { e } from '../testing/e.ts'; import { g } from '../mock-server/h.ts'; import 'react';`,
        'index.ts': `export * from './client/c.ts'; import './styles/index.css';`,
        'demo/f.tsx': `import { c } from '../index.ts'; import { g } from './g.ts'; import 'tallylight'; fetch('/');`,
        'demo/g.ts': '',
        'mock-server/index.ts': `export * from './h.ts'; import '../testing/e.ts';`,
        'mock-server/h.ts': '',
      }),
    ).toEqual([]);
  });
});

/** Returns a sentence for each broken rule. */
function faultsOf(sources: Sources): string[] {
  const faults: string[] = [];
  const importsOf = new Map<string, string[]>();

  for (const [file, source] of Object.entries(sources)) {
    const folder = folderOf(file);
    if (layerOf(file) === undefined && !outside.has(folder) && !isTest(file)) {
      faults.push(`${file} is in no known folder`);
      continue;
    }
    if (
      posix.basename(file).startsWith('index.ts') &&
      !isEntryPoint(file) &&
      !outside.has(folder)
    ) {
      faults.push(`${file} is a barrel`);
    }
    const { specifiers, callsFetch } = read(file, source);
    if (!isTest(file)) faults.push(...libraryFaults(file, specifiers, callsFetch));

    const neighbours = specifiers
      .filter((specifier) => specifier.startsWith('.') && /\.tsx?$/.test(specifier))
      .map((specifier) => [specifier, posix.join(posix.dirname(file), specifier)] as const);
    for (const [specifier, target] of neighbours) {
      if (target.startsWith('../')) continue; // the folder `scripts` has its own rules
      if (!(target in sources)) faults.push(`${file} imports ${specifier}, which is not there`);
      else if (!isTest(file)) faults.push(...directionFaults(file, target));
    }
    importsOf.set(
      file,
      neighbours.map(([, target]) => target),
    );
  }
  return [...faults, ...cyclesIn(importsOf)];
}

/** Checks which modules may use the wire, React, and libraries that contain React. */
function libraryFaults(file: string, specifiers: string[], callsFetch: boolean): string[] {
  const faults: string[] = [];
  const folder = folderOf(file);
  const layer = layerOf(file);
  const names = (library: string): boolean =>
    specifiers.some((specifier) => specifier === library || specifier.startsWith(`${library}/`));

  // The mock server's own Bayeux is `cometd-nodejs-server`, another package.
  if (folder !== 'transport' && names('cometd')) faults.push(`${file} names cometd`);
  if (folder !== 'transport' && callsFetch && !outside.has(folder)) {
    faults.push(`${file} calls fetch`);
  }
  if (layer !== undefined && layer < reactLayer) {
    for (const library of ['react', 'react-dom', '@tanstack/react-query']) {
      if (names(library)) faults.push(`${file} names ${library}`);
    }
    // The main entry point of zustand imports React, and `zustand/vanilla` does not.
    if (specifiers.includes('zustand')) faults.push(`${file} names zustand`);
  }
  return faults;
}

function directionFaults(file: string, target: string): string[] {
  if (folderOf(file) === folderOf(target) && !isEntryPoint(target)) return [];
  if (outside.has(folderOf(file))) {
    return isEntryPoint(target) ? [] : [`${file} goes past the entry points to ${target}`];
  }
  const from = layerOf(file) ?? 0;
  if (folderOf(target) === doublesFolder)
    return [`${file} imports ${target}, which is not shipped`];
  const to = layerOf(target) ?? Infinity;
  if (to > from) return [`${file} imports upward from ${target}`];
  if (to === from) return [`${file} imports across from ${target}`];
  return [];
}

function cyclesIn(importsOf: ReadonlyMap<string, readonly string[]>): string[] {
  const cycles: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start !== -1) {
      cycles.push(`${[...path.slice(start), file].join(' → ')} is a cycle`);
    } else if (!done.has(file)) {
      for (const target of importsOf.get(file) ?? []) walk(target, [...path, file]);
      done.add(file);
    }
  };
  for (const file of importsOf.keys()) walk(file, []);
  return cycles;
}

function folderOf(file: string): string {
  return file.includes('/') ? (file.split('/')[0] ?? '') : '';
}

function layerOf(file: string): number | undefined {
  return isEntryPoint(file) ? entryPoints.layer : layers[folderOf(file)];
}

function isEntryPoint(file: string): boolean {
  return entryPoints.files.includes(file);
}

/** Tests and our test doubles may import everything, because they are not shipped. */
function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file) || folderOf(file) === doublesFolder;
}

/** Returns every module that a file imports, types included, and whether it uses `fetch`. */
function read(file: string, source: string): { specifiers: string[]; callsFetch: boolean } {
  const { module, program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);

  const specifiers = [
    ...module.staticImports.map((statement) => statement.moduleRequest.value),
    ...module.staticExports.flatMap((statement) =>
      statement.entries.flatMap((entry) => entry.moduleRequest?.value ?? []),
    ),
  ];
  let callsFetch = false;
  visit(program, (node, parent) => {
    if (node['type'] === 'ImportExpression' || node['type'] === 'TSImportType') {
      const { source: request } = node;
      if (isNode(request) && typeof request['value'] === 'string')
        specifiers.push(request['value']);
    }
    if (node['type'] === 'Identifier' && node['name'] === 'fetch') {
      // `globalThis.fetch` counts. In `{ fetch: … }` and `options.fetch` it is a property of
      // another object.
      const isOwnName =
        parent['type'] === 'CallExpression' ||
        parent['type'] === 'VariableDeclarator' ||
        parent['type'] === 'AssignmentExpression';
      const host = parent['type'] === 'MemberExpression' ? parent['object'] : undefined;
      const isGlobal =
        isNode(host) && ['globalThis', 'window', 'self'].some((name) => host['name'] === name);
      if (isOwnName || isGlobal) callsFetch = true;
    }
  });
  return { specifiers: [...new Set(specifiers)], callsFetch };
}

type SyntaxNode = Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null;
}

function visit(node: unknown, seen: (node: SyntaxNode, parent: SyntaxNode) => void): void {
  const walk = (value: unknown, parent: SyntaxNode): void => {
    if (Array.isArray(value)) value.forEach((item) => walk(item, parent));
    else if (isNode(value)) {
      if (typeof value['type'] === 'string') seen(value, parent);
      Object.values(value).forEach((child) => walk(child, value));
    }
  };
  walk(node, {});
}

function readSources(): Sources {
  const src = import.meta.dirname;
  return Object.fromEntries(
    readdirSync(src, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => `${entry.parentPath}/${entry.name}`)
      .map((path) => [relative(src, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')]),
  );
}
