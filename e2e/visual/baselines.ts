import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readPng, writePng, type Image } from './image.ts';

/** What decides how pixels come out, besides what we draw. */
export interface MadeWith {
  /** The browser's name and major version: `Chromium 156` */
  readonly browser: string;
  /** `linux-x64` */
  readonly platform: string;
  /** Of a picture that has nothing of ours but the bundled fonts. */
  readonly rasterizing: string;
}

const folder = new URL('./baselines/', import.meta.url);
const madeWithFile = new URL('made-with.json', folder);

/** What the baselines were made with; undefined while there are none. */
export function baselinesMadeWith(): MadeWith | undefined {
  if (!existsSync(madeWithFile)) return undefined;
  // Written by `stampBaselines`; whoever edits it by hand is asking for another browser.
  return JSON.parse(readFileSync(madeWithFile, 'utf8')) as MadeWith;
}

export function stampBaselines(madeWith: MadeWith): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(madeWithFile, `${JSON.stringify(madeWith, undefined, 2)}\n`);
}

/** The stories that have a baseline. */
export function baselineIds(): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.png'))
    .map((name) => name.slice(0, -'.png'.length));
}

function baselinePath(storyId: string): string {
  return fileURLToPath(new URL(`${storyId}.png`, folder));
}

export function readBaseline(storyId: string): Image | undefined {
  const path = baselinePath(storyId);
  return existsSync(path) ? readPng(readFileSync(path)) : undefined;
}

export function writeBaseline(storyId: string, sheet: Image): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(baselinePath(storyId), writePng(sheet));
}

export function removeBaseline(storyId: string): void {
  rmSync(baselinePath(storyId));
}
