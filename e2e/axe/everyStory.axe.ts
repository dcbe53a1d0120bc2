import { test as base, expect, type Frame, type Page } from '@playwright/test';
import axe, { type RunOptions } from 'axe-core';
import { messageLocales } from '../../src/i18n/loadMessages.ts';
import {
  setColours,
  forgetLanguage,
  openBook,
  pageOptions,
  showStory,
  playInLanguage,
  storyIds,
} from '../visual/book.ts';

declare global {
  interface Window {
    /** It is added once to each page or frame, because it is large. */
    readonly axe?: typeof axe;
  }
}

/** Checks WCAG 2.2 up to level AA, and the best practices that axe recommends beyond it. */
const everyRule: RunOptions = {
  resultTypes: ['violations'],
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  // A story is only a part of a page, and these rules check the layout of the whole page.
  rules: Object.fromEntries(
    ['region', 'landmark-one-main', 'page-has-heading-one', 'bypass'].map((rule) => [
      rule,
      { enabled: false },
    ]),
  ),
};
/**
 * In the other looks only these rules are checked, because all other results do not depend on
 * colours.
 */
const rulesOfColours: RunOptions = {
  resultTypes: ['violations'],
  runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
};

const looks = [
  { name: 'light', theme: 'light', forced: 'none' },
  { name: 'dark', theme: 'dark', forced: 'none' },
  { name: 'forced colours', theme: 'dark', forced: 'active' },
] as const;

/**
 * `AXE_LANGUAGES=de,ar AXE_LOOKS=dark npm run axe -- --grep calllist` looks at fewer of both. All of
 * them take about a quarter of an hour, so this is no part of `npm test`, where axe looks at every
 * story in English in the light and the dark theme.
 */
const languages = process.env['AXE_LANGUAGES']?.split(',') ?? messageLocales;
const chosenLooks = looks.filter(({ name }) => (process.env['AXE_LOOKS'] ?? name).includes(name));

/**
 * axe takes the colour of a text from `-webkit-text-fill-color`, which no style here sets. If it is
 * not set, its value is the colour of the text, but Chromium does not report that for forced
 * colours.
 */
function readForcedColours(): void {
  // oxlint-disable-next-line typescript/unbound-method -- it is called on each declaration below
  const { getPropertyValue } = CSSStyleDeclaration.prototype;
  CSSStyleDeclaration.prototype.getPropertyValue = function readColour(name) {
    return getPropertyValue.call(this, name === '-webkit-text-fill-color' ? 'color' : name);
  };
}

/**
 * Each worker keeps its page, because switching to another story is much quicker than loading the
 * page.
 */
const test = base.extend<object, { readonly book: Page }>({
  book: [
    async ({ browser }, use) => {
      const page = await browser.newPage(pageOptions);
      await openBook(page, process.env['AXE_BOOK_URL'] ?? '');
      await page.evaluate(readForcedColours);
      await use(page);
      await page.close();
    },
    { scope: 'worker' },
  ],
});

for (const storyId of storyIds('no-axe')) {
  test(storyId, async ({ book }) => {
    const findings: string[] = [];
    const checked = new Set<string>();
    await setColours(book, 'light');
    // In English the story is checked as its `play` function leaves it. In the other languages it
    // is checked as its scene leaves it, because `play` looks for English texts.
    await showStory(book, storyId);
    for (const language of languages) {
      if (language !== 'en') await playInLanguage(book, language);
      // A story with a fixed language does not change, so it is not checked again.
      const markup = await book.locator('#storybook-root').innerHTML();
      if (checked.has(markup)) continue;
      checked.add(markup);
      for (const { name, theme, forced } of chosenLooks) {
        await setColours(book, theme, forced);
        const found = await runAxe(book, name === 'light' ? everyRule : rulesOfColours);
        findings.push(...found.map((finding) => `${language}, ${name}: ${finding}`));
      }
    }
    await forgetLanguage(book);
    expect(findings).toEqual([]);
  });
}

test('axe finds the faults of a page that has some', async ({ book }) => {
  await showStory(book, 'recordingstatus--recording');
  await book.evaluate(() => {
    const root = document.querySelector('#storybook-root');
    root?.insertAdjacentHTML('beforeend', '<button></button><p style="color: #ccc">Pale</p>');
  });
  await setColours(book, 'light');
  const found = await runAxe(book, everyRule);
  expect(new Set(found.map((finding) => finding.split(':')[0]))).toEqual(
    new Set(['button-name', 'color-contrast']),
  );
  expect(await runAxe(book, rulesOfColours)).toHaveLength(1);
  // Forced colours make the pale text readable.
  await setColours(book, 'light', 'active');
  expect(await runAxe(book, rulesOfColours)).toEqual([]);
});

/** Runs axe and returns each finding with the markup that it is about. */
async function runAxe(page: Page, options: RunOptions): Promise<readonly string[]> {
  for (const frame of page.frames()) await addAxeTo(frame);
  const found = await page.evaluate(async (runOptions) => {
    const results = await window.axe?.run('#storybook-root', runOptions);
    if (!results) throw new Error('axe is not in the page.');
    return results.violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, failureSummary = '' }) => ({ id, help, html, failureSummary })),
    );
  }, options);
  return found.map(({ id, help, html, failureSummary }) =>
    [`${id}: ${help}`, html.slice(0, 200), failureSummary].join('\n  '),
  );
}

/**
 * axe waits a minute for each frame that does not contain axe. An empty frame has the origin
 * `null`.
 */
async function addAxeTo(frame: Frame): Promise<void> {
  if (await frame.evaluate(() => 'axe' in window)) return;
  await frame.evaluate(axe.source);
  await frame.evaluate(() => {
    window.axe?.configure({ allowedOrigins: ['<unsafe_all_origins>'] });
  });
}
