import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chromium, type Browser, type FullConfig } from '@playwright/test';
import { openBook, pageOptions, serveBook } from './book.ts';
import { baselinesFolder, madeWithFile, removeGoneBaselines, shrinkPictures } from './looks.ts';

/** What decides how a page is drawn, besides our own code. */
interface MadeWith {
  /** The browser's name and major version: `Chromium 156` */
  readonly browser: string;
  /** `linux-x64` */
  readonly platform: string;
  /** A hash of a picture that contains nothing of ours but the bundled fonts. */
  readonly rasterizing: string;
}

/**
 * How this run compares pictures. It is passed to the workers in the environment, because nothing
 * else reaches them.
 */
export interface Run {
  readonly bookUrl: string;
  readonly comparison: 'every pixel' | 'what can be seen';
}

export function thisRun(): Run {
  const { VISUAL_RUN } = process.env;
  if (!VISUAL_RUN) throw new Error('Nobody has decided how to compare. Run it by npm run visual');
  // `compareHow` has written it.
  return JSON.parse(VISUAL_RUN) as Run;
}

const madeWithUrl = new URL(madeWithFile, baselinesFolder);

/** Serves the book for all workers, and decides by browser and machine how strictly to compare. */
export default async function compareHow(config: FullConfig): Promise<() => Promise<void>> {
  const startedAt = Date.now();
  const book = await serveBook();
  const here = await findMadeWith(config, book.url);
  const isUpdate = config.updateSnapshots !== 'none';
  const isPart = config.grep !== undefined && String(config.grep) !== '/.*/';
  const made = baselinesMadeWith();
  const isElsewhere = made !== undefined && describeMadeWith(made) !== describeMadeWith(here);

  if (isUpdate) {
    if (isPart && isElsewhere) {
      throw new Error(
        `The other baselines are from ${describeMadeWith(made)}, this is ${describeMadeWith(here)}. ` +
          'Make all of them anew: npm run visual -- --update-snapshots',
      );
    }
    mkdirSync(baselinesFolder, { recursive: true });
    writeFileSync(madeWithUrl, `${JSON.stringify(here, undefined, 2)}\n`);
    if (!isPart) removeGoneBaselines();
  } else if (isElsewhere) {
    console.log(
      `The baselines are from ${describeMadeWith(made)}, this is ${describeMadeWith(here)}: compared tolerantly.\n` +
        'For every pixel again: npm run visual -- --update-snapshots, and look at what it changed.',
    );
  }
  const comparison = isElsewhere && !isUpdate ? 'what can be seen' : 'every pixel';
  process.env['VISUAL_RUN'] = JSON.stringify({ bookUrl: book.url, comparison } satisfies Run);
  return async () => {
    await book.close();
    if (isUpdate) await shrinkPictures(startedAt);
  };
}

/** Returns what the baselines were made with, or undefined while there are none. */
function baselinesMadeWith(): MadeWith | undefined {
  if (!existsSync(madeWithUrl)) return undefined;
  // `compareHow` has written the file.
  return JSON.parse(readFileSync(madeWithUrl, 'utf8')) as MadeWith;
}

async function findMadeWith(config: FullConfig, bookUrl: string): Promise<MadeWith> {
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

/** Draws what no change of ours can affect: letters of the bundled fonts, a curve, and an edge. */
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
  const picture = await page.screenshot();
  return createHash('sha256').update(picture).digest('hex').slice(0, 16);
}

function describeMadeWith({ browser, platform, rasterizing }: MadeWith): string {
  return `${browser} on ${platform} (letters drawn like ${rasterizing})`;
}
