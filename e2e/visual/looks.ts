import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { setColours, playInLanguage, storyIds } from './book.ts';

export const baselinesFolder: URL = new URL('./baselines/', import.meta.url);

export interface Look {
  readonly name: 'light' | 'dark' | 'forced-colours' | 'right-to-left';
  readonly show: (page: Page) => Promise<void>;
  /**
   * The chapters of the book whose pictures are kept in this look. Of all other stories only a
   * digest is kept. A digest notices a single pixel too, and a few bytes replace a picture that
   * differs from another one only in its colours.
   */
  readonly kept: RegExp;
}

const light: Look = { name: 'light', show: (page) => setColours(page, 'light'), kept: /./ };
const dark: Look = {
  name: 'dark',
  show: (page) => setColours(page, 'dark'),
  kept: /^(all-states|recordingstatus)--/,
};
const forcedColours: Look = {
  name: 'forced-colours',
  show: (page) => setColours(page, 'dark', 'active'),
  kept: /^(all-states|recordingstatus)--/,
};
const rightToLeft: Look = {
  name: 'right-to-left',
  show: async (page) => {
    await setColours(page, 'light');
    await playInLanguage(page, 'ar');
  },
  kept: /^(all-states|calllist|connectionstatus|pauselimit|recordingcontrols|recordingstatus|recordingtimeline|sensitivesection)--/,
};

/**
 * Returns the looks in which a story is compared. The last look draws the story again, so it has to
 * be the last.
 */
export function looksOf(storyId: string): readonly Look[] {
  // These stories have a language of their own, which does not change.
  if (storyId.startsWith('languages--')) return [light, dark, forcedColours];
  return [light, dark, forcedColours, rightToLeft];
}

/** The file of a picture. WebP is lossless here, and takes half of the space of PNG. */
export function pictureFile(storyId: string, look: Look): string {
  return `${storyId}-${look.name}.webp`;
}

/** The file with the digests of all looks of a story. */
export function digestsFile(storyId: string): string {
  return `${storyId}.txt`;
}

/** Returns the digest of each look of a story, with the name of the look before it. */
export function readDigests(storyId: string): readonly string[] {
  const file = new URL(digestsFile(storyId), baselinesFolder);
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
}

/** The file that says what made the baselines. */
export const madeWithFile = 'made-with.json';

/** Returns the files of stories that do not exist any more. */
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
 * Encodes the new and the changed pictures again, with a better encoder than the browser has. The
 * files become a quarter as large, and every pixel stays the same.
 */
export async function shrinkPictures(since: number): Promise<void> {
  for (const file of readdirSync(baselinesFolder).filter((each) => each.endsWith('.webp'))) {
    const path = fileURLToPath(new URL(file, baselinesFolder));
    if (statSync(path).mtimeMs < since) continue;
    writeFileSync(path, await sharp(path).webp({ lossless: true, effort: 6 }).toBuffer());
  }
}
