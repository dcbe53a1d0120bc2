import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { preview } from 'vite';

const folder = fileURLToPath(new URL('../../storybook-static/', import.meta.url));

/** The greatest height of a picture, in px. A story of a thousand calls is cut off there. */
const tallest = 1300;
const margin = 16;

/**
 * The page is as wide as a panel of a desktop, and nothing of it differs from machine to machine. It is
 * as tall as the tallest picture, because a picture of more than the window is drawn with a window of
 * another size, which lays out the page twice more.
 */
export const pageOptions = {
  viewport: { width: 720, height: tallest },
  deviceScaleFactor: 1,
  locale: 'en-GB',
  timezoneId: 'UTC',
} as const;

declare global {
  interface Window {
    /** Storybook sets these globals in every page of stories. */
    readonly __STORYBOOK_PREVIEW__: {
      readonly ready: () => Promise<void>;
      readonly storyStoreValue: {
        readonly userGlobals: { readonly update: (globals: { language: string }) => void };
      };
    };
    readonly __STORYBOOK_ADDONS_CHANNEL__: Channel;
  }
}

interface Channel {
  readonly on: (event: string, listener: (payload: ChannelPayload) => void) => void;
  readonly once: (event: string, listener: (payload: ChannelPayload) => void) => void;
  readonly off: (event: string, listener: (payload: ChannelPayload) => void) => void;
  readonly emit: (event: string, payload: unknown) => void;
}

interface ChannelPayload {
  readonly message?: string;
  readonly status?: string;
}

/**
 * Returns the ids of all stories in the built book, without those that have this tag, such as
 * `no-picture`.
 */
export function storyIds(without: string): readonly string[] {
  const { entries } = readIndex();
  return Object.values(entries)
    .filter(({ type, tags = [] }) => type === 'story' && !tags.includes(without))
    .map(({ id }) => id);
}

interface BookIndex {
  readonly entries: Readonly<Record<string, BookEntry>>;
}

interface BookEntry {
  readonly id: string;
  readonly type: string;
  readonly tags?: readonly string[];
}

function readIndex(): BookIndex {
  try {
    // The cast is right, because Storybook writes this file, and `entries` has been its list since
    // version 7.
    return JSON.parse(readFileSync(`${folder}index.json`, 'utf8')) as BookIndex;
  } catch (cause) {
    throw new Error('There is no built Storybook. Build it first: npm run build-storybook', {
      cause,
    });
  }
}

export async function serveBook(): Promise<{
  readonly url: string;
  readonly close: () => Promise<void>;
}> {
  const server = await preview({
    configFile: false,
    root: folder,
    build: { outDir: folder },
    preview: { host: '127.0.0.1', port: 0, strictPort: true },
    logLevel: 'silent',
  });
  const url = server.resolvedUrls?.local[0];
  if (!url) throw new Error('The built Storybook is not served.');
  return { url, close: () => server.close() };
}

/** Opens the book's page of stories without showing one of them. */
export async function openBook(page: Page, url: string): Promise<void> {
  // The moment at which scenes stand still (stories/playScene.tsx), also for a story without a scene.
  await page.clock.setFixedTime(Date.UTC(2026, 10, 20, 9, 30));
  await page.goto(`${url}iframe.html?viewMode=story`);
  // With forced colours the caret is drawn although Playwright hides it, so it must not blink.
  await page.addStyleTag({ content: '* { caret-animation: manual !important }' });
  await page.evaluate(async () => {
    /* oxlint-disable no-underscore-dangle -- Storybook's names */
    await window.__STORYBOOK_PREVIEW__.ready();
    // axe has checked every story already.
    const globals = { a11y: { manual: true } };
    window.__STORYBOOK_ADDONS_CHANNEL__.emit('updateGlobals', { globals });
    /* oxlint-enable no-underscore-dangle */
    // All fonts are loaded now. Otherwise a browser fetches a font when a letter first needs it,
    // and draws the letter without it until then.
    await Promise.all(Array.from(document.fonts, (font) => font.load()));
  });
}

/** Only the page's own colours change, so everything stays as the story's `play` left it. */
export async function setColours(
  page: Page,
  theme: 'light' | 'dark',
  forcedColors: 'active' | 'none' = 'none',
): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, forcedColors, reducedMotion: 'reduce' });
  await page.evaluate((chosen) => {
    document.documentElement.dataset['theme'] = chosen;
  }, theme);
}

/**
 * Plays the story's scene again in another language. The story's `play` is not called, because it
 * looks for English texts.
 */
export async function playInLanguage(page: Page, language: string): Promise<void> {
  await askStorybook(page, 'updateGlobals', { globals: { language } });
  // The widgets saw the clock go back and forth while the scene was played. After one tick they
  // show the right times.
  await page.clock.fastForward(1_000);
}

