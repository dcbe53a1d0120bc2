import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { callIds, expect, operationsAsked, test } from './desktop.ts';
import { forward, library, serve } from './embedding/readersApp.ts';
import { serveEmbedding, strictPolicy } from './embedding/serveEmbedding.ts';

const ada = callIds['Ada Lovelace'];

/** Opens the desktop page of a host, with our page in a sandboxed frame of another origin. */
async function openDesktop(
  page: Page,
  gws: string,
  allowedOrigins: (desktop: string) => string,
  allowedOperations: readonly string[] = [],
): Promise<() => Promise<void>> {
  const frame = await serveEmbedding(gws, 'frame');
  const policy = `${strictPolicy}; frame-src 'self' ${frame.url}`;
  const desktop = await serveEmbedding(gws, 'frame', { policy });
  const operations = allowedOperations.map((name) => `&operation=${name}`).join('');
  const address = `${frame.url}/?desktop=${encodeURIComponent(allowedOrigins(desktop.url))}${operations}`;
  await page.goto(`${desktop.url}/desktop.html?frame=${encodeURIComponent(address)}`);
  return async () => {
    await desktop.close();
    await frame.close();
  };
}

test('a sandboxed frame says that it is ready, shows the call that its parent names, and reports each change to it', async ({
  page,
  mock,
}) => {
  const close = await openDesktop(page, mock.url, (desktop) => desktop);
  const widget = page
    .frameLocator('iframe')
    .getByRole('group', { name: 'Call recording, Ada Lovelace' });
  await expect(widget).toHaveAttribute('data-recording-state', 'Recording');

  await widget.getByRole('button', { name: 'Pause recording' }).click();
  await expect(widget).toHaveAttribute('data-recording-state', 'Paused');
  const reports = page.getByRole('listitem');
  await expect(reports.first()).toHaveText('ready');
  await expect(reports.filter({ hasText: 'operation' })).toHaveText([
    'operation PauseCallRecording requested',
    'operation PauseCallRecording accepted',
    'operation PauseCallRecording confirmed',
  ]);
  await expect(reports.last()).toHaveText('state Paused');

  await mock.control({ verb: 'rejectNext', statusCode: 5 });
  await widget.getByRole('button', { name: 'Stop recording' }).click();
  await expect(reports.filter({ hasText: 'error no-permission' })).toHaveCount(1);
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual([
    'PauseCallRecording',
    'StopCallRecording',
  ]);
  await close();
});

test('a frame ignores messages of a parent that is not on its list, and sends nothing to it', async ({
  page,
  mock,
}) => {
  const close = await openDesktop(page, mock.url, () => 'https://desk.example');
  const element = page.frameLocator('iframe').locator('tallylight-recording-controls');
  await expect(element).toBeAttached();
  // A listener of the test is added after the one of the bridge. When it gets a message, the bridge
  // has got that message before.
  const heard = element.evaluate(
    () => new Promise((resolve) => window.addEventListener('message', () => resolve('heard'))),
  );
  await page.evaluate(() => {
    const { contentWindow } = document.querySelector('iframe') ?? {};
    setInterval(() => {
      contentWindow?.postMessage({ tallylight: 1, type: 'show-call', callId: 'c1' }, '*');
    }, 10);
  });
  expect(await heard).toBe('heard');
  await expect(element).not.toHaveAttribute('call-id');
  await expect(page.getByRole('listitem')).toHaveCount(0);
  await close();
});

test('a message that does not have exactly the documented form is ignored', async ({
  page,
  mock,
}) => {
  const close = await openDesktop(page, mock.url, (desktop) => desktop);
  const element = page.frameLocator('iframe').locator('tallylight-recording-controls');
  await expect(element).toHaveAttribute('data-recording-state', 'Recording');
  const callId = await element.getAttribute('call-id');
  await page.evaluate(() => {
    const { contentWindow, src } = document.querySelector('iframe') ?? {};
    const post = (message: unknown): void => {
      contentWindow?.postMessage(message, new URL(src ?? '').origin);
    };
    post('show-call');
    post(null);
    post({ type: 'show-call', callId: 'x' });
    post({ tallylight: 2, type: 'show-call', callId: 'x' });
    post({ tallylight: 1, type: 'perform', callId: 'x', operationName: 'StopCallRecording' });
    post({ tallylight: 1, type: 'show-call', callId: 7 });
    post({ tallylight: 1, type: 'show-call', callId: 'x'.repeat(300) });
    // The last message is a valid one, so the test can wait for what it does.
    post({ tallylight: 1, type: 'show-call', callId: '01RCC3N118B1V0SL807GK2LAES000004' });
  });
  await expect(element).toHaveAttribute('data-recording-state', 'Stopped');
  expect(callId).toBe('01RCC3N118B1V0SL807GK2LAES000001');
  await expect(page.getByRole('listitem').last()).toHaveText('state Stopped');
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual([]);
  await close();
});

