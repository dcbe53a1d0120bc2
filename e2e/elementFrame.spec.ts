import type { Page } from '@playwright/test';
import { expect, operationsAsked, test } from './desktop.ts';
import { serveEmbedding, strictPolicy } from './embedding/serveEmbedding.ts';

/** Opens somebody's desktop, with our page in a sandboxed frame of another origin. */
async function openDesktop(
  page: Page,
  gws: string,
  allowedOrigins: (desktop: string) => string,
): Promise<() => Promise<void>> {
  const frame = await serveEmbedding(gws, 'frame');
  const policy = `${strictPolicy}; frame-src ${frame.url}`;
  const desktop = await serveEmbedding(gws, 'frame', { policy });
  const address = `${frame.url}/?desktop=${encodeURIComponent(allowedOrigins(desktop.url))}`;
  await page.goto(`${desktop.url}/desktop.html?frame=${encodeURIComponent(address)}`);
  return async () => {
    await desktop.close();
    await frame.close();
  };
}

test('a sandboxed frame works, says when it is ready for a call, is told it by its parent, and tells what becomes of it', async ({
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
  const told = page.getByRole('listitem');
  await expect(told.first()).toHaveText('ready');
  await expect(told.filter({ hasText: 'operation' })).toHaveText([
    'operation PauseCallRecording requested',
    'operation PauseCallRecording accepted',
    'operation PauseCallRecording confirmed',
  ]);
  await expect(told.last()).toHaveText('state Paused');

  await mock.control({ verb: 'rejectNext', statusCode: 5 });
  await widget.getByRole('button', { name: 'Stop recording' }).click();
  await expect(told.filter({ hasText: 'error no-permission' })).toHaveCount(1);
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual([
    'PauseCallRecording',
    'StopCallRecording',
  ]);
  await close();
});

test('a frame does nothing for a parent that is not on its list, and says nothing to it', async ({
  page,
  mock,
}) => {
  const close = await openDesktop(page, mock.url, () => 'https://desk.example');
  const element = page.frameLocator('iframe').locator('tallylight-recording-controls');
  await expect(element).toBeAttached();
  // Once more, and this time with a witness: it listens after the bridge does.
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

test('a message that is not to the letter does nothing', async ({ page, mock }) => {
  const close = await openDesktop(page, mock.url, (desktop) => desktop);
  const element = page.frameLocator('iframe').locator('tallylight-recording-controls');
  await expect(element).toHaveAttribute('data-recording-state', 'Recording');
  const callId = await element.getAttribute('call-id');
  await page.evaluate(() => {
    const { contentWindow, src } = document.querySelector('iframe') ?? {};
    const say = (message: unknown): void => {
      contentWindow?.postMessage(message, new URL(src ?? '').origin);
    };
    say('show-call');
    say(null);
    say({ type: 'show-call', callId: 'x' });
    say({ tallylight: 2, type: 'show-call', callId: 'x' });
    say({ tallylight: 1, type: 'perform', callId: 'x', operationName: 'StopCallRecording' });
    say({ tallylight: 1, type: 'show-call', callId: 7 });
    say({ tallylight: 1, type: 'show-call', callId: 'x'.repeat(300) });
    // The last one counts, so that the test need not wait for nothing.
    say({ tallylight: 1, type: 'show-call', callId: '01RCC3N118B1V0SL807GK2LAES000004' });
  });
  await expect(element).toHaveAttribute('data-recording-state', 'Stopped');
  expect(callId).toBe('01RCC3N118B1V0SL807GK2LAES000001');
  await expect(page.getByRole('listitem').last()).toHaveText('state Stopped');
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual([]);
  await close();
});
