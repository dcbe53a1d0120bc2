import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** The fonts for Japanese, Korean and Chinese, by the language of the catalogue that needs them. */
const languages = { jp: 'ja', kr: 'ko', sc: 'zh-Hans' } as const;
type Font = keyof typeof languages;

/**
 * Keeps only those slices of the fonts for Japanese, Korean and Chinese that contain characters of
 * our texts. The whole fonts are too large for the book, because each has a hundred slices in each
 * weight.
 */
export function fontSlices(): Plugin {
  return {
    name: 'font-slices',
    enforce: 'pre',
    transform: (css, id) => {
      const font = /@fontsource\/noto-sans-(jp|kr|sc)\/\d+\.css/.exec(id)?.[1];
      if (font === undefined) return undefined;
      // The cast is right, because the expression above matches only these fonts.
      const signs = signsOf(languages[font as Font]);
      const slices = [...css.matchAll(/@font-face \{[^}]*\}/g)].map(([slice]) => slice);
      const needed = slices.filter((slice) =>
        rangesOf(slice).some((range) => hasAny(signs, range)),
      );
      // The first format is enough, because every browser that can show the book can read it.
      return needed
        .map((slice) => slice.replace(/, url\([^)]*\.woff\) format\('woff'\)/, ''))
        .join('\n');
    },
  };
}

/**
 * Returns the code points of all words of a language: those of the catalogue, and those that `Intl`
 * adds.
 */
function signsOf(locale: string): readonly number[] {
  const catalogue = readFileSync(
    new URL(`../src/i18n/locales/${locale}.ts`, import.meta.url),
    'utf8',
  );
  const ago = new Intl.RelativeTimeFormat(locale);
  const times = (['second', 'minute', 'hour'] as const).map(
    (unit) =>
      ago.format(-2, unit) +
      (2).toLocaleString(locale, { style: 'unit', unit, unitDisplay: 'long' }) +
      (2).toLocaleString(locale, { style: 'unit', unit, unitDisplay: 'short' }),
  );
  return [...new Set(catalogue + times.join(''))].map((sign) => sign.codePointAt(0) ?? 0);
}

type Range = readonly [from: number, to: number];

function rangesOf(slice: string): readonly Range[] {
  const [, listed = ''] = /unicode-range: ([^;]*);/.exec(slice) ?? [];
  return listed.split(',').map((range) => {
    const [from = '', to = from] = range.trim().slice('U+'.length).split('-');
    return [parseInt(from, 16), parseInt(to, 16)];
  });
}

/** Latin letters come from Inter. */
const firstOther = 0x2e80;

function hasAny(signs: readonly number[], [from, to]: Range): boolean {
  return signs.some((sign) => sign >= firstOther && sign >= from && sign <= to);
}
