import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// Readers copy the samples of the README and the book, so each has to compile with the public entry
// points alone.

const root = join(import.meta.dirname, '..');
const docs = join(root, 'stories/docs');
const pages = [
  'README.md',
  ...readdirSync(docs)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `stories/docs/${name}`),
];
// The folder is inside the package, so that React and the other packages are found as a host finds
// them.
const desk = join(root, `node_modules/.cache/tallylight-doc-samples-${process.pid}`);

/** Names that the samples use and that the reader's own code would declare. */
const readersPage = `
import type { AgentDesktop, AgentDesktopOptions, Wire } from 'tallylight';
import type { WireHarness } from 'tallylight/testing';
import type { Page } from '@playwright/test';
import type { ReactElement } from 'react';
declare global {
  const callId: string;
  const desktop: AgentDesktop;
  const page: Page;
  const frame: HTMLIFrameElement;
  const pauseButton: HTMLButtonElement;
  const apiKey: string;
  const cometd: NonNullable<AgentDesktopOptions['cometd']>;
  function token(): string;
  function freshToken(): Promise<string>;
  function showSignIn(): void;
  function log(what: unknown): void;
  function show(...what: unknown[]): void;
  function speak(text: string, politeness: string): void;
  function sendCardNumber(): void;
  function isDisputed(callId: string): boolean;
  function Desk(): ReactElement;
  // These belong to a reader who writes a wire: the socket of the server, and the functions of the
  // test runner.
  const socket: { start(listener: object): void; retryNow(): void; stop(): void };
  function post(callId: string, operationName: string, signal: unknown): Promise<unknown>;
  function get(path: string): Promise<unknown>;
  function notificationIn(message: unknown): never;
  function callsIn(answer: unknown): never;
  function startMyServer(): Promise<MyServer>;
  function createMyWire(url: string): Wire;
  interface MyServer extends Record<MyServerDoes, () => void> {
    readonly url: string;
    readonly recordedCall: string;
    readonly operations: readonly unknown[];
    recordingState(): ReturnType<WireHarness['recordingState']>;
    supervisor(operationName: string): void;
    close(): Promise<void>;
  }
  type MyServerDoes =
    | 'hangUp' | 'refuseNext' | 'dropNextAnswer' | 'dropNextEvent'
    | 'stopNotifications' | 'startNotifications' | 'forgetEverybody';
}
`;

interface Sample {
  readonly page: string;
  readonly file: string;
  readonly text: string;
}

/** Each sample becomes a file, with the same line numbers as on its page. */
const samples: readonly Sample[] = pages.flatMap((page) => {
  const markdown = readFileSync(join(root, page), 'utf8');
  return [...markdown.matchAll(/^```(tsx?)\n(.*?)^```$/gms)].map(([, language, code], index) => {
    const at = markdown.split(code ?? '')[0]?.split('\n').length ?? 1;
    return {
      page,
      file: `${page.replaceAll('/', '_')}.${index + 1}.${language ?? ''}`,
      text: `${'\n'.repeat(at - 1)}${code ?? ''}\nexport {};\n`,
    };
  });
});

let said = '';

beforeAll(() => {
  mkdirSync(desk, { recursive: true });
  for (const { file, text } of samples) writeFileSync(join(desk, file), text);
  writeFileSync(join(desk, 'readersPage.d.ts'), readersPage);
  writeFileSync(join(desk, 'tsconfig.json'), JSON.stringify(configuration()));
  try {
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', desk], {
      encoding: 'utf8',
      cwd: desk,
    });
  } catch (error) {
    // The compiler has failed, and the error contains its output.
    said = String((error as { readonly stdout?: unknown }).stdout);
  }
}, 60_000);

afterAll(() => {
  rmSync(desk, { recursive: true, force: true });
});

describe('every sample compiles', () => {
  it.each(pages)('in %s', (page) => {
    const own = samples.filter((each) => each.page === page).map(({ file }) => file);
    const errors = said.split('\n').filter((line) => own.some((file) => line.includes(file)));
    expect(errors).toEqual([]);
  });

  it('and the compiler reports nothing else', () => {
    const known = samples.map(({ file }) => file);
    const others = said
      .split('\n')
      .filter((line) => /error TS/.test(line) && !known.some((file) => line.includes(file)));
    expect(others).toEqual([]);
    expect(samples.length).toBeGreaterThan(20);
  });
});

describe('the stories that a page of the book shows', () => {
  it.each(pages.filter((page) => page !== 'README.md' && showsStories(page)))(
    'exist: %s',
    (page) => {
      const name = page.replace(/^.*\/|\.md$/g, '');
      const stories = readFileSync(join(root, `stories/${name}.stories.tsx`), 'utf8');
      const wanted = directives(page)
        .filter(([kind]) => kind === 'story' || kind === 'states')
        .flatMap(([, ...names]) => names);
      const missing = wanted.filter((each) => !stories.includes(`export const ${each}: `));
      expect(missing).toEqual([]);
      // The same story twice on a page would give two elements with one id.
      expect(wanted).toEqual([...new Set(wanted)]);
    },
  );
});

// Storybook reads only the types that are written at the parameter, and not inferred ones.
describe('the table of props', () => {
  const widgets = readdirSync(join(root, 'src/components')).filter((name) =>
    /^[A-Z]\w+\.tsx$/.test(name),
  );
  const sources = widgets
    .map((name) => readFileSync(join(root, 'src/components', name), 'utf8'))
    .filter((source) => source.includes('forwardRef(function'));

  it.each(sources.map((source) => [/forwardRef\(function (\w+)/.exec(source)?.[1] ?? '', source]))(
    'can be read: %s',
    (name, source) => {
      expect(source).toMatch(
        new RegExp(`forwardRef\\(function ${name}\\(\\s*(\\{[^}]*\\}|\\w+): ${name}Props`),
      );
    },
  );
});

function showsStories(page: string): boolean {
  return directives(page).some(([kind]) => kind === 'story' || kind === 'states');
}

function directives(page: string): readonly (readonly string[])[] {
  const markdown = readFileSync(join(root, page), 'utf8');
  return [...markdown.matchAll(/^<!-- (.+) -->$/gm)].map(([, words]) => (words ?? '').split(' '));
}

function configuration(): object {
  const src = join(root, 'src');
  return {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      // A host need not set this option of ours.
      isolatedDeclarations: false,
      declaration: false,
      rewriteRelativeImportExtensions: false,
      verbatimModuleSyntax: false,
      // A sample shows how something is obtained, and not what is done with it.
      noUnusedLocals: false,
      noUnusedParameters: false,
      paths: {
        tallylight: [`${src}/index.ts`],
        'tallylight/styles.css': [`${src}/styles/index.css`],
        'tallylight/supervisor.css': [`${src}/styles/supervisor.css`],
        'tallylight/locales/*': [`${src}/i18n/locales/*.ts`],
        'tallylight/workspace-v3': [`${src}/workspace-v3.ts`],
        'tallylight/element/jsx': [`${src}/element/jsx.ts`],
        'tallylight/*': [`${src}/*/index.ts`],
      },
    },
    // The second file adds what the types of CometD lack.
    include: ['*', join(src, 'transport/cometdTransport.d.ts')],
  };
}
