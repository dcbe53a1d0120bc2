import { callIds, expect, expectLive, test } from './desktop.ts';

const ada = callIds['Ada Lovelace'];

// A host had its payment form in a modal dialog. All live regions were outside of the dialog, where
// a screen reader does not read while the dialog is open.
test('while a modal dialog in a shadow tree is open, changes are announced inside it, even when nothing has the focus', async ({
  page,
  mock,
}) => {
  await page.goto('/');
  await expectLive(page);
  await page.evaluate(() => {
    const shadow = document.body
      .appendChild(document.createElement('div'))
      .attachShadow({ mode: 'open' });
    const dialog = document.createElement('dialog');
    dialog.append('Payment', document.createElement('button'));
    shadow.append(dialog);
    dialog.showModal();
    // An agent clicks beside the fields of the dialog, and then nothing has the focus.
    dialog.querySelector('button')?.blur();
  });
  await mock.control({ verb: 'supervisorPause', callId: ada });
  await expect(page.locator('dialog [aria-live=polite]')).toHaveText(/Recording paused\./);
  const texts = await page.locator('[aria-live]').allTextContents();
  expect(texts.filter((text) => text !== '')).toHaveLength(1);
});

test('while a modal dialog is open, changes are announced once, inside the dialog, and outside again afterwards', async ({
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
  // The browser reports in a later task that the dialog was closed.
  await expect(page.locator('[aria-live=assertive]')).toHaveCount(1);
  await mock.control({ verb: 'supervisorResume', callId: ada });
  await expect(page.locator('[aria-live=assertive]')).toHaveText(/Recording resumed\./);
  await expect(page.locator('dialog [aria-live]')).toHaveCount(0);
  await expect(regions).toHaveCount(2);
});
