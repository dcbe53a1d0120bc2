import { expect, test, type Page } from '@playwright/test';
import { openBook, pageOptions } from './book.ts';
import { thisRun } from './compareHow.ts';
import { readPng, type Image } from './image.ts';

/** The scale at which somebody two metres behind the agent sees a card. */
const scale = 0.12;
/**
 * The smallest difference between two states that can be seen at that size: the mean difference of
 * all pixels of the card in the channel that differs most, of 255.
 */
const noticeable = 2.5;

/**
 * There is one state for each look. The texts of the states differ too, but nobody can read them at
 * that size.
 */
const states = [
  'Checking',
  'Not recording',
  'Recording',
  'Paused',
  'Stopped',
  'Not confirmed',
  'Unknown',
  'Out of date',
  'Ended',
] as const;

/** These two look alike on purpose, because both mean that the state is not known. */
const alike = ['Not confirmed', 'Unknown'];

const kinds = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'forced colours': { colorScheme: 'light', forcedColors: 'active' },
  greyscale: { colorScheme: 'light' },
  // Browsers print no backgrounds by default.
  print: { colorScheme: 'light', media: 'print' },
} as const;

for (const kind of Object.keys(kinds) as (keyof typeof kinds)[]) {
  test(`any two states look different from one metre away: ${kind}`, async ({ browser }) => {
    const page = await browser.newPage(pageOptions);
    await openBook(page, thisRun().bookUrl);
    await showStates(page);
    await page.emulateMedia({ reducedMotion: 'reduce', ...kinds[kind] });
    await page.evaluate(
      ([theme, isPrinted]) => {
        document.documentElement.dataset['theme'] = theme;
        if (!isPrinted) return;
        for (const card of document.querySelectorAll<HTMLElement>('[role=group]'))
          card.style.background = 'white';
      },
      [kinds[kind].colorScheme, kind === 'print'] as const,
    );
    const pictures: Image[] = [];
    for (const state of states) {
      const card = page.getByRole('group', { name: `Call recording, ${state}`, exact: true });
      const picture = shrink(readPng(await card.screenshot({ animations: 'disabled' })));
      pictures.push(kind === 'greyscale' ? inGrey(picture) : picture);
    }
    const found: Record<string, number> = {};
    for (const [index, state] of states.entries())
      for (const [offset, other] of states.slice(index + 1).entries()) {
        if (alike.includes(state) && alike.includes(other)) continue;
        const [one, two] = [pictures[index], pictures[index + 1 + offset]];
        if (one && two) found[`${state}, ${other}`] = difference(one, two);
      }
    const sorted = Object.entries(found).sort(([, one], [, other]) => one - other);
    expect(sorted.filter(([, far]) => far < noticeable)).toEqual([]);
    await page.close();
  });
}

async function showStates(page: Page): Promise<void> {
  await page.evaluate(() => {
    // oxlint-disable-next-line no-underscore-dangle -- Storybook's name
    window.__STORYBOOK_ADDONS_CHANNEL__.emit('setCurrentStory', {
      storyId: 'all-states--overview',
      viewMode: 'story',
    });
  });
  await expect(page.getByRole('group', { name: 'Call recording, Ended' })).toBeVisible();
}

/** Each pixel of the small picture is the mean of the pixels that it covers in the large one. */
function shrink({ width, height, data }: Image): Image {
  const [columns, rows] = [Math.floor(width * scale), Math.floor(height * scale)];
  const small = new Uint8Array(columns * rows * 4).fill(255);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const [left, right] = [column / scale, (column + 1) / scale].map(Math.floor);
      const [top, bottom] = [row / scale, (row + 1) / scale].map(Math.floor);
      for (let channel = 0; channel < 3; channel += 1) {
        let sum = 0;
        let count = 0;
        for (let y = top ?? 0; y < (bottom ?? 0); y += 1)
          for (let x = left ?? 0; x < (right ?? 0); x += 1) {
            sum += data[(y * width + x) * 4 + channel] ?? 0;
            count += 1;
          }
        small[(row * columns + column) * 4 + channel] = sum / count;
      }
    }
  return { width: columns, height: rows, data: small };
}

function inGrey({ width, height, data }: Image): Image {
  const grey = Uint8Array.from(data);
  for (let at = 0; at < data.length; at += 4)
    grey.fill(
      0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0),
      at,
      at + 3,
    );
  return { width, height, data: grey };
}

function difference(one: Image, other: Image): number {
  let sum = 0;
  for (let at = 0; at < one.data.length; at += 4)
    sum += Math.max(
      ...[0, 1, 2].map((channel) =>
        Math.abs((one.data[at + channel] ?? 0) - (other.data[at + channel] ?? 0)),
      ),
    );
  return sum / (one.data.length / 4);
}