/** Sends a message from the desktop to the frame, as the desktop's own code would. */
async function postToFrame(page: Page, message: unknown): Promise<void> {
  await page.evaluate((posted) => {
    const { contentWindow, src } = document.querySelector('iframe') ?? {};
    contentWindow?.postMessage(posted, new URL(src ?? '').origin);
  }, message);
}

function command(commandId: string, operationName: string, callId = ada): object {
  return { tallylight: 1, type: 'perform', callId, operationName, commandId };
}

function reportsOf(page: Page, commandId: string): Locator {
  return page.getByRole('listitem').filter({ hasText: commandId });
}

test('a desktop requests an operation that the frame offers, and the frame reports when it is confirmed', async ({
  page,
  mock,
}) => {
  const close = await openDesktop(page, mock.url, (desktop) => desktop, [
    'PauseCallRecording',
    'ResumeCallRecording',
  ]);
  const widget = page.frameLocator('iframe').getByRole('group', { name: /^Call recording/ });
  await expect(widget).toHaveAttribute('data-recording-state', 'Recording');
  await postToFrame(page, command('pause-7', 'PauseCallRecording'));
  await expect(reportsOf(page, 'pause-7')).toHaveText([
    'operation PauseCallRecording requested pause-7',
    'operation PauseCallRecording accepted pause-7',
    'operation PauseCallRecording confirmed pause-7',
  ]);
  await expect(widget).toHaveAttribute('data-recording-state', 'Paused');

  // The frame does not offer Stop. The other call is not on its screen. A Pause is not possible now.
  await postToFrame(page, command('stop-8', 'StopCallRecording'));
  await expect(reportsOf(page, 'stop-8')).toHaveText(
    'refused StopCallRecording stop-8 operation-not-offered',
  );
  await postToFrame(page, command('other-9', 'ResumeCallRecording', callIds['Alan Turing']));
  await expect(reportsOf(page, 'other-9')).toHaveText(
    'refused ResumeCallRecording other-9 other-call',
  );
  await expect(async () => {
    await postToFrame(page, command('again-10', 'PauseCallRecording'));
    await expect(reportsOf(page, 'again-10').last()).toHaveText(
      'refused PauseCallRecording again-10 operation-not-allowed',
      { timeout: 300 },
    );
  }).toPass();

  await mock.control({ verb: 'rejectNext', statusCode: 5 });
  await postToFrame(page, command('resume-11', 'ResumeCallRecording'));
  await expect(reportsOf(page, 'resume-11')).toHaveText([
    'operation ResumeCallRecording requested resume-11',
    'operation ResumeCallRecording rejected resume-11',
  ]);
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual([
    'PauseCallRecording',
    'ResumeCallRecording',
  ]);
  expect(operationsAsked(mock, 'Alan Turing')).toEqual([]);
  await close();
});

test('a command that comes right after a change is refused as too-soon, because it was meant for the state before', async ({
  page,
  mock,
}) => {
  const close = await openDesktop(page, mock.url, (desktop) => desktop, [
    'PauseCallRecording',
    'ResumeCallRecording',
  ]);
  const frame = page.frameLocator('iframe');
  const element = frame.locator('tallylight-recording-controls');
  await expect(element).toHaveAttribute('data-recording-state', 'Recording');
  // Both messages are posted in one task, so the second one arrives before the first operation has
  // been sent.
  await page.evaluate(
    (messages) => {
      const { contentWindow, src } = document.querySelector('iframe') ?? {};
      for (const each of messages) contentWindow?.postMessage(each, new URL(src ?? '').origin);
    },
    [command('one', 'PauseCallRecording'), command('two', 'PauseCallRecording')],
  );
  await expect(reportsOf(page, 'two')).toHaveText('refused PauseCallRecording two too-soon');
  await expect(reportsOf(page, 'one').last()).toHaveText(
    'operation PauseCallRecording confirmed one',
  );
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual(['PauseCallRecording']);
  await close();
});

