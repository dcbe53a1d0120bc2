import { english } from './english.ts';
import { localeTag } from './localeTag.ts';
import { digitsOf, nearestLocale } from './nearestLocale.ts';
import type { Messages } from './messages.ts';

// A bundler makes a file of each catalogue, which is fetched only when somebody asks for it.
const catalogues: Readonly<Record<string, () => Promise<Messages>>> = {
  ar: async () => (await import('./locales/ar.ts')).arabic,
  de: async () => (await import('./locales/de.ts')).german,
  en: () => Promise.resolve(english),
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

/** The languages that `loadMessages` knows, as BCP 47 tags, for a menu to choose from. */
export const messageLocales: readonly string[] = Object.keys(catalogues);

/**
 * The catalogue for a language, fetched on demand, for `<AgentDesktopProvider messages>`.
 *
 * The script decides, not the country: `de-AT` is German, `zh-CN` Simplified Chinese, any `pt`
 * Brazilian Portuguese. Numbers are written as the tag says, so `ar-EG` and `ar-AE` count in
 * their own digits. A language that is not here, or a tag that is none, gives English, whose
 * `locale` says so.
 *
 * @param locale a language as the page or its platform writes it: a BCP 47 tag, for example
 *   `navigator.language` or `document.documentElement.lang`, or a name like `pt_BR` or `iw`
 * @throws what the bundler's `import()` throws when the file cannot be fetched
 * @example const messages = await loadMessages('de-AT'); // messages.locale === 'de-AT'
 */
export async function loadMessages(locale: string): Promise<Messages> {
  const requested = localeTag(locale);
  const found = requested && catalogueLocale(requested);
  const messages = found && (await catalogues[found]?.());
  if (!messages) return english;
  return {
    ...messages,
    locale: isSameLocale(new Intl.Locale(found), requested) ? found : requested.toString(),
  };
}

/** Returns the one of `messageLocales` that is the same language in the same script, if there is one. */
export function catalogueLocale(requested: Intl.Locale): string | undefined {
  return messageLocales[nearestLocale(requested, messageLocales)];
}

/** `de-DE` is the same as `de`. `ar-EG` is not the same as `ar`, because it has other digits. */
function isSameLocale(one: Intl.Locale, other: Intl.Locale): boolean {
  return (
    one.maximize().toString() === other.maximize().toString() && digitsOf(one) === digitsOf(other)
  );
}
