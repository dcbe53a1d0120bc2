import { expect, expectLive, test } from './desktop.ts';

// These tests follow calls from the first ring to the wrap-up in the demo.

test('a call that rings in the page has a complete timeline, takes a payment, and is wrapped up', async ({
  page,
  mock,
}) => {
  await page.goto('/');
  await expectLive(page);
  await page.getByRole('button', { name: 'Ring the next caller' }).click();
  await page.getByRole('button', { name: 'Answer Maya Okafor' }).click();

  const details = page.getByRole('region', { name: 'Maya Okafor', exact: true });
  await expect(details.getByRole('heading', { name: 'Maya Okafor' })).toBeFocused();
  const recording = details.getByRole('group', { name: /^Call recording/ });
  await expect(recording).toHaveAttribute('data-recording-state', 'Recording');

  // No part of this call is unknown, because the page has got its events since it rang.
  const timeline = details.getByRole('group', { name: 'Recording over the call' });
  await timeline.getByText('Times').click();
  await expect(timeline.getByRole('rowheader').last()).toHaveText('Recorded');
  await expect(timeline.getByRole('rowheader', { name: 'Unknown' })).toHaveCount(0);

  await details.getByRole('button', { name: 'Take a payment' }).click();
  const card = details.getByRole('group', { name: 'Card details' });
  await expect(recording).toHaveAttribute('data-recording-state', 'Paused');
  await card.getByLabel('Card number').fill('4111 1111 1111 1111');
  await card.getByRole('button', { name: 'Pay €84.50' }).click();
  await expect(details.getByText('This page kept no card details.')).toBeVisible();
  await expect(details.getByRole('button', { name: 'Take a payment' })).toBeFocused();
  // A time in ms may contain the first four digits.
  expect(JSON.stringify(mock.state())).not.toContain('4111 1111');

  await expect(details.getByRole('button', { name: 'Finish the call' })).toHaveCount(0);
  await details.getByRole('button', { name: 'Hang up' }).click();
  await details.getByRole('combobox', { name: 'Reason' }).selectOption('Invoice paid');
  await details.getByRole('button', { name: 'Finish the call' }).click();
  await expect(details).toHaveCount(0);
});

test('the drawer can be opened and closed with the keyboard, and the focus comes back to its button', async ({
  page,
}) => {
  await page.goto('/');
  await expectLive(page);
  const button = page.getByRole('button', { name: 'Behind the scenes' });
  const drawer = page.getByRole('complementary', { name: 'Behind the scenes' });
  await expect(drawer).toHaveCount(0);
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(drawer).toBeFocused();
  await expect(button).toHaveAttribute('aria-expanded', 'true');

  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await expect(drawer).toHaveCount(0);
  await expect(button).toBeFocused();
  expect(new URL(page.url()).hash).toBe('');
});

for (const [width, height] of [
  [320, 640],
  [820, 1180],
  [2560, 1440],
] as const) {
  for (const language of ['en', 'de', 'ar'] as const) {
    test(`nothing is wider than a page of ${width} pixels in ${language}`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      await page.goto(`/#language=${language}&drawer=open`);
      await expectLive(page);
      await page.locator('.calls .link').first().click();
      await page.locator('.tour .strong').click();
      await expect(page.locator('.tour-call')).toBeVisible();
      const overhang = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overhang).toBe(0);
    });
  }
}
