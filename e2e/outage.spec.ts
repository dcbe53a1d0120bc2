import { callIds, expect, expectLive, recordingOf, test } from './desktop.ts';

// The demo says in one place that the connection is lost. The rows are only marked by their look.

test('a lost connection is reported once for the page, with the age of what is shown', async ({
  page,
  mock,
}) => {
  await page.goto('/');
  await expectLive(page);
  const banner = page.getByText('The connection to the server is lost.');
  await expect(banner).toBeHidden();
  const before = await recordingOf(page, 'Konrad Zuse').boundingBox();

  void mock.control({ verb: 'restart', ms: 3_600_000 });
  await expect(banner).toBeVisible();
  await expect(page.getByText(/last known to be right \d+ seconds? ago/)).toBeVisible();
  await expect(page.getByText(/Connection lost\. May be out of date/).first()).toBeHidden();
  await expect(recordingOf(page, 'Ada Lovelace')).toHaveAttribute('data-stale');
  await expect(recordingOf(page, 'Ada Lovelace')).toContainText('last known');
  // The banner replaces the introduction, so nothing moves under the pointer.
  expect(await recordingOf(page, 'Konrad Zuse').boundingBox()).toEqual(before);
});

test('a page that is reloaded during an outage says that it is waiting for the server', async ({
  page,
  mock,
}) => {
  await page.goto('/');
  await expectLive(page);
  void mock.control({ verb: 'restart', ms: 6000 });
  await expect(page.getByText('The connection to the server is lost.')).toBeVisible();
  await page.reload();
  await expect(
    page.getByText(/This page is waiting for the server and tries again by itself/),
  ).toBeVisible();
  await expect(page.locator(`[data-call-id='${callIds['Ada Lovelace']}']`)).toHaveCount(0);

  await expect(recordingOf(page, 'Ada Lovelace')).toHaveAttribute(
    'data-recording-state',
    'Recording',
    { timeout: 25_000 },
  );
  await expect(page.getByText('The connection to the server is lost.')).toBeHidden();
});
