import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import type { Page } from '@playwright/test';
import { expect, test } from './desktop.ts';
import { listen } from '../src/doubles/listen.ts';
import { startWorkspaceDouble, workspaceHeaders } from '../src/doubles/workspaceDouble.ts';
import { createMockServer } from '../src/mock-server/createMockServer.ts';
import { simulatedCall } from '../src/testing/simulatedCalls.ts';
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

/** What the tests below start. Their blocks are added where the tests are defined. */
const started = new Set<Recipe>();

test('each block of the README and the guides that shows how something is set up is started here', () => {
  const inOtherTests = recipes.filter(
    ({ page, language, text }) =>
      // elementFamily.spec.ts and elementFrame.spec.ts
      (language === 'html' && /(Elements|Frames)\.md$/.test(page)) ||
      // A test of the reader's in Node, as the pages for Jest and Vitest show it.
      text.includes(`from 'vitest'`),
  );
  const forgotten = recipes.filter(
    (each) => showsSetup(each) && !started.has(each) && !inOtherTests.includes(each),
  );
  expect(forgotten.map(({ page, line }) => `${page}:${line}`)).toEqual([]);
  expect(started.size).toBeGreaterThan(20);
});

function isPaused({ recordingState }: { readonly recordingState?: string | undefined }): boolean {
  return recordingState === 'Paused';
}

