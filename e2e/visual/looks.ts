import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { colour, speak, storyIds } from './book.ts';

export const baselinesFolder: URL = new URL('./baselines/', import.meta.url);

export interface Look {
  readonly name: 'light' | 'dark' | 'forced-colours' | 'right-to-left';
  readonly show: (page: Page) => Promise<void>;
  /**
   * The chapters of the book whose pictures are kept in this look. Of the other stories only a digest
   * is kept: it also notices a single pixel, and a few bytes take the place of a picture that
   * differs from another one in its colours only.
   */
  readonly kept: RegExp;
}

const light: Look = { name: 'light', show: (page) => colour(page, 'light'), kept: /./ };
const dark: Look = {
  name: 'dark',
  show: (page) => colour(page, 'dark'),
  kept: /^(all-states|recordingstatus|themes)--/,
};
const forcedColours: Look = {
  name: 'forced-colours',
  show: (page) => colour(page, 'dark', 'active'),
  kept: /^(all-states|recordingstatus)--/,
};
const rightToLeft: Look = {
  name: 'right-to-left',
  show: async (page) => {
    await colour(page, 'light');
    await speak(page, 'ar');
  },
  kept: /^(all-states|calllist|connectionstatus|pauselimit|recordingcontrols|recordingstatus|recordingtimeline|sensitivesection)--/,
};

/** The looks in which a story is compared. The last draws the story anew, so it has to be the last. */
export function looksOf(storyId: string): readonly Look[] {
  // These have a language of their own, and stay as they are.
  if (storyId.startsWith('languages--')) return [light, dark, forcedColours];
  return [light, dark, forcedColours, rightToLeft];
}

/** The file of a picture. WebP is lossless here, and takes half of the space of PNG. */
export function pictureFile(storyId: string, look: Look): string {
  return `${storyId}-${look.name}.webp`;
}

/** The file with the digests of the looks of which no picture is kept. */
export function digestsFile(storyId: string): string {
  return `${storyId}.txt`;
}

/** What made the baselines. */
export const madeWithFile = 'made-with.json';

/** The files that no story has any more. */
export function goneBaselines(): readonly string[] {
  if (!existsSync(baselinesFolder)) return [];
  const files = new Set([madeWithFile]);
  for (const storyId of storyIds('no-picture')) {
    files.add(digestsFile(storyId));
    for (const look of looksOf(storyId))
      if (look.kept.test(storyId)) files.add(pictureFile(storyId, look));
  }
  return readdirSync(baselinesFolder).filter((file) => !files.has(file));
}

export function removeGoneBaselines(): void {
  for (const file of goneBaselines()) {
    rmSync(new URL(file, baselinesFolder));
    console.log(`No story has this baseline any more, so it was removed: ${file}`);
  }
}

/**
 * Writes the pictures that are new or have changed once more, with a better encoder than that of the
 * browser: they take a quarter of the space, and every pixel is the same.
 */
export async function shrinkPictures(since: number): Promise<void> {
  for (const file of readdirSync(baselinesFolder).filter((each) => each.endsWith('.webp'))) {
    const path = fileURLToPath(new URL(file, baselinesFolder));
    if (statSync(path).mtimeMs < since) continue;
    writeFileSync(path, await sharp(path).webp({ lossless: true, effort: 6 }).toBuffer());
  }
}