test('a frame that offers no operations refuses every command', async ({ page, mock }) => {
  const close = await openDesktop(page, mock.url, (desktop) => desktop);
  const element = page.frameLocator('iframe').locator('tallylight-recording-controls');
  await expect(element).toHaveAttribute('data-recording-state', 'Recording');
  await postToFrame(page, command('pause-7', 'PauseCallRecording'));
  await expect(reportsOf(page, 'pause-7')).toHaveText(
    'refused PauseCallRecording pause-7 operation-not-offered',
  );
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual([]);
  await close();
});

test('100,000 hostile messages cause no request, and the page can be used during and after them', async ({
  page,
  mock,
}) => {
  test.setTimeout(120_000);
  const operations = ['Start', 'Pause', 'Resume', 'Stop'].map((word) => `${word}CallRecording`);
  const close = await openDesktop(page, mock.url, (desktop) => desktop, operations);
  const frame = page.frameLocator('iframe').first();
  const element = frame.locator('tallylight-recording-controls');
  await expect(element).toHaveAttribute('data-recording-state', 'Recording');
  /** This command is valid, for a call that can be stopped. Each message below differs from it. */
  const stop = command('flood', 'StopCallRecording');
  const hostile = [
    'show-call',
    null,
    7,
    [],
    { type: 'perform' },
    { ...stop, tallylight: 2 },
    { ...stop, tallylight: '1' },
    { ...stop, tallylight: true },
    { ...stop, type: ['perform'] },
    { ...stop, callId: { toString: ada } },
    { ...stop, callId: [ada] },
    { ...stop, callId: `${ada} ` },
    { ...stop, operationName: 'constructor' },
    { ...stop, operationName: '__proto__' },
    { ...stop, operationName: ['StopCallRecording'] },
    { ...stop, operationName: 'stopcallrecording' },
    { ...stop, force: true },
    { ...stop, commandId: 7 },
    { tallylight: 1, type: 'perform', callId: ada, operationName: 'StopCallRecording' },
    // This one is well formed, but its call is not on the screen.
    { ...stop, callId: callIds['Alan Turing'] },
    // This one is well formed, but the operation is not possible: the call is recorded or paused
    // all the time.
    { ...stop, operationName: 'StartCallRecording' },
  ];
  const flood = page.evaluate(
    async ([messages, wellFormed]) => {
      const { contentWindow, src } = document.querySelector('iframe') ?? {};
      const { origin } = new URL(src ?? '');
      const huge = 'x'.repeat(100_000);
      const tricks: unknown[] = [
        { ...wellFormed, commandId: huge },
        { ...wellFormed, operationName: huge },
        { tallylight: 1, type: 'show-call', callId: huge },
        { ...wellFormed, [huge]: 1 },
        JSON.parse(`{"__proto__":${JSON.stringify(wellFormed)}}`),
        JSON.parse(JSON.stringify(wellFormed).replace('{', '{"__proto__":{"force":true},')),
        Object.assign([], wellFormed),
        new Map(Object.entries(wellFormed)),
        Object.assign(new Error('perform'), wellFormed),
        Object.assign(new Date(), wellFormed),
      ];
      for (let sent = 0; sent < 90_000; sent += 1) {
        const list = sent % 100 === 0 ? tricks : messages;
        contentWindow?.postMessage(list[Math.floor(sent / 100 + sent) % list.length], origin);
        // The pause lets the desktop page run, where the answers arrive.
        if (sent % 5_000 === 0) await new Promise((resolve) => setTimeout(resolve));
      }
      // The other 10,000 come from a frame that is not the parent.
      const sibling = document.createElement('iframe');
      sibling.title = 'Sibling';
      const { callId = '' }: { callId?: string } = wellFormed;
      sibling.src = `/sibling.html?call=${callId}&frame=${encodeURIComponent(origin)}`;
      document.body.append(sibling);
    },
    [hostile, stop] as const,
  );
  // During the flood the frame still shows each change.
  await mock.control({ verb: 'supervisorPause', callId: ada });
  await expect(element).toHaveAttribute('data-recording-state', 'Paused', { timeout: 30_000 });
  await mock.control({ verb: 'supervisorResume', callId: ada });
  await expect(element).toHaveAttribute('data-recording-state', 'Recording', { timeout: 30_000 });
  await flood;
  await expect
    .poll(() =>
      page
        .frames()
        .find((each) => each.url().includes('sibling'))
        ?.title(),
    )
    .toBe('All sent');
  // This message is sent after all others, so its answer comes after all other answers.
  await postToFrame(page, command('end', 'StopCallRecording', 'none'));
  await expect(async () => {
    await postToFrame(page, command('end', 'StopCallRecording', 'none'));
    await expect(reportsOf(page, 'end').first()).toBeVisible({ timeout: 300 });
  }).toPass({ timeout: 60_000 });
  for (const caller of ['Ada Lovelace', 'Alan Turing', 'Konrad Zuse', 'Grace Hopper'] as const)
    expect(operationsAsked(mock, caller)).toEqual([]);

  // After the flood a press and a command work.
  await frame.getByRole('button', { name: 'Pause recording' }).click();
  await expect(element).toHaveAttribute('data-recording-state', 'Paused');
  await expect(async () => {
    await postToFrame(page, command('last', 'ResumeCallRecording'));
    await expect(element).toHaveAttribute('data-recording-state', 'Recording', { timeout: 300 });
  }).toPass();
  // The number of answers to refused messages is limited.
  const answers = await page.getByRole('listitem').filter({ hasText: 'flood' }).count();
  expect(answers).toBeLessThan(2_000);
  await close();
});

