import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import {
  callIds,
  expect,
  expectLive,
  operationsAsked,
  press,
  recordingOf,
  test,
  type Caller,
} from './desktop.ts';
import type { MockServer } from '../src/mock-server/createMockServer.ts';

/**
 * Opens a page that shows every kind of state at once: refused, unconfirmed, ended, pending, and
 * open details.
 */
async function fillPage(page: Page, mock: MockServer): Promise<void> {
  const first = (caller: Caller) => recordingOf(page, caller).getByRole('button').first();
  await page.goto('/?confirmationTimeout=1500#drawer=open');
  await page.getByRole('button', { name: 'Details of Ada Lovelace' }).click();
  await mock.control({ verb: 'responseWithoutEvent', callId: callIds['Ada Lovelace'] });
  await press(first('Ada Lovelace'), mock, 'Ada Lovelace');
  await mock.control({ verb: 'rejectNext', statusCode: 2, callId: callIds['Grace Hopper'] });
  await press(first('Grace Hopper'), mock, 'Grace Hopper');
  await mock.control({ verb: 'release', callId: callIds['Alan Turing'] });
  await expect(recordingOf(page, 'Alan Turing')).toContainText('Call ended');
  await expect(recordingOf(page, 'Grace Hopper')).toContainText('Could not start.');
  await expect(recordingOf(page, 'Ada Lovelace')).toContainText('Not confirmed');
  await mock.control({ verb: 'slow', ms: 20_000, callId: callIds['Konrad Zuse'] });
  await press(first('Konrad Zuse'), mock, 'Konrad Zuse');
  expect(operationsAsked(mock, 'Konrad Zuse')).toHaveLength(1);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme });

    test('axe finds no violation on a page with many failures', async ({
      page,
      mock,
      browserName,
    }) => {
      test.skip(
        colorScheme === 'dark' && browserName === 'firefox',
        'WebDriver BiDi cannot say which colours the agent prefers.',
      );
      await fillPage(page, mock);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations).toEqual([]);
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    });
  });
}

test.describe('before sign-in', () => {
  test.use({ servedAs: 'gws' });

  test('axe finds no violation on the sign-in form', async ({ page }) => {
    await page.goto('/');
    await page.getByLabel('User name').fill('agent');
    await page.getByLabel('Password').fill('a guess');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('form').getByRole('alert')).not.toBeEmpty();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations).toEqual([]);
  });
});

test.describe('on a page 320 pixels wide', () => {
  test.use({ viewport: { width: 320, height: 640 } });

  test('everything fits, and nothing has to be scrolled sideways', async ({ page, mock }) => {
    await fillPage(page, mock);
    const overhang = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overhang).toBe(0);
    // No button is cut off inside its card either.
    for (const button of await page.locator('[data-part=button]').all()) {
      const box = await button.boundingBox();
      expect(box && box.x + box.width).toBeLessThanOrEqual(320);
      expect(box?.height).toBeGreaterThanOrEqual(32);
    }
  });
});

// The table of the recording events was wider than the page, so its last columns had to be scrolled to.
for (const language of ['en', 'de', 'pl'] as const)
  test.describe(`on a page of 1280 pixels at 200 % in ${language}`, () => {
    test.use({ viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });

    test('nothing is cut off, and nothing has to be scrolled sideways', async ({ page }) => {
      await page.goto(`/#language=${language}`);
      await expectLive(page);
      await page.locator('.calls .link').first().click();
      await page.locator('.payment button').first().click();
      await expect(page.locator('.events tbody tr')).toHaveCount(2);
      const cutOff = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('body, body *')]
          .filter((element) => {
            // What only screen readers read is one pixel wide.
            if (element.clientWidth <= 2 || element.closest('svg')) return false;
            const { overflowX } = getComputedStyle(element);
            return element.scrollWidth > element.clientWidth + 1 && overflowX !== 'visible';
          })
          .map(({ localName, className }) => `${localName}.${className}`),
      );
      expect(cutOff).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(640);
    });
  });

test('the agent can choose between light and dark', async ({ page }) => {
  await page.goto('/');
  const dark = page.getByRole('switch', { name: 'Dark' });
  await expect(dark).not.toBeChecked();
  await dark.click();
  await expect(dark).toBeChecked();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});
