import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { startingCalls } from '../src/testing/simulatedCalls.ts';
import { expect, expectLive, press, recordingOf, test } from './desktop.ts';

// The devtools in the drawer of the demo. Playwright looks into open shadow roots by itself.

function panel(page: Page): Locator {
  return page.getByRole('region', { name: 'Tallylight devtools' });
}

function part(page: Page, name: string): Locator {
  return panel(page).getByRole('group', { name, exact: true });
}

test('a developer sees which message confirmed a pause, and copies it without names and numbers', async ({
  page,
  mock,
}) => {
  await page.goto('/#drawer=open');
  await expectLive(page);
  await press(
    recordingOf(page, 'Ada Lovelace').getByRole('button', { name: 'Pause recording' }),
    mock,
    'Ada Lovelace',
  );
  await expect(part(page, 'Operations')).toContainText(/Pause #1 \(button\): confirmed/);
  await expect(part(page, 'Operations')).toContainText(/accepted after \d\.\d{3} s/);
  const happened = part(page, 'What happened, newest first');
  await happened.getByRole('radio', { name: /^Messages and reads/ }).check();
  await expect(happened).toContainText('Recording → Paused, by this agent');
  await expect(happened).toContainText('Pause #1: confirmed');
  await expect(happened).not.toContainText('connection is live');

  await panel(page).getByRole('button', { name: 'Copy as bug report' }).click();
  const report = panel(page).getByRole('textbox', { name: 'The report' });
  await expect(report).toHaveValue(/Pause #1 \(button\); confirmed/);
  const text = await report.inputValue();
  expect(text).toContain('Connection: live');
  const calls = startingCalls();
  const personal = calls.flatMap(({ id, ani, otherParty, userData }) =>
    [[id, ani, otherParty], Object.values(userData ?? {})].flat(),
  );
  expect(personal).toContain('Ada Lovelace');
  for (const each of [...personal, 'Lovelace', 'Basic']) if (each) expect(text).not.toContain(each);
});

test('of two tabs one leads and the other follows, and the devtools of each say so', async ({
  page,
  context,
}) => {
  await page.goto('/#drawer=open');
  await expectLive(page);
  await expect(part(page, 'Now')).toContainText('leads; its link is open');
  const second = await context.newPage();
  await second.goto('/#drawer=open');
  await expectLive(second);
  await expect(part(second, 'Now')).toContainText('follows another tab, whose link is open');
  for (const each of [page, second])
    await expect(part(each, 'Now')).toContainText('2 tabs of this browser');

  await page.close();
  await expect(part(second, 'Now')).toContainText('leads; its link is open');
  await expect(part(second, 'Now')).toContainText('1 tab of this browser');
});

test('a lost connection is shown together with its diagnostics', async ({ page, mock }) => {
  await page.goto('/#drawer=open');
  await expectLive(page);
  await mock.control({ verb: 'notificationsDown' });
  await expect(part(page, 'Now')).toContainText('lost');
  const happened = part(page, 'What happened, newest first');
  await happened.getByRole('radio', { name: /^Diagnostics/ }).check();
  await expect(happened).toContainText('connection-problem');
});

test('on a narrow screen the devtools are closed at first, and fit when they are opened', async ({
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto('/#drawer=open');
  await expectLive(page);
  await expect(panel(page)).toHaveCount(0);
  await page.getByText('Developer tools').click();
  await expect(panel(page)).toBeVisible();
  const [own, inner] = await panel(page).evaluate((element) => [
    element.clientWidth,
    Math.max(...Array.from(element.querySelectorAll('*'), (each) => each.scrollWidth)),
  ]);
  expect(inner).toBeLessThanOrEqual(own ?? 0);
});

test('the styles of the page do not apply to the devtools, and theirs do not apply to the page', async ({
  page,
}) => {
  await page.goto('/#drawer=open');
  await expectLive(page);
  const button = panel(page).getByRole('button', { name: 'Copy as bug report' });
  await expect(button).toBeVisible();
  const looks = async (): Promise<string> =>
    button.evaluate((element) => {
      const { color, fontSize, padding, textTransform, letterSpacing } = getComputedStyle(element);
      return [color, fontSize, padding, textTransform, letterSpacing].join(' ');
    });
  const before = await looks();
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      * { color: red !important; padding: 20px !important; }
      html { font-size: 30px; text-transform: uppercase; letter-spacing: 5px; }
    `);
    document.adoptedStyleSheets.push(sheet);
  });
  expect(await looks()).toBe(before);
  const sheets = await page.evaluate(() => [
    document.styleSheets.length,
    document.querySelectorAll('style').length,
    document.adoptedStyleSheets.length,
  ]);
  // This is the element that the test has added.
  expect(sheets.slice(1)).toEqual([0, 1]);
});

test('the devtools can be reached and used with the keyboard alone', async ({ page }) => {
  await page.goto('/#drawer=open');
  await expectLive(page);
  const copy = panel(page).getByRole('button', { name: 'Copy as bug report' });
  await copy.focus();
  await page.keyboard.press('Enter');
  await expect(panel(page).getByRole('status')).not.toBeEmpty();
  await panel(page).getByRole('textbox', { name: 'The report' }).focus();
  await page.keyboard.press('Tab');
  await expect(panel(page).getByRole('radio', { name: /^All/ })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(panel(page).getByRole('radio', { name: /^Messages and reads/ })).toBeChecked();
  await page.keyboard.press('Tab');
  await expect(panel(page).getByRole('group', { name: 'Lines' })).toBeFocused();
});

for (const theme of ['light', 'dark'] as const)
  test(`axe finds nothing in the devtools, ${theme}`, async ({ page }) => {
    await page.goto(`/#drawer=open&theme=${theme}`);
    await expectLive(page);
    await panel(page).getByRole('button', { name: 'Copy as bug report' }).click();
    await expect(panel(page).getByRole('textbox', { name: 'The report' })).toBeVisible();
    const { violations } = await new AxeBuilder({ page })
      .include('[data-tallylight="devtools"]')
      .analyze();
    expect(violations).toEqual([]);
  });
