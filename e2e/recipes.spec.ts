import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from './desktop.ts';
import { bundleApp, forward, library, serve, typeOf } from './embedding/readersApp.ts';

// What the README and the guides show for setting the library up is copied by readers. Each of these
// code blocks is started here in a browser, as it is written, until a press is confirmed.

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = `${root}dist/`;

interface Recipe {
  readonly page: string;
  readonly language: string;
  readonly line: number;
  readonly text: string;
}

const guides = readdirSync(`${root}stories/docs`)
  .filter((name) => name.endsWith('.md'))
  .map((name) => `stories/docs/${name}`);

const recipes: readonly Recipe[] = ['README.md', ...guides].flatMap((page) => {
  const markdown = readFileSync(root + page, 'utf8');
  return [...markdown.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(
    ({ index, 1: language = '', 2: text = '' }) => ({
      page,
      language,
      line: markdown.slice(0, index).split('\n').length,
      text,
    }),
  );
});

const desktops = recipes.filter(({ text }) => text.includes('createAgentDesktop('));

test('the book shows how a desktop is made in more than one place', () => {
  expect(desktops.map(({ page }) => page)).toEqual(
    expect.arrayContaining(['README.md', 'stories/docs/GettingStarted.md']),
  );
  expect(desktops.length).toBeGreaterThanOrEqual(8);
});

for (const recipe of desktops.filter(({ text }) => !/localhost|pauseButton/.test(text))) {
  test(`${recipe.page}:${recipe.line} pauses a recording`, async ({ context, page, mock }) => {
    const files = await bundle(recipe.text);
    // The page is on a host below the server's, so that a browser would send the cookie with it.
    await serve(context, 'https://desk.gws.example', (path) => files.get(path));
    await forward(context, ['https://gws.example', 'https://desk.gws.example'], mock.url);
    await page.goto('https://desk.gws.example/');
    await pauseOne(page);
  });
}

test('README.md’s lines for a page without React pause a recording', async ({
  context,
  page,
  mock,
}) => {
  const html = only('README.md', 'html').text.replaceAll('call-id="…"', `call-id="${recorded}"`);
  await serve(context, 'https://desk.gws.example', (path) =>
    path === '/'
      ? `<!doctype html><html lang="en"><title>Desk</title>${html}</html>`
      : library(path),
  );
  await forward(context, ['https://gws.example'], mock.url);
  await page.goto('https://desk.gws.example/');
  await pauseOne(page);
});

test('README.md’s lines for a frame and the page around it pause a recording', async ({
  context,
  page,
  mock,
}) => {
  const [, inFrame = '', inParent = ''] = only('README.md', 'js').text.split(/^\/\/ in the .*$/m);
  const script = inFrame.replace(`'tallylight/element'`, `'/tallylight/dist/element/index.js'`);
  await serve(context, 'https://frame.example', (path) =>
    path === '/'
      ? `<!doctype html><html lang="en"><title>Frame</title>
         <tallylight-recording-controls base-url="https://gws.example"></tallylight-recording-controls>
         <script type="module">${script}</script></html>`
      : library(path),
  );
  await serve(
    context,
    'https://desk.example',
    () => `<!doctype html><html lang="en"><title>Desk</title>
      <script>const callId = '${recorded}'; ${inParent}</script>
      <iframe sandbox="allow-scripts allow-same-origin" src="https://frame.example/"></iframe></html>`,
  );
  await forward(context, ['https://gws.example'], mock.url);
  await page.goto('https://desk.example/');
  await pauseOne(page);
});

// The block asked for the pause right after connecting, when no call had been read yet, so a reader
// who ran it got `operation-not-allowed`.
test('Hooks.md’s lines without React pause a recording', async ({ context, page, mock }) => {
  const files = await bundle(only('stories/docs/Hooks.md', 'ts', 'pauseButton').text);
  await serve(context, 'https://desk.gws.example', (path) => files.get(path));
  await forward(context, ['https://gws.example'], mock.url);
  await page.goto('https://desk.gws.example/');
  await expect(page).toHaveTitle('Recording');
  await page.getByRole('button', { name: 'The reader’s own Pause' }).click();
  await expect(page).toHaveTitle('Paused');
});

// A reader followed the page word for word and saw "Connection lost" for ever: it had the page on
// localhost and the mock server on 127.0.0.1, which are two sites, so the browser kept the session's
// cookie back from every request.
test('the mock server of Getting started answers a page that Vite serves', async ({ page }) => {
  const guide = 'stories/docs/GettingStarted.md';
  const [, ...args] =
    /^npx (tallylight-mock-server .*)$/m.exec(only(guide, 'sh', 'npx').text)?.[1]?.split(' ') ?? [];
  const recipe = only(guide, 'ts', 'localhost');

  const files = new Map<string, string>();
  const desk = createServer(({ url = '/' }, response) => {
    response.setHeader('Content-Type', typeOf(url));
    response.end(files.get(url));
  });
  // As Vite does it: the name localhost, and what that stands for on this machine.
  await new Promise<void>((resolve) => {
    desk.listen(0, 'localhost', resolve);
  });
  const pagePort = String((desk.address() as AddressInfo).port);

  // The two ports may be taken by somebody else's servers here. Nothing else is changed.
  const command = spawn(
    process.execPath,
    [`${dist}mock-server/command.js`, ...args.map((arg) => inTestPorts(arg, pagePort, '0'))],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    const mockPort = /:(\d+)/.exec(await firstLineOf(command))?.[1] ?? '';
    const text = inTestPorts(recipe.text, pagePort, mockPort);
    for (const [path, content] of await bundle(text)) files.set(path, content);
    await page.goto(`http://localhost:${pagePort}/`);
    await pauseOne(page);
  } finally {
    command.kill();
    desk.close();
    desk.closeAllConnections();
  }
});

/** The call that the mock server's agent finds recorded. */
const recorded = '01RCC3N118B1V0SL807GK2LAES000001';

/** Presses Pause on the first recorded call, and waits until the server has said that it is paused. */
async function pauseOne(page: Page): Promise<void> {
  const frame = page.frames().length > 1 ? page.frameLocator('iframe') : page;
  const button = frame.getByRole('button', { name: 'Pause recording' }).first();
  await button.waitFor();
  // The button's group keeps its place when the state of its call changes; "first" would not.
  const group = frame.locator('[role=group]').filter({ has: button }).first();
  const callId = (await group.getAttribute('data-call-id')) ?? '';
  expect(callId).not.toBe('');
  await button.click();
  await expect(frame.locator(`[role=group][data-call-id='${callId}']`)).toHaveAttribute(
    'data-recording-state',
    'Paused',
  );
}

function only(page: string, language: string, word = ''): Recipe {
  const found = recipes.filter(
    (each) => each.page === page && each.language === language && each.text.includes(word),
  );
  const [recipe] = found;
  if (!recipe || found.length > 1) {
    throw new Error(`${page} has ${found.length} blocks in ${language} with "${word}", not one.`);
  }
  return recipe;
}

function inTestPorts(text: string, page: string, mock: string): string {
  return text.replaceAll('5173', page).replaceAll('8090', mock);
}

async function firstLineOf(command: ChildProcess): Promise<string> {
  const { stdout } = command;
  if (!stdout) return '';
  const [said] = (await Promise.race([
    once(createInterface(stdout), 'line'),
    once(command, 'exit').then(() => ['It ended.']),
  ])) as string[];
  return said ?? '';
}

/**
 * The recipe in an app of a reader's own. What the recipe leaves to the reader is in the entry: a
 * sign-in, a log, and where the widgets stand.
 */
async function bundle(recipe: string): Promise<ReadonlyMap<string, string>> {
  const hasApp = recipe.includes('export const App');
  return bundleApp({
    '/recipe.tsx': `${recipe}${hasApp ? '' : '\nexport { desktop };'}`,
    '/reader.ts': `Object.assign(globalThis, {
      callId: '${recorded}',
      freshToken: async () => 'fresh',
      showSignIn: () => console.log('signed out'),
      log: console.log,
      show: (state) => { document.title = state; },
      pauseButton: Object.assign(document.createElement('button'), { textContent: 'The reader’s own Pause' }),
      isDisputed: () => false,
    });
    document.documentElement.append(pauseButton);`,
    '/entry.tsx': `
      import './reader.ts';
      import { createRoot } from 'react-dom/client';
      import { AgentDesktopProvider, CallList } from 'tallylight';
      import * as recipe from './recipe.tsx';
      globalThis.Desk = CallList;
      createRoot(document.body).render(recipe.App
        ? <recipe.App />
        : <AgentDesktopProvider desktop={recipe.desktop}><CallList /></AgentDesktopProvider>);`,
  });
}
