import { callIds, expect, expectLive, test } from './desktop.ts';

const ada = callIds['Ada Lovelace'];

// The payment form of a host was in a modal dialog. All that was said stood outside of it, where no
// screen reader goes while the dialog is open.
test('inside a modal dialog it is said where it can be heard, once, and outside again afterwards', async ({
  page,
  mock,
}) => {
  await page.goto('/');
  await expectLive(page);
  await page.evaluate(() => {
    const dialog = document.createElement('dialog');
    dialog.append('Payment', document.createElement('button'));
    document.body.append(dialog);
    dialog.showModal();
  });
  const regions = page.locator('[aria-live]');
  const filled = async (): Promise<string[]> =>
    (await regions.allTextContents()).filter((text) => text !== '');
  await mock.control({ verb: 'supervisorPause', callId: ada });
  await expect(page.locator('dialog [aria-live=polite]')).toHaveText(/Recording paused\./);
  expect(await filled()).toHaveLength(1);

  await page.evaluate(() => {
    document.querySelector('dialog')?.close();
  });
  // The browser tells the page in a later task that the dialog was closed.
  await expect(page.locator('[aria-live=assertive]')).toHaveCount(1);
  await mock.control({ verb: 'supervisorResume', callId: ada });
  await expect(page.locator('[aria-live=assertive]')).toHaveText(/Recording resumed\./);
  await expect(page.locator('dialog [aria-live]')).toHaveCount(0);
  await expect(regions).toHaveCount(2);
});
