import { writeFile } from 'node:fs/promises';
import { test as base, type Page, type TestInfo } from '@playwright/test';
import { baselineIds, readBaseline, writeBaseline } from './baselines.ts';
import { looks, openBook, pageOptions, photograph, storyIds } from './book.ts';
import { thisRun } from './compareHow.ts';
import { differences, everyPixel, whatCanBeSeen, type Tolerance } from './differences.ts';
import { areEqual, cellsOf, composeSheet, writePng, type Image } from './image.ts';

/** A worker keeps its page of stories: switching is much quicker than loading. */
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
    const sheet = composeSheet(await photograph(book, storyId));
    const baseline = readBaseline(storyId);
    const { comparison } = thisRun();
    if (comparison === 'none, update') {
      if (baseline && !compare(baseline, sheet, everyPixel)) return;
      writeBaseline(storyId, sheet);
      console.log(`${baseline ? 'Changed' : 'New'}: ${storyId}`);
      return;
    }
    if (!baseline) {
      await attach(testInfo, storyId, { actual: sheet });
      throw new Error(`${storyId} has no baseline yet. ${howToUpdate(storyId)}`);
    }
    const isStrict = comparison === 'every pixel';
    const found = compare(baseline, sheet, isStrict ? everyPixel : whatCanBeSeen);
    if (!found) return;
    await attach(testInfo, storyId, { expected: baseline, actual: sheet, diff: found.diff });
    throw new Error(`${storyId} looks different ${found.words}. ${howToUpdate(storyId)}`);
  });
}

// Skipped by name, so that the summary of all suites says it too.
test('every pixel is compared: the baselines are from this browser and machine', () => {
  test.skip(thisRun().comparison === 'what can be seen', 'compared tolerantly');
});

test('every baseline has its story', () => {
  const stories = storyIds('no-picture');
  const gone = baselineIds().filter((id) => !stories.includes(id));
  if (gone.length === 0) return;
  throw new Error(`No story any more: ${gone.join(', ')}. Remove them: npm run visual -- --update`);
});

/** Look by look. @returns undefined when they show the same */
function compare(
  baseline: Image,
  sheet: Image,
  tolerance: Tolerance,
): { readonly words: string; readonly diff: Image } | undefined {
  if (areEqual(baseline, sheet)) return undefined;
  const expected = cellsOf(baseline);
  const found = cellsOf(sheet).map((actual, index) =>
    // A sheet has four cells, always.
    differences(expected[index] as Image, actual, tolerance),
  );
  const words = found.flatMap(({ count, isOtherSize }, index) => {
    if (count === 0 && !isOtherSize) return [];
    const size = isOtherSize ? ', of another size' : '';
    return [`in ${looks[index]?.name} (${count} pixels${size})`];
  });
  if (words.length === 0) return undefined;
  return { words: words.join(', '), diff: composeSheet(found.map(({ picture }) => picture)) };
}

/** The report shows pictures with these names as one, side by side or with a slider. */
async function attach(
  testInfo: TestInfo,
  storyId: string,
  pictures: Readonly<Record<string, Image>>,
): Promise<void> {
  for (const [kind, picture] of Object.entries(pictures)) {
    const name = `${storyId}-${kind}.png`;
    const path = testInfo.outputPath(name);
    await writeFile(path, writePng(picture));
    await testInfo.attach(name, { path, contentType: 'image/png' });
  }
}

function howToUpdate(storyId: string): string {
  return `If that is how it should look: npm run visual -- --update --only ${storyId}`;
}
