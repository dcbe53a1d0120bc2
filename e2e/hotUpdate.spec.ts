import { mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { createServer, type ViteDevServer } from 'vite';
import { expect, test } from './desktop.ts';

const root = join(import.meta.dirname, '..');

/** The source of a host's component. When `hooks` changes, React mounts the component again. */
const sourceOf = (title: string, hooks = ''): string => `
import { useState } from 'react';
import { RecordingControls, SensitiveSection, useRecordingShortcuts } from '${root}/src/index.ts';
const shortcuts = { StopCallRecording: 'Alt+Shift+S' };
export function Desk() {
  const [isPaying, setPaying] = useState(false);
  const ref = useRecordingShortcuts(shortcuts);
  ${hooks}
  return <section>
    <h1>${title}</h1>
    <button onClick={() => setPaying(true)}>Pay</button>
    <RecordingControls ref={ref} callId="c1" />
    {isPaying && <SensitiveSection callId="c1"><input aria-label="Card" /></SensitiveSection>}
  </section>;
}`;

const main = `
import { createRoot } from 'react-dom/client';
import { AgentDesktopProvider } from '${root}/src/index.ts';
import { createSimulatedDesktop, simulatedCall } from '${root}/src/testing/index.ts';
import { Desk } from './Desk.tsx';
const { desktop, simulation } = createSimulatedDesktop({
  calls: [simulatedCall({ id: 'c1', recordingState: 'Recording' })],
});
const states = [];
desktop.call('c1').subscribe(({ recording: { state } }) => {
  if (states.at(-1) !== state) states.push(state);
});
Object.assign(window, { simulation, states });
createRoot(document.querySelector('#root')).render(
  <AgentDesktopProvider desktop={desktop} pauseReminder={false}><Desk /></AgentDesktopProvider>,
);`;

let folder = '';
let server: ViteDevServer | undefined;

test.beforeEach(async () => {
  // The folder is outside of the root, because Vite watches no files in the folders for build
  // output.
  folder = await mkdtemp(join(tmpdir(), 'tallylight-hot-'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  await writeFile(join(folder, 'main.tsx'), main);
  await writeFile(join(folder, 'Desk.tsx'), sourceOf('First'));
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><title>Desk</title><div id="root"></div><script type="module" src="/main.tsx"></script>',
  );
  // A build in another test of this process may have set NODE_ENV to production, where hot updates
  // are off.
  process.env['NODE_ENV'] = 'development';
  server = await createServer({
    configFile: false,
    root: folder,
    cacheDir: join(folder, '.vite'),
    resolve: { dedupe: ['react', 'react-dom'] },
    logLevel: 'error',
    plugins: [react()],
    // When Vite finds these dependencies later, it reloads the page in the middle of a test.
    optimizeDeps: {
      include: [
        'react',
        'react-dom/client',
        'react/jsx-dev-runtime',
        '@tanstack/react-query',
        'cometd',
        'zustand/vanilla',
      ],
    },
    server: { host: '127.0.0.1', port: 0, fs: { allow: [root, folder] } },
  });
  await server.listen();
});
test.afterEach(async () => {
  // Other tests of this process build for production.
  process.env['NODE_ENV'] = 'production';
  await server?.close();
  await rm(folder, { recursive: true });
});

/** Replaces the file in one step. Vite reloads the page when it sees an empty file. */
async function save(text: string): Promise<void> {
  await writeFile(join(folder, 'saved'), text);
  await rename(join(folder, 'saved'), join(folder, 'Desk.tsx'));
}

/** From now on, each announcement is appended to `window.announced`. */
async function recordAnnouncements(page: Page): Promise<void> {
  await page.evaluate(() => {
    Reflect.set(window, 'announced', '');
    for (const region of document.querySelectorAll('[aria-live]'))
      new MutationObserver(() => {
        const before: unknown = Reflect.get(window, 'announced');
        Reflect.set(window, 'announced', `${String(before)} ${region.textContent ?? ''}`);
      }).observe(region, { childList: true, characterData: true, subtree: true });
  });
}

function announcedOn(page: Page): Promise<string> {
  return page.evaluate(() => String(Reflect.get(window, 'announced')));
}

// A developer of a host saves a file, and React uses the new code without loading the page again.
for (const [what, hooks] of [
  ['keeps its state', ''],
  ['is mounted again', "useState('one hook more');"],
] as const)
  test(`a component whose code is changed, and which ${what}, announces and does everything once`, async ({
    page,
  }) => {
    await page.goto(server?.resolvedUrls?.local[0] ?? '');
    const controls = page.getByRole('group', { name: 'Call recording' });
    await expect(controls).toHaveAttribute('data-recording-state', 'Recording');
    const states = (): Promise<unknown> =>
      page.evaluate(() => Reflect.get(window, 'states') as unknown);
    await page.evaluate(() => Reflect.set(window, 'isSamePage', true));
    await page.getByRole('button', { name: 'Pay' }).click();
    await expect(page.locator('[data-tallylight=sensitive-section]')).not.toHaveAttribute(
      'data-blocked',
    );
    await expect.poll(states).toEqual(['Recording', 'Paused']);

    for (const title of ['Second', 'Third']) {
      await save(
        sourceOf(title, hooks && `${hooks} useState('${title}');`.repeat(title.length - 4)),
      );
      await expect(page.getByRole('heading', { name: title })).toBeVisible();
      await expect(controls).toHaveAttribute(
        'data-recording-state',
        hooks ? 'Recording' : 'Paused',
      );
    }
    expect(await page.evaluate(() => Reflect.get(window, 'isSamePage') as unknown)).toBe(true);
    await expect(page.locator('[aria-live]')).toHaveCount(2);
    // A section that was mounted again is not shown any more, so it has resumed the recording,
    // once.
    const before = ['Recording', 'Paused', ...(hooks ? ['Recording'] : [])];
    expect(await states()).toEqual(before);
    await expect(controls.getByRole('button', { name: 'Stop recording' })).toHaveAttribute(
      'aria-keyshortcuts',
      'Alt+Shift+S',
    );
    await recordAnnouncements(page);
    await page.keyboard.press('Alt+Shift+S');
    // On a slow machine "Stopping the recording" may be announced in the same moment, and "Fields
    // ready" a moment later. Where the component keeps its state, its section was blocked while
    // Stop was pending.
    const expected = ['Recording stopped.', ...(hooks ? [] : ['Fields ready.'])];
    for (const sentence of expected)
      await expect
        .poll(async () => (await announcedOn(page)).split(sentence).length - 1, sentence)
        .toBe(1);
    expect(await states()).toEqual([...before, 'Stopped']);
  });
