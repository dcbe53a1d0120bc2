import { callIds, expect, recordingOf, test } from './desktop.ts';

test.describe('with half a second between the press and the event', () => {
  test.use({ mockOptions: { eventDelay: 500 } });

  test('the focus stays on the button while Pause is pending, and while the button becomes Resume', async ({
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
    // It is still the same element, not another one that was given the focus.
    expect(await resume.evaluate((button, before) => button === before, element)).toBe(true);
  });
});

test('when Stop disappears, the focus moves to Start', async ({ page }) => {
  await page.goto('/');
  const ada = recordingOf(page, 'Ada Lovelace');
  await ada.getByRole('button', { name: 'Stop recording' }).focus();
  await page.keyboard.press('Enter');
  await expect(ada).toHaveAttribute('data-recording-state', 'Stopped');
  await expect(ada.getByRole('button', { name: 'Start recording' })).toBeFocused();
});

test('when the last button disappears, the focus moves to the status', async ({ page, mock }) => {
  await page.goto('/');
  const ada = recordingOf(page, 'Ada Lovelace');
  await ada.getByRole('button', { name: 'Pause recording' }).focus();
  await mock.control({ verb: 'release', callId: callIds['Ada Lovelace'] });
  await expect(ada).toContainText('Call ended');
  await expect(ada.locator("[data-part='status']")).toBeFocused();
});

test('when Try again disappears, the focus moves to a button of the widget', async ({
  page,
  mock,
}) => {
  await mock.control({ verb: 'rejectNext', statusCode: 2 });
  await page.goto('/');
  const ada = recordingOf(page, 'Ada Lovelace');
  await ada.getByRole('button', { name: 'Pause recording' }).click();
  await ada.getByRole('button', { name: 'Try again' }).focus();
  await page.keyboard.press('Enter');
  await expect(ada).toHaveAttribute('data-recording-state', 'Paused');
  await expect(ada.locator(':focus')).toHaveCount(1);
});

test('a change in a widget does not take the focus away from an element elsewhere', async ({
  page,
  mock,
}) => {
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

test('the focus moves into the details when they open, and back when they close', async ({
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
