import { catalogueLocale, loadMessages } from './loadMessages.ts';
import { localeTag } from './localeTag.ts';
import { englishWall } from './wallEnglish.ts';
import type { WallMessages, WallWords } from './wallWords.ts';

// Each language is a file of its own, so that only a page with a wall fetches it.
const catalogues: Readonly<Record<string, () => Promise<WallWords>>> = {
  ar: async () => (await import('./wallLocales/ar.ts')).arabicWall,
  de: async () => (await import('./wallLocales/de.ts')).germanWall,
  en: () => Promise.resolve(englishWall),
  es: async () => (await import('./wallLocales/es.ts')).spanishWall,
  fr: async () => (await import('./wallLocales/fr.ts')).frenchWall,
  he: async () => (await import('./wallLocales/he.ts')).hebrewWall,
  it: async () => (await import('./wallLocales/it.ts')).italianWall,
  ja: async () => (await import('./wallLocales/ja.ts')).japaneseWall,
  ko: async () => (await import('./wallLocales/ko.ts')).koreanWall,
  nl: async () => (await import('./wallLocales/nl.ts')).dutchWall,
  pl: async () => (await import('./wallLocales/pl.ts')).polishWall,
  'pt-BR': async () => (await import('./wallLocales/pt-BR.ts')).brazilianPortugueseWall,
  'zh-Hans': async () => (await import('./wallLocales/zh-Hans.ts')).simplifiedChineseWall,
};

/**
 * The words of a wall in a language, fetched on demand, for `<RecordingWall messages>`. The languages
 * and the tags are those of `loadMessages`; a language that is not there gives English.
 *
 * @throws what the bundler's `import()` throws when a file cannot be fetched
 * @example const messages = await loadWallMessages(navigator.language);
 */
export async function loadWallMessages(locale: string): Promise<WallMessages> {
  const requested = localeTag(locale);
  const found = requested && catalogueLocale(requested);
  const [messages, wall] = await Promise.all([
    loadMessages(locale),
    (found === undefined ? undefined : catalogues[found]?.()) ?? englishWall,
  ]);
  return { ...messages, wall };
}
