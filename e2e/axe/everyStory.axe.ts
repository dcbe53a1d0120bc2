import { test as base, expect, type Frame, type Page } from '@playwright/test';
import axe, { type RunOptions } from 'axe-core';
import { messageLocales } from '../../src/i18n/loadMessages.ts';
import {
  colour,
  forgetLanguage,
  openBook,
  pageOptions,
  showStory,
  speak,
  storyIds,
} from '../visual/book.ts';

declare global {
  interface Window {
    /** Put there once for each page or frame, because it is large. */
    readonly axe?: typeof axe;
  }
}

/** WCAG 2.2 to AA, and what axe recommends beyond it. */
const everyRule: RunOptions = {
  resultTypes: ['violations'],
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  // A story is a part of a page, and these ask how the host's page is laid out.
  rules: Object.fromEntries(
    ['region', 'landmark-one-main', 'page-has-heading-one', 'bypass'].map((rule) => [
      rule,
      { enabled: false },
    ]),
  ),
};
/** Nothing else that axe looks for depends on colours, as in the story tests in the dark theme. */
const rulesOfColours: RunOptions = {
  resultTypes: ['violations'],
  runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
};

const looks = [
  { name: 'light', theme: 'light', forced: 'none' },
  { name: 'dark', theme: 'dark', forced: 'none' },
  { name: 'forced colours', theme: 'dark', forced: 'active' },
] as const;

/** Fewer of both for a quick look: see scripts/axe.mjs. */
const languages = process.env['AXE_LANGUAGES']?.split(',') ?? messageLocales;
const chosenLooks = looks.filter(({ name }) => (process.env['AXE_LOOKS'] ?? name).includes(name));

/**
 * axe takes the colour of a text from `-webkit-text-fill-color`, which nobody sets here. Where it is not
 * set, it is the colour of the text, but Chromium does not say so of forced colours.
 */
function readForcedColours(): void {
  // oxlint-disable-next-line typescript/unbound-method -- it is called on each declaration below
  const { getPropertyValue } = CSSStyleDeclaration.prototype;
  CSSStyleDeclaration.prototype.getPropertyValue = function readColour(name) {
    return getPropertyValue.call(this, name === '-webkit-text-fill-color' ? 'color' : name);
  };
}

/** A worker keeps its page of stories, because switching is much quicker than loading. */
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
    const looked = new Set<string>();
    await colour(book, 'light');
    // In English as its `play` leaves it. In the other languages as its scene leaves it, because
    // `play` reads English.
    await showStory(book, storyId);
    for (const language of languages) {
      if (language !== 'en') await speak(book, language);
      // A story in a language of its own stays as it is.
      const markup = await book.locator('#storybook-root').innerHTML();
      if (looked.has(markup)) continue;
      looked.add(markup);
      for (const { name, theme, forced } of chosenLooks) {
        await colour(book, theme, forced);
        const found = await look(book, name === 'light' ? everyRule : rulesOfColours);
        findings.push(...found.map((finding) => `${language}, ${name}: ${finding}`));
      }
    }
    await forgetLanguage(book);
    expect(findings).toEqual([]);
  });
}

test('axe looks, and finds what is wrong', async ({ book }) => {
  await showStory(book, 'recordingstatus--recording');
  await book.evaluate(() => {
    const root = document.querySelector('#storybook-root');
    root?.insertAdjacentHTML('beforeend', '<button></button><p style="color: #ccc">Pale</p>');
  });
  await colour(book, 'light');
  const found = await look(book, everyRule);
  expect(new Set(found.map((finding) => finding.split(':')[0]))).toEqual(
    new Set(['button-name', 'color-contrast']),
  );
  expect(await look(book, rulesOfColours)).toHaveLength(1);
  // Forced colours make the pale text readable.
  await colour(book, 'light', 'active');
  expect(await look(book, rulesOfColours)).toEqual([]);
});

/** @returns each finding with the markup it is about */
async function look(page: Page, options: RunOptions): Promise<readonly string[]> {
  for (const frame of page.frames()) await putAxeInto(frame);
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

/** axe waits a minute for each frame that has no axe inside. An empty frame has the origin `null`. */
async function putAxeInto(frame: Frame): Promise<void> {
  if (await frame.evaluate(() => 'axe' in window)) return;
  await frame.evaluate(axe.source);
  await frame.evaluate(() => {
    window.axe?.configure({ allowedOrigins: ['<unsafe_all_origins>'] });
  });
}
