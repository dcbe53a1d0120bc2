import { createHash } from 'node:crypto';
import { chromium, type Browser, type FullConfig } from '@playwright/test';
import {
  baselineIds,
  baselinesMadeWith,
  removeBaseline,
  stampBaselines,
  type MadeWith,
} from './baselines.ts';
import { openBook, pageOptions, serveBook, storyIds } from './book.ts';
import { readPng } from './image.ts';

/** How this run goes, for its workers: the environment is all that reaches them. */
export interface Run {
  readonly bookUrl: string;
  readonly comparison: 'every pixel' | 'what can be seen' | 'none, update';
}

export function thisRun(): Run {
  const { VISUAL_RUN } = process.env;
  if (!VISUAL_RUN) throw new Error('Nobody has decided how to compare. Run it by npm run visual');
  // Written below.
  return JSON.parse(VISUAL_RUN) as Run;
}

/** Serves the book for all workers, and decides by browser and machine how strictly to compare. */
export default async function compareHow(config: FullConfig): Promise<() => Promise<void>> {
  const book = await serveBook();
  const here = await lookAround(config, book.url);
  const isUpdate = process.env['VISUAL_UPDATE'] !== undefined;
  const isPart = config.grep !== undefined && String(config.grep) !== '/.*/';
  const made = baselinesMadeWith();

  let comparison: Run['comparison'] = 'every pixel';
  if (isUpdate) {
    if (isPart && made && differs(made, here)) {
      throw new Error(
        `The other baselines are from ${told(made)}, this is ${told(here)}. ` +
          'Make all of them anew: npm run visual -- --update',
      );
    }
    comparison = 'none, update';
    stampBaselines(here);
    if (!isPart) forgetGoneStories();
  } else if (made && differs(made, here)) {
    comparison = 'what can be seen';
    console.log(
      `The baselines are from ${told(made)}, this is ${told(here)}: compared tolerantly.\n` +
        'For every pixel again: npm run visual -- --update, and look at what it changed.',
    );
  }
  const run: Run = { bookUrl: book.url, comparison };
  process.env['VISUAL_RUN'] = JSON.stringify(run);
  return book.close;
}

async function lookAround(config: FullConfig, bookUrl: string): Promise<MadeWith> {
  const browser = await chromium.launch(config.projects[0]?.use.launchOptions);
  try {
    return {
      browser: `Chromium ${browser.version().split('.')[0]}`,
      platform: `${process.platform}-${process.arch}`,
      rasterizing: await fingerprint(browser, bookUrl),
    };
  } finally {
    await browser.close();
  }
}

/** Draws what no change of ours can change: letters of the bundled fonts, a curve, a rim. */
async function fingerprint(browser: Browser, bookUrl: string): Promise<string> {
  const page = await browser.newPage(pageOptions);
  await openBook(page, bookUrl);
  await page.evaluate(() => {
    const sample = document.createElement('div');
    sample.style.cssText =
      'all: initial; position: fixed; inset: 0; z-index: 9; padding: 9px; background: white';
    for (const [text, font] of [
      ['Hamburgefonstiv 0123456789', '14px Inter'],
      ['Hamburgefonstiv 0123456789', '600 14px Inter'],
      ['تسجيل المكالمة', "14px 'Noto Sans Arabic'"],
      ['הקלטת שיחה', "14px 'Noto Sans Hebrew'"],
    ] as const) {
      const line = document.createElement('div');
      line.textContent = text;
      line.style.cssText = `all: initial; display: block; font: ${font}; padding: 3px; border: 1px solid #d1232a; border-radius: 7px`;
      sample.append(line);
    }
    document.body.append(sample);
  });
  const { data } = readPng(await page.screenshot());
  return createHash('sha256').update(data).digest('hex').slice(0, 16);
}

function differs(one: MadeWith, other: MadeWith): boolean {
  return told(one) !== told(other);
}

function told({ browser, platform, rasterizing }: MadeWith): string {
  return `${browser} on ${platform} (letters drawn like ${rasterizing})`;
}

function forgetGoneStories(): void {
  const stories = storyIds('no-picture');
  for (const id of baselineIds()) {
    if (stories.includes(id)) continue;
    removeBaseline(id);
    console.log(`No story any more, baseline removed: ${id}`);
  }
}
