import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import {
  expect,
  test as base,
  type Page,
  type PageAssertionsToHaveScreenshotOptions,
} from '@playwright/test';
import {
  clipOf,
  type Clip,
  setColours,
  forgetLanguage,
  openBook,
  pageOptions,
  showStory,
  storyIds,
} from './book.ts';
import { thisRun } from './compareHow.ts';
import {
  baselinesFolder,
  digestsFile,
  goneBaselines,
  looksOf,
  pictureFile,
  readDigests,
} from './looks.ts';

/**
 * A worker keeps its page of stories, because switching to another story is much quicker than
 * loading the page.
 */
const test = base.extend<object, { readonly book: Page }>({
  book: [
    async ({ browser }, use) => {
      const page = await browser.newPage(pageOptions);
      await openBook(page, thisRun().bookUrl);
      await use(page);
      await page.close();
    },
    { scope: 'worker' },
  ],
});

for (const storyId of storyIds('no-picture')) {
  test(storyId, async ({ book }, testInfo) => {
    const isUpdate = testInfo.config.updateSnapshots !== 'none';
    const areDigestsCompared = !isUpdate && thisRun().comparison === 'every pixel';
    const knownDigests = areDigestsCompared ? readDigests(storyId) : [];
    await showStory(book, storyId);
    const digests: string[] = [];
    const unkept: { readonly file: string; readonly picture: Buffer }[] = [];
    for (const look of looksOf(storyId)) {
      await look.show(book);
      const file = pictureFile(storyId, look);
      const options = await pictureOptions(book);
      const picture = await book.screenshot({ clip: options.clip, animations: 'disabled' });
      let digest = `${look.name} ${createHash('sha256').update(picture).digest('hex')}`;
      if (!look.kept.test(storyId)) unkept.push({ file, picture });
      else if (!knownDigests.includes(digest)) {
        // A picture with the known digest is the same, so decoding it and its baseline is spared.
        await expect.soft(book).toHaveScreenshot(file, options);
        // The comparison above tolerates more than a digest does.
        if (areDigestsCompared)
          digest = knownDigests.find((known) => known.startsWith(`${look.name} `)) ?? digest;
      }
      digests.push(digest);
    }
    await forgetLanguage(book);
    if (thisRun().comparison === 'what can be seen') return;
    expect
      .soft(digests.map((digest) => `${digest}\n`).join(''))
      .toMatchSnapshot(digestsFile(storyId));
    if (testInfo.errors.length === 0) return;
    for (const { file, picture } of unkept)
      await testInfo.attach(file, { body: picture, contentType: 'image/png' });
  });
}

/**
 * Changes that the comparison has to notice. A host's rules for kinds of elements do not apply to the
 * parts of a widget, so these rules are important.
 */
const plantedChanges: Readonly<Record<string, string>> = {
  'a button stands one pixel further right': 'button { translate: 1px !important }',
  'a button stands one pixel lower': 'button { translate: 0 1px !important }',
  'a card stands one pixel further right': '[role=group] { translate: 1px !important }',
  'a card has a faint rim': '[role=group] { outline: 1px solid rgb(0 0 0 / 4%) !important }',
  'the colours of a button are three per cent darker':
    'button { filter: brightness(0.97) !important }',
  'the colours of a card are two per cent darker':
    '[role=group] { filter: brightness(0.98) !important }',
  'the texts of a card are five per cent paler': '[role=group] * { opacity: 0.95 !important }',
};

test('the comparison notices a pixel and a few per cent of a colour', async ({ book }, {
  config,
}) => {
  test.skip(config.updateSnapshots !== 'none', 'The pictures are being drawn anew.');
  const picture = 'recordingcontrols--recording-light.webp';
  await showStory(book, 'recordingcontrols--recording');
  await setColours(book, 'light');
  await expect(book).toHaveScreenshot(picture, await pictureOptions(book));
  for (const [change, css] of Object.entries(plantedChanges)) {
    const style = await book.addStyleTag({ content: css });
    await expect(book, change).not.toHaveScreenshot(picture, await pictureOptions(book));
    await style.evaluate((element) => element.parentNode?.removeChild(element));
  }
  await expect(book).toHaveScreenshot(picture, await pictureOptions(book));
});

// The test is skipped with its reason, so that the summary of all suites shows the reason.
test('every pixel is compared: the baselines are from this browser and machine', () => {
  test.skip(thisRun().comparison === 'what can be seen', 'compared tolerantly');
});

test('every baseline has its story', () => {
  expect(goneBaselines(), 'Remove them: npm run visual -- --update-snapshots').toEqual([]);
});

test('the baselines take 3 MB at the most, because each version of them stays in the history', () => {
  const sizes = readdirSync(baselinesFolder).map(
    (file) => statSync(new URL(file, baselinesFolder)).size,
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(3_000_000);
});

async function pictureOptions(
  page: Page,
): Promise<PageAssertionsToHaveScreenshotOptions & { clip: Clip }> {
  return {
    clip: await clipOf(page),
    // A busy machine takes this long.
    timeout: 30_000,
    // The same browser on the same kind of machine draws the same pixels, except for the edge of a
    // rounded corner, which may differ by one step of colour. Playwright ignores the pixels of
    // edges, so that letters which another machine draws differently do not count either.
    ...(thisRun().comparison === 'every pixel'
      ? { threshold: 0.005, maxDiffPixels: 0 }
      : { threshold: 0.3, maxDiffPixelRatio: 0.02 }),
  };
}