test('commands of a parent that is not on the list cause no request and no answer', async ({
  page,
  mock,
}) => {
  const operations = ['PauseCallRecording', 'StopCallRecording'];
  const close = await openDesktop(page, mock.url, () => 'https://desk.example', operations);
  const element = page.frameLocator('iframe').locator('tallylight-recording-controls');
  await element.evaluate((each, callId) => each.setAttribute('call-id', callId), ada);
  await expect(element).toHaveAttribute('data-recording-state', 'Recording');
  await element.evaluate(() => {
    let count = 0;
    window.addEventListener('message', () => {
      count += 1;
      document.title = `${count} heard`;
    });
  });
  await page.evaluate(
    (message) => {
      const { contentWindow } = document.querySelector('iframe') ?? {};
      for (let sent = 0; sent < 10_000; sent += 1) contentWindow?.postMessage(message, '*');
    },
    command('wrong', 'StopCallRecording'),
  );
  await expect.poll(() => element.evaluate(() => document.title)).toBe('10000 heard');
  await expect(element).toHaveAttribute('data-recording-state', 'Recording');
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual([]);
  await expect(page.getByRole('listitem')).toHaveCount(0);
  await close();
});

test('the two pages in the guide about frames work together exactly as they are written there', async ({
  context,
  page,
  mock,
  browserName,
}) => {
  test.skip(
    browserName === 'firefox',
    'Driven by WebDriver BiDi, Firefox does not send requests to an origin that only the test serves.',
  );
  const guide = readFileSync(new URL('../stories/docs/Frames.md', import.meta.url), 'utf8');
  const [frame = '', desktop = ''] = [...guide.matchAll(/^```html\n(.*?)^```$/gms)].map(
    ([, text = '']) => text,
  );
  await serve(context, 'https://frame.example', (path) => (path === '/' ? frame : library(path)));
  await serve(context, 'https://desk.example', () => desktop.replaceAll("'…'", `'${ada}'`));
  await forward(context, ['https://gws.example'], mock.url);
  await page.goto('https://desk.example/');
  await expect(page.getByRole('status')).toHaveText('Recording');
  await page.getByRole('button', { name: 'Pause for the card number' }).click();
  await expect(page).toHaveTitle('The pause is confirmed');
  await expect(page.getByRole('status')).toHaveText('Paused');
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual(['PauseCallRecording']);
});
