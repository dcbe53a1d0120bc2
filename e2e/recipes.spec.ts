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

// Readers copy what the README and the guides show about setting up the library. Each of these code
// blocks is started here in a browser, exactly as it is written, until a press is confirmed.

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

test('the README and the guides show in at least eight places how a desktop is made', () => {
  expect(desktops.map(({ page }) => page)).toEqual(
    expect.arrayContaining(['README.md', 'stories/docs/GettingStarted.md']),
  );
  expect(desktops.length).toBeGreaterThanOrEqual(8);
});

for (const recipe of desktops.filter(({ text }) => !/localhost|pauseButton/.test(text))) {
  test(`${recipe.page}:${recipe.line} pauses a recording`, async ({ context, page, mock }) => {
    const files = await bundle(recipe.text);
    // The page is on a subdomain of the server's host, so a browser would send the session cookie
    // from it.
    await serve(context, 'https://desk.gws.example', (path) => files.get(path));
    await forward(context, ['https://gws.example', 'https://desk.gws.example'], mock.url);
    await page.goto('https://desk.gws.example/');
    await pauseOne(page);
  });
}

// An agent reloaded the page during an outage. It has to say what it waits for, from the first paint
// on, and to go on by itself. The ten lines have nothing else that could say it.
test('README.md’s ten lines never show an empty page, also when the page is opened in an outage', async ({
  context,
  page,
  mock,
}) => {
  const files = await bundle(onlyRecipe('README.md', 'tsx', 'export const App').text);
  await serve(context, 'https://desk.gws.example', (path) => files.get(path));
  await page.addInitScript(() => {
    const seen = new Set<string>();
    const look = (): void => {
      const list = document.querySelector('[data-tallylight="call-list"]');
      if (list) seen.add(list.textContent.trim());
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    Object.assign(window, { seenByTest: seen });
  });
  // Put there by the script above.
  const seen = (): Promise<string[]> =>
    page.evaluate(() => [...(Reflect.get(window, 'seenByTest') as Set<string>)]);
  const outage = (url: URL): boolean => url.pathname.startsWith('/api/');

  await forward(context, ['https://gws.example'], mock.url);
  await page.route(outage, (route) => route.abort());
  await page.goto('https://desk.gws.example/');
  const waiting = page.getByText('Connection lost. Waiting for the server.');
  await expect(waiting).toBeVisible();
  await page.reload();
  await expect(waiting).toBeVisible();
  expect(await seen()).not.toContain('');

  await page.unroute(outage);
  await expect(page.getByRole('group', { name: /^Call recording/ })).toHaveCount(4, {
    timeout: 25_000,
  });
  expect(await seen()).not.toContain('');
});

test('README.md’s lines for a page without React pause a recording', async ({
  context,
  page,
  mock,
}) => {
  const html = onlyRecipe('README.md', 'html').text.replaceAll(
    'call-id="…"',
    `call-id="${recorded}"`,
  );
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
  const [, inFrame = '', inParent = ''] = onlyRecipe('README.md', 'js').text.split(
    /^\/\/ in the .*$/m,
  );
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

// This block asked for the pause right after connecting, when no call had been read yet. So a
// reader who ran it got `operation-not-allowed`.
test('Hooks.md’s lines without React pause a recording', async ({ context, page, mock }) => {
  const files = await bundle(onlyRecipe('stories/docs/Hooks.md', 'ts', 'pauseButton').text);
  await serve(context, 'https://desk.gws.example', (path) => files.get(path));
  await forward(context, ['https://gws.example'], mock.url);
  await page.goto('https://desk.gws.example/');
  await expect(page).toHaveTitle('Recording');
  await page.getByRole('button', { name: 'The reader’s own Pause' }).click();
  await expect(page).toHaveTitle('Paused');
});

// A reader followed the guide exactly and saw "Connection lost" for ever. The page was on localhost
// and the mock server on 127.0.0.1. These are two sites, so the browser did not send the session
// cookie with any request.
test('the mock server of the guide “Getting started” answers a page that Vite serves', async ({
  page,
}) => {
  const guide = 'stories/docs/GettingStarted.md';
  const [, ...args] =
    /^npx (tallylight-mock-server .*)$/m
      .exec(onlyRecipe(guide, 'sh', 'npx').text)?.[1]
      ?.split(' ') ?? [];
  const recipe = onlyRecipe(guide, 'ts', 'localhost');

  const files = new Map<string, string>();
  const pageServer = createServer(({ url = '/' }, response) => {
    response.setHeader('Content-Type', typeOf(url));
    response.end(files.get(url));
  });
  // Vite listens on the name localhost, and on the address that it has on this machine.
  await new Promise<void>((resolve) => {
    pageServer.listen(0, 'localhost', resolve);
  });
  const pagePort = String((pageServer.address() as AddressInfo).port);

  // Only the port numbers of the guide are replaced, because other servers may use them on this
  // machine.
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
    pageServer.close();
    pageServer.closeAllConnections();
  }
});

/** This call is recorded when the mock server starts. */
const recorded = '01RCC3N118B1V0SL807GK2LAES000001';

/**
 * Presses Pause on the first recorded call, and waits until the server has said that it is paused.
 */
async function pauseOne(page: Page): Promise<void> {
  const frame = page.frames().length > 1 ? page.frameLocator('iframe') : page;
  const button = frame.getByRole('button', { name: 'Pause recording' }).first();
  await button.waitFor();
  // The group of the button is found by its call id, because a `first()` locator finds another
  // group after the state has changed.
  const group = frame.locator('[role=group]').filter({ has: button }).first();
  const callId = (await group.getAttribute('data-call-id')) ?? '';
  expect(callId).not.toBe('');
  await button.click();
  await expect(frame.locator(`[role=group][data-call-id='${callId}']`)).toHaveAttribute(
    'data-recording-state',
    'Paused',
  );
}

function onlyRecipe(page: string, language: string, word = ''): Recipe {
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
  const [line] = (await Promise.race([
    once(createInterface(stdout), 'line'),
    once(command, 'exit').then(() => ['It ended.']),
  ])) as string[];
  return line ?? '';
}

/**
 * Bundles the recipe in an app of the reader. The entry defines what the recipe leaves to the
 * reader: a sign-in, a log, and the place of the widgets.
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
