import { english, loadMessages, type Messages } from '../../index.ts';
import { demoEnglish, type DemoMessages } from './english.ts';

/** Everything the page says in one language: its own sentences, and those of the widgets. */
export interface Words {
  readonly own: DemoMessages;
  readonly widgets: Messages;
}

export const englishWords: Words = { own: demoEnglish, widgets: english };

// The bundler makes a file of each language, which is fetched when somebody asks for it.
const catalogues: Readonly<Record<string, () => Promise<DemoMessages>>> = {
  ar: async () => (await import('./locales/ar.ts')).arabic,
  de: async () => (await import('./locales/de.ts')).german,
  es: async () => (await import('./locales/es.ts')).spanish,
  fr: async () => (await import('./locales/fr.ts')).french,
  he: async () => (await import('./locales/he.ts')).hebrew,
  it: async () => (await import('./locales/it.ts')).italian,
  ja: async () => (await import('./locales/ja.ts')).japanese,
  ko: async () => (await import('./locales/ko.ts')).korean,
  nl: async () => (await import('./locales/nl.ts')).dutch,
  pl: async () => (await import('./locales/pl.ts')).polish,
  'pt-BR': async () => (await import('./locales/pt-BR.ts')).brazilianPortuguese,
  'zh-Hans': async () => (await import('./locales/zh-Hans.ts')).simplifiedChinese,
};

/**
 * Fetches both catalogues of a language, so that the page and its widgets change together. A
 * language that is not here gives English.
 *
 * @throws what `import()` throws when a file cannot be fetched
 */
export async function loadWords(language: string): Promise<Words> {
  const load = catalogues[language];
  if (!load) return englishWords;
  const [own, widgets] = await Promise.all([load(), loadMessages(language)]);
  return { own, widgets };
}
