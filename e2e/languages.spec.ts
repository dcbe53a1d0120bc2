import { expect, expectLive, operationsAsked, press, test } from './desktop.ts';

test('an agent changes the language during a call, and the catalogue is loaded only then', async ({
  page,
  mock,
}) => {
  const scripts: string[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response.url());
  });
  await page.goto('/');
  await expectLive(page);
  const before = scripts.length;

  await page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch');
  const ada = page.getByRole('group', { name: 'Gesprächsaufzeichnung, Ada Lovelace' });
  await expect(ada).toContainText('Aufzeichnung läuft');
  await expect(ada).toHaveAttribute('lang', 'de');
  // The page itself uses the same language as its widgets.
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page).toHaveTitle('Tallylight-Demo');
  await expect(page.getByRole('heading', { name: 'Gespräche' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Hinter den Kulissen' })).toBeVisible();
  expect(scripts.length).toBeGreaterThan(before);

  await press(
    ada.getByRole('button', { name: 'Pausieren der Aufzeichnung' }),
    mock,
    'Ada Lovelace',
  );
  await expect(ada.getByRole('button', { name: 'Fortsetzen der Aufzeichnung' })).toBeFocused();
  await expect(page.locator('[aria-live="polite"]')).toHaveText(
    'Ada Lovelace: Aufzeichnung pausiert.',
  );
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual(['PauseCallRecording']);

  await page.getByRole('combobox', { name: 'Language' }).selectOption('العربية');
  const inArabic = page.getByRole('group', { name: 'تسجيل المكالمة، Ada Lovelace' });
  await expect(inArabic).toHaveAttribute('dir', 'rtl');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
  await expect(inArabic).toContainText('متوقف مؤقتًا');
  const glyph = await inArabic.locator('[data-part="glyph"]').first().boundingBox();
  const button = await inArabic.getByRole('button').first().boundingBox();
  expect(glyph?.x).toBeGreaterThan(button?.x ?? Infinity);
});