function showsSetup({ text, language }: Recipe): boolean {
  return (
    /(create(Agent|Workspace)Desktop|createMockServer|createRoot|assembleDesktop|wallSourceOf|connectToParent)\(/.test(
      text,
    ) ||
    /<AgentDesktopProvider\b|<script\b/.test(text) ||
    (language === 'sh' && text.includes('tallylight-mock-server'))
  );
}

/** Remembers that a test starts the block. */
function starts(recipe: Recipe): Recipe {
  started.add(recipe);
  return recipe;
}

for (const recipe of recipes.filter(
  ({ text }) =>
    /createAgentDesktop\(|<AgentDesktopProvider\b/.test(text) &&
    !/localhost|pauseButton|createWorkspaceDesktop|window\.open|<Tab |from 'vitest'/.test(text),
)) {
  starts(recipe);
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

// An agent reloaded the page during an outage. From the first paint on, the page has to say what it
// waits for, and it has to continue by itself. The ten lines of the README contain nothing else
// that could say it.
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
  // The script above has put it there.
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

const withoutReact = starts(onlyRecipe('README.md', 'html'));
test('README.md’s lines for a page without React pause a recording', async ({
  context,
  page,
  mock,
}) => {
  const html = withoutReact.text.replaceAll('call-id="…"', `call-id="${recorded}"`);
  await serve(context, 'https://desk.gws.example', (path) =>
    path === '/'
      ? `<!doctype html><html lang="en"><title>Desk</title>${html}</html>`
      : library(path),
  );
  await forward(context, ['https://gws.example'], mock.url);
  await page.goto('https://desk.gws.example/');
  await pauseOne(page);
});

const frameAndPage = starts(onlyRecipe('README.md', 'js'));
test('README.md’s lines for a frame and the page around it pause a recording', async ({
  context,
  page,
  mock,
}) => {
  const [, inFrame = '', inParent = ''] = frameAndPage.text.split(/^\/\/ in the .*$/m);
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

// This block requested the pause right after connecting, when no call had been read yet. So a
// reader who ran it got `operation-not-allowed`.
const withOwnButton = starts(onlyRecipe('stories/docs/Hooks.md', 'ts', 'pauseButton'));
test('Hooks.md’s lines without React pause a recording', async ({ context, page, mock }) => {
  const files = await bundle(withOwnButton.text);
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
const readme = onlyRecipe('README.md', 'sh', 'npx');
/** The README has the two options in a sentence below the command. */
const [, ...options] =
  /`(baseUrl: '[^`]*localhost[^`]*)`.*?``(headers: .*?)``/.exec(
    readFileSync(`${root}README.md`, 'utf8'),
  ) ?? [];
for (const { command, desktop } of [
  {
    command: starts(onlyRecipe('stories/docs/GettingStarted.md', 'sh', 'npx')),
    desktop: starts(onlyRecipe('stories/docs/GettingStarted.md', 'ts', 'localhost')).text,
  },
  {
    command: starts(readme),
    desktop: `import { createAgentDesktop } from 'tallylight';
      const desktop = createAgentDesktop({ ${options.join(', ')} });`,
  },
]) {
  test(`the mock server of ${command.page} answers a page that Vite serves`, async ({ page }) => {
    expect(desktop).toMatch(/baseUrl: .*headers: /s);
    const files = new Map<string, string>();
    const pageServer = createServer(({ url = '/' }, response) => {
      response.setHeader('Content-Type', typeOf(url));
      response.end(files.get(url));
    });
    // Vite listens on the name localhost, and on the address that it has on this machine.
    const { url: pageUrl, port, close } = await listen(pageServer, 'localhost');
    const pagePort = String(port);
    const { child, mockPort } = await startCommand(command, pagePort);
    try {
      const text = inTestPorts(desktop, pagePort, mockPort);
      for (const [path, content] of await bundle(text)) files.set(path, content);
      await page.goto(pageUrl);
      await pauseOne(page);
    } finally {
      child.kill();
      await close();
    }
  });
}

const byHand = starts(onlyRecipe('stories/docs/TestingYourDesktop.md', 'sh', 'npx'));
test('the request of TestingYourDesktop.md makes something happen at its mock server', async ({
  request,
}) => {
  const { child, mockPort } = await startCommand(byHand, '0');
  try {
    const [, url = '', headers = '', data = ''] =
      /^curl -X POST (\S+) -H '(.*?)' -d '(.*?)'$/m.exec(byHand.text) ?? [];
    const [name = '', value = ''] = headers.split(': ');
    const answer = await request.post(url.replace('8090', mockPort), {
      headers: { [name]: value },
      data,
    });
    expect(answer.status(), await answer.text()).toBe(200);
    const state = await request.get(`http://127.0.0.1:${mockPort}/mock/state`);
    expect(await state.json()).toMatchObject({ faults: [{ verb: 'lost' }] });
  } finally {
    child.kill();
  }
});

// The reader's page has the widget at an address that the block leaves open: `however your page is told`.
const inPlaywright = starts(
  onlyRecipe('stories/docs/TestingYourDesktop.md', 'ts', 'createMockServer('),
);
test('the browser test of TestingYourDesktop.md passes on a page of the reader’s', async ({
  page,
}) => {
  const files = await bundle(`
    import { createAgentDesktop } from 'tallylight';
    const desktop = createAgentDesktop({
      baseUrl: new URL(location.href).searchParams.get('gws'),
      headers: () => ({ Authorization: 'Basic ' + btoa('agent:agent') }),
    });`);
  const pageServer = createServer(({ url = '/' }, response) => {
    const path = url.replace(/\?.*$/, '');
    response.setHeader('Content-Type', typeOf(path));
    response.end(files.get(path));
  });
  const { port, close } = await listen(pageServer);
  try {
    let run: (fixtures: { readonly page: Page }) => Promise<void> = () =>
      Promise.reject(new Error());
    runLines(inPlaywright.text.replaceAll('4173', String(port)), {
      test: (_title: string, body: typeof run) => {
        run = body;
      },
      expect,
      createMockServer,
      simulatedCall,
    });
    await run({ page });
  } finally {
    await close();
  }
});

const inReadme = starts(onlyRecipe('README.md', 'ts', 'createMockServer('));
test('README.md’s lines for a browser test start a mock server that loses the next event', async () => {
  const lines = `(async () => { ${inReadme.text.replaceAll(/^import .*$/gm, '')} return { mock, url }; })()`;
  // The block defines both.
  const { mock, url } = (await runLines(lines, { createMockServer })) as {
    readonly mock: ReturnType<typeof createMockServer>;
    readonly url: string;
  };
  expect((await fetch(`${url}/mock/state`)).status).toBe(200);
  expect(mock.state().faults).toMatchObject([{ verb: 'lost' }]);
  await mock.close();
});

for (const recipe of recipes.filter(({ text }) => text.includes('createWorkspaceDesktop('))) {
  starts(recipe);
  test(`${recipe.page}:${recipe.line} pauses a recording on the Workspace API`, async ({
    context,
    page,
  }) => {
    const calls = [simulatedCall({ id: recorded, recordingState: 'Recording' })];
    const server = await startWorkspaceDouble(calls, 'as-the-simulator');
    try {
      const files = await bundle(
        recipe.text,
        `import { CometD } from 'cometd';
        const [, agentToken] = '${workspaceHeaders.Authorization}'.split(' ');
        const cometd = new CometD();
        cometd.configure({
          url: 'https://gapi.example/workspace/v3/notifications',
          requestHeaders: ${JSON.stringify(workspaceHeaders)},
        });
        cometd.websocketEnabled = false;
        cometd.handshake();
        Object.assign(globalThis, {
          token: () => agentToken, apiKey: '${workspaceHeaders['x-api-key']}', cometd,
        });`,
      );
      await serve(context, 'https://desk.gapi.example', (path) => files.get(path));
      await forward(context, ['https://gapi.example'], server.url, 'nobody');
      await page.goto('https://desk.gapi.example/');
      await pauseOne(page);
      expect(server.requests).toMatchObject([
        { callId: recorded, operationName: 'PauseCallRecording' },
      ]);
    } finally {
      await page.close();
      await server.close();
    }
  });
}

const ownWire = starts(onlyRecipe('stories/docs/Adapters.md', 'ts', 'assembleDesktop('));
test('Adapters.md’s wire of the reader’s own pauses a recording', async ({ context, page }) => {
  // The server of this reader is in the page, and says of its one call what the model calls it.
  const files = await bundle(
    ownWire.text,
    `const call = (recordingState, operation) => ({
      id: '${recorded}', state: 'Established', recordingState, participants: [], userData: {},
      capabilities: [operation + 'CallRecording', 'StopCallRecording'],
    });
    let now = call('Recording', 'Pause');
    let tell;
    Object.assign(globalThis, {
      post: async () => {
        now = call('Paused', 'Resume');
        setTimeout(() => tell(now), 50);
      },
      get: async (path) => (path === '/calls' ? [now] : now),
      callsIn: (answer) => [answer].flat(),
      notificationIn: (message) => ({
        kind: 'call', notificationType: 'CallRecordingStateChange', call: message,
      }),
      socket: {
        start: ({ onOpen, onMessage }) => { tell = onMessage; setTimeout(onOpen, 0); },
        retryNow: () => undefined,
        stop: () => undefined,
      },
    });`,
  );
  await serve(context, 'https://desk.example', (path) => files.get(path));
  await page.goto('https://desk.example/');
  await pauseOne(page);
});

const inTab = starts(onlyRecipe('stories/docs/WholeDay.md', 'tsx', '<Tab />'));
test('WholeDay.md’s tab says what the recording is doing', async ({ context, page, mock }) => {
  const files = await bundle(inTab.text);
  await serve(context, 'https://desk.gws.example', (path) => files.get(path));
  await forward(context, ['https://gws.example'], mock.url);
  await page.goto('https://desk.gws.example/');
  // One of the calls is paused from the start.
  await expect(page).toHaveTitle(/Paused/);
  const paused = mock
    .state()
    .users.flatMap(({ calls }) => calls)
    .find(isPaused);
  await mock.control({ verb: 'supervisorResume', callId: paused?.id ?? '' });
  await expect(page).toHaveTitle(/Recording/);
});

const popOut = starts(onlyRecipe('stories/docs/Windows.md', 'tsx', 'createPortal('));
test('Windows.md’s call in a window of its own is paused there', async ({
  context,
  page,
  mock,
}) => {
  const files = await bundle(popOut.text);
  await serve(context, 'https://desk.gws.example', (path) => files.get(path));
  await forward(context, ['https://gws.example'], mock.url);
  await page.goto('https://desk.gws.example/');
  const opening = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Pop out' }).click();
  await pauseOne(await opening);
});

const wall = starts(onlyRecipe('stories/docs/RecordingWall.md', 'tsx', 'createRoot('));
const wallsAgent = starts(onlyRecipe('stories/docs/RecordingWall.md', 'ts', 'wallSourceOf('));
test('RecordingWall.md’s wall shows that an agent has paused a recording', async ({
  context,
  page,
  mock,
}) => {
  // The backend passes on what the agent's page says. The wall subscribes before it says anything.
  let toWall: (message: string | Buffer) => void = () => undefined;
  await context.routeWebSocket('wss://backend.example/wall', (socket) => {
    toWall = (message) => {
      socket.send(message);
    };
  });
  await context.routeWebSocket('wss://backend.example/agent', (socket) => {
    socket.onMessage((message) => {
      toWall(message);
    });
  });
  const files = await bundleApp({
    '/entry.tsx': `import './reader.ts'; import './recipe.tsx';`,
    '/reader.ts': 'globalThis.log = console.log;',
    '/recipe.tsx': wall.text,
  });
  await serve(context, 'https://wall.example', (path) => files.get(path));
  await page.goto('https://wall.example/');
  await expect(page.getByRole('grid')).toBeVisible();

  const agent = await context.newPage();
  const agentsFiles = await bundle(
    `await new Promise((resolve) => toBackend.addEventListener('open', resolve));\n${wallsAgent.text}`,
    `globalThis.toBackend = new WebSocket('wss://backend.example/agent');`,
  );
  await serve(context, 'https://desk.gws.example', (path) => agentsFiles.get(path));
  await forward(context, ['https://gws.example'], mock.url);
  await agent.goto('https://desk.gws.example/');
  const row = page.locator(`[data-part='row'][data-call-id$='${recorded}']`);
  await expect(row).toHaveAttribute('data-recording-state', 'Recording');
  await pauseOne(agent);
  await expect(row).toHaveAttribute('data-recording-state', 'Paused');
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

/** Runs a block in Node. It has no types, so it is JavaScript without its imports. */
function runLines(text: string, imported: Readonly<Record<string, unknown>>): unknown {
  return runInNewContext(text.replaceAll(/^import .*$/gm, ''), { ...imported });
}

/**
 * Starts the mock server as the block says. Only the port numbers are replaced, because other servers
 * may use them on this machine.
 */
async function startCommand(
  { text }: Recipe,
  pagePort: string,
): Promise<{ readonly child: ChildProcess; readonly mockPort: string }> {
  const words = /^npx tallylight-mock-server (.*)$/m.exec(text)?.[1]?.split(' ') ?? [];
  const child = spawn(
    process.execPath,
    [`${dist}mock-server/command.js`, ...words.map((word) => inTestPorts(word, pagePort, '0'))],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return { child, mockPort: /:(\d+)/.exec(await firstLineOf(child))?.[1] ?? '' };
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
 * reader: a sign-in, a log, and the place of the widgets; `reader` defines more.
 */
async function bundle(recipe: string, reader = ''): Promise<ReadonlyMap<string, string>> {
  return bundleApp({
    '/recipe.tsx': withExport(recipe),
    '/reader.ts': `${
      /^ *const desktop = /m.test(recipe)
        ? ''
        : `import { createAgentDesktop } from 'tallylight';
      globalThis.desktop = createAgentDesktop({ baseUrl: 'https://gws.example' });`
    }
    ${reader}
    Object.assign(globalThis, {
      callId: '${recorded}',
      freshToken: async () => 'fresh',
      showSignIn: () => console.log('signed out'),
      log: console.log,
      speak: console.log,
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
        : <AgentDesktopProvider desktop={recipe.desktop ?? desktop}><CallList /></AgentDesktopProvider>);`,
  });
}

/** What the entry renders has to be exported. A block may leave that to the reader. */
function withExport(recipe: string): string {
  if (recipe.includes('export const App')) return recipe;
  if (/^function App\(/m.test(recipe)) return `${recipe}\nexport { App };`;
  const [, around] = /^export function (\w+)\(\{ children \}/m.exec(recipe) ?? [];
  if (around) return `${recipe}\nexport const App = () => <${around}><Desk /></${around}>;`;
  if (/^<AgentDesktopProvider/m.test(recipe))
    return recipe.replace(/^<AgentDesktopProvider/m, 'export const App = () => $&');
  return /^ *const desktop = /m.test(recipe) ? `${recipe}\nexport { desktop };` : recipe;
}
