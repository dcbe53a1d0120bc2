import { describe, expect, it } from 'vitest';
import { messageLocales } from '../../index.ts';
import { demoEnglish } from './english.ts';
import { loadWords } from './loadWords.ts';

/** Every sentence with the name of its place. A sentence with a gap is filled with `〈gap〉`. */
function sentencesOf(words: object, path = ''): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(words).flatMap(([name, value]: [string, unknown]) => {
      const place = `${path}${name}`;
      if (typeof value === 'object' && value !== null) return [...sentencesOf(value, `${place}.`)];
      return [[place, String(typeof value === 'function' ? value('〈gap〉') : value)]];
    }),
  );
}

describe('the words of the demo', () => {
  const english = sentencesOf(demoEnglish);

  it.each(messageLocales.filter((locale) => locale !== 'en'))(
    'are all there in %s, with every gap, and none was left in English',
    async (locale) => {
      const { own, widgets } = await loadWords(locale);
      const sentences = sentencesOf(own);
      expect(widgets.locale).toBe(locale);
      expect([...sentences.keys()]).toEqual([...english.keys()]);
      for (const [place, sentence] of sentences) {
        const inEnglish = english.get(place) ?? '';
        expect(sentence.trim(), place).not.toBe('');
        expect(sentence.includes('〈gap〉'), place).toBe(inEnglish.includes('〈gap〉'));
        if (inEnglish.split(' ').length > 3) expect(sentence, place).not.toBe(inEnglish);
      }
    },
  );

  it('are English where a language is not known', async () => {
    expect((await loadWords('tlh')).own).toBe(demoEnglish);
  });
});