/**
 * Sets the language of the next story. The story that is shown stays as it is, so it is not drawn
 * again.
 */
export async function forgetLanguage(page: Page): Promise<void> {
  await page.evaluate(() => {
    // oxlint-disable-next-line no-underscore-dangle -- Storybook's name
    window.__STORYBOOK_PREVIEW__.storyStoreValue.userGlobals.update({ language: 'en' });
  });
}

/** Draws the story and waits for the end of its `play`. @throws when `play` fails */
export async function showStory(page: Page, storyId: string): Promise<void> {
  await askStorybook(page, 'setCurrentStory', { storyId, viewMode: 'story' });
}

export interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Returns the part of the page that belongs in a picture: all of the story, once it is painted. */
export async function clipOf(page: Page): Promise<Clip> {
  await page.evaluate(replaceUnknownCharacters);
  const height = await page.evaluate(settle);
  const { width } = pageOptions.viewport;
  return { x: 0, y: 0, width, height: Math.min(height + margin, tallest) };
}

/**
 * Replaces each character that no bundled font has by �. Each machine would draw such a character
 * with another font, and every machine draws � as one square.
 */
function replaceUnknownCharacters(): void {
  // Storybook itself loads another font for its own pages.
  const bundled = [...document.fonts].filter(({ family }) => /Inter|Noto Sans/.test(family));
  const ranges = bundled.flatMap(({ unicodeRange }) =>
    unicodeRange.split(',').map((range) => {
      const [from = '', to = from] = range.trim().slice('U+'.length).split('-');
      return [parseInt(from, 16), parseInt(to, 16)] as const;
    }),
  );
  // The results are kept, because the fonts have thousands of ranges and a story has few
  // characters.
  const known = new Map<string, boolean>();
  const isBundled = (sign: string): boolean => {
    const point = sign.codePointAt(0) ?? 0;
    const found = known.get(sign) ?? ranges.some(([from, to]) => point >= from && point <= to);
    known.set(sign, found);
    return found;
  };
  // A line may break after each �, as it may after the character that it replaces.
  const standing = (text: string): string =>
    Array.from(text, (sign) => (isBundled(sign) ? sign : '\uFFFD\u200B')).join('');

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { currentNode } = texts;
    const text = currentNode.nodeValue ?? '';
    if (standing(text) !== text) currentNode.nodeValue = standing(text);
  }
  // The stylesheet reads these attributes for the width of a button and the height of the notes.
  for (const name of ['data-labels', 'data-room'])
    for (const element of document.querySelectorAll(`[${name}]`)) {
      const words = element.getAttribute(name) ?? '';
      if (standing(words) !== words) element.setAttribute(name, standing(words));
    }
}

/** Waits for the paint. @returns how far down the story reaches, with everything that overflows */
async function settle(): Promise<number> {
  const measure = (): number => {
    // A thousand calls are not measured one by one, because the browser would have to lay out all
    // of them.
    const { scrollHeight } = document.documentElement;
    if (scrollHeight > 2 * innerHeight) return scrollHeight;
    const root = document.querySelector('#storybook-root');
    const boxes = [root, ...(root?.querySelectorAll('*') ?? [])]
      .filter((element) => element?.checkVisibility())
      .map((element) => element?.getBoundingClientRect())
      .filter((box) => box && box.width > 0 && box.height > 0);
    return Math.ceil(Math.max(0, ...boxes.map((box) => box?.bottom ?? 0)));
  };
  const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);
  await frame();
  await frame();
  return measure();
}

/** Asks Storybook for something, and waits until the result is drawn. */
async function askStorybook(page: Page, request: string, payload: unknown): Promise<void> {
  const failure = await page.evaluate(
    ([event, asked]) =>
      new Promise<string | undefined>((resolve) => {
        // oxlint-disable-next-line no-underscore-dangle -- Storybook's name for it
        const channel = window.__STORYBOOK_ADDONS_CHANNEL__;
        let thrown: string | undefined;
        const onThrown = ({ message = 'nothing was said of why.' }: ChannelPayload): void => {
          thrown ??= message;
        };
        const throwers = ['storyThrewException', 'playFunctionThrewException', 'storyMissing'];
        for (const thrower of throwers) channel.on(thrower, onThrown);
        channel.once('storyFinished', ({ status }) => {
          for (const thrower of throwers) channel.off(thrower, onThrown);
          resolve(thrown ?? (status === 'error' ? 'It threw something.' : undefined));
        });
        channel.emit(event, asked);
      }),
    [request, payload] as const,
  );
  if (failure) throw new Error(`The story itself fails: ${failure}`);
}
