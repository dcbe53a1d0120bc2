import { english } from './english.ts';
import type { Messages } from './messages.ts';
import { englishWall } from './wallEnglish.ts';
import type { WallWords } from './wallWords.ts';

/** Each letter, and the letters that replace it. */
const replacements: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'aàá bƀ cç dð eèé fƒ gĝ hĥ iìí kķ lļ mɱ nñ oòó pþ rŕ sš tţ uùú vṽ wŵ xẋ yýÿ zž',
    'AÀá BƁ CÇ DÐ EÈé FƑ GĜ HĤ IÌí KĶ LĻ MṀ NÑ OÒó PÞ RŔ SŠ TŢ UÙú VṼ WŴ XẊ YÝÿ ZŽ',
  ]
    .join(' ')
    .split(' ')
    .map(([letter = '', ...rest]) => [letter, rest.join('')]),
);

/**
 * English that no longer looks like English, and is half as long again. Text that still looks
 * normal on the screen was never translated, and text that does not fit will not fit in German
 * either. It is for tests and stories, and no agent is ever offered it.
 */
export const pseudo: Messages = { ...pseudolocalize(english), locale: 'en-XA', dir: 'ltr' };

/** The words of a wall, changed in the same way. */
export const pseudoWall: WallWords = pseudolocalize(englishWall);

function pseudolocalize<T>(value: T): T {
  // Each branch returns a value of the same kind as it was given, which the compiler cannot see.
  if (typeof value === 'string') return replaceLetters(value) as T;
  if (typeof value === 'function') {
    const sentence = value as unknown as (...inserted: string[]) => string;
    // The inserted words come from elsewhere and stay as they are.
    return ((...inserted: string[]) =>
      sentence(...inserted.map((_, index) => String(index)))
        .split(/(\d)/)
        .map((part, index) => (index % 2 ? inserted[Number(part)] : replaceLetters(part)))
        .join('')) as T;
  }
  return Object.fromEntries(
    Object.entries(value as object).map(([key, each]) => [key, pseudolocalize(each)]),
  ) as T;
}

function replaceLetters(words: string): string {
  return words.replace(/[a-z]/gi, (letter) => replacements[letter] ?? letter);
}
