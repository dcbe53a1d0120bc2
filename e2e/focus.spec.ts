import { callIds, expect, recordingOf, test } from './desktop.ts';

test.describe('with time between press and event', () => {
  test.use({ mockOptions: { eventDelay: 500 } });

  test('focus stays on the button while Pause waits, and while it becomes Resume', async ({
    page,
  }) => {
    await page.goto('/');
    const ada = recordingOf(page, 'Ada Lovelace');
    const pause = ada.getByRole('button', { name: 'Pause recording' });
    await pause.focus();
    const element = await pause.elementHandle();

    await page.keyboard.press('Enter');
    await expect(ada.getByRole('button', { name: 'Pausing…' })).toBeFocused();
    await expect(ada).toHaveAttribute('data-recording-state', 'Paused');
    const resume = ada.getByRole('button', { name: 'Resume recording' });
    await expect(resume).toBeFocused();
    // The very same button, not one that was given the focus.
    expect(await resume.evaluate((button, before) => button === before, element)).toBe(true);
  });
});

test('focus goes from a Stop that disappears to Start', async ({ page }) => {
  await page.goto('/');
  const ada = recordingOf(page, 'Ada Lovelace');
  await ada.getByRole('button', { name: 'Stop recording' }).focus();
  await page.keyboard.press('Enter');
  await expect(ada).toHaveAttribute('data-recording-state', 'Stopped');
  await expect(ada.getByRole('button', { name: 'Start recording' })).toBeFocused();
});

test('focus goes to the status when the last button disappears', async ({ page, mock }) => {
  await page.goto('/');
  const ada = recordingOf(page, 'Ada Lovelace');
  await ada.getByRole('button', { name: 'Pause recording' }).focus();
  await mock.control({ verb: 'release', callId: callIds['Ada Lovelace'] });
  await expect(ada).toContainText('Call ended');
  await expect(ada.locator("[data-part='status']")).toBeFocused();
});

test('focus goes from Try again to a button of the widget', async ({ page, mock }) => {
  await mock.control({ verb: 'rejectNext', statusCode: 2 });
  await page.goto('/');
  const ada = recordingOf(page, 'Ada Lovelace');
  await ada.getByRole('button', { name: 'Pause recording' }).click();
  await ada.getByRole('button', { name: 'Try again' }).focus();
  await page.keyboard.press('Enter');
  await expect(ada).toHaveAttribute('data-recording-state', 'Paused');
  await expect(ada.locator(':focus')).toHaveCount(1);
});

test("nobody's focus is taken away by a change elsewhere", async ({ page, mock }) => {
  await page.goto('/');
  const details = page.getByRole('button', { name: 'Details of Grace Hopper' });
  await details.focus();
  await mock.control({ verb: 'supervisorStop', callId: callIds['Ada Lovelace'] });
  await expect(recordingOf(page, 'Ada Lovelace')).toHaveAttribute(
    'data-recording-state',
    'Stopped',
  );
  await expect(details).toBeFocused();
});

test('focus follows the details when they open, and comes back when they close', async ({
  page,
}) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Details of Ada Lovelace' }).click();
  const details = page.getByRole('region', { name: 'Ada Lovelace' });
  await expect(details.getByRole('heading', { name: 'Ada Lovelace' })).toBeFocused();
  await expect(details).toContainText('Card payment');
  await expect(details).toContainText('PauseCallRecording');
  await page.getByRole('button', { name: 'Close details' }).click();
  await expect(page.getByRole('button', { name: 'Details of Ada Lovelace' })).toBeFocused();
});
