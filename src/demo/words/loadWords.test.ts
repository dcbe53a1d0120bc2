import { describe, expect, it } from 'vitest';
import { messageLocales } from '../../index.ts';
import { demoEnglish } from './english.ts';
import { loadWords } from './loadWords.ts';

type Fill = (gap: string) => string;

/**
 * Returns every sentence with its place in the catalogue. A sentence with a gap gets `〈gap〉` in it.
 */
function sentencesOf(words: object): ReadonlyMap<string, string> {
  const sentences = new Map<string, string>();
  const collect = (part: object, path: string): void => {
    for (const [name, value] of Object.entries(part) as [string, string | Fill | object][]) {
      const place = `${path}${name}`;
      if (typeof value === 'string') sentences.set(place, value);
      // The only functions of a catalogue are sentences with a gap.
      else if (typeof value === 'function') sentences.set(place, (value as Fill)('〈gap〉'));
      else collect(value, `${place}.`);
    }
  };
  collect(words, '');
  return sentences;
}

describe('the texts of the demo', () => {
  const english = sentencesOf(demoEnglish);

  it.each(messageLocales.filter((locale) => locale !== 'en'))(
    'all exist in %s with every gap, and none is left in English',
    async (locale) => {
      const { own, widgets } = await loadWords(locale);
      const sentences = sentencesOf(own);
      expect(widgets.locale).toBe(locale);
      expect([...sentences.keys()]).toEqual([...english.keys()]);
      const wrong = [...sentences].filter(([place, sentence]) => {
        const inEnglish = english.get(place) ?? '';
        return (
          sentence.trim() === '' ||
          sentence.includes('〈gap〉') !== inEnglish.includes('〈gap〉') ||
          (inEnglish.split(' ').length > 3 && sentence === inEnglish)
        );
      });
      expect(wrong).toEqual([]);
    },
  );

  it('are English if the language is not known', async () => {
    expect((await loadWords('tlh')).own).toBe(demoEnglish);
  });
});
