import { localeTag } from '../i18n/localeTag.ts';
import type { Messages } from '../i18n/messages.ts';
import { digitsOf, nearestLocale } from '../i18n/nearestLocale.ts';

/**
 * Returns the catalogue for a page: the one that `loadMessages` would choose, with the digits of the
 * page's country. Undefined means English, which each widget has by itself. So a page loads only the
 * words of its own widgets.
 */
export function messagesFor(lang: string, catalogues: readonly Messages[]): Messages | undefined {
  const requested = localeTag(lang);
  if (!requested) return undefined;
  const locales = catalogues.map(localeOf);
  const index = nearestLocale(requested, locales);
  const [messages, known] = [catalogues[index], locales[index]];
  if (!messages || !known) return undefined;
  const isCountedAlike = digitsOf(known) === digitsOf(requested);
  return isCountedAlike ? messages : withLocale(messages, requested.toString());
}

/** The language of a catalogue. Undefined for what is no catalogue. */
export function localeOf(messages: Messages): Intl.Locale | undefined {
  try {
    // A page without TypeScript may have given anything.
    return localeTag((messages as Messages | null | undefined)?.locale);
  } catch {
    return undefined;
  }
}

/** Returns the same object each time, so that the provider does not take it for other messages. */
function withLocale(messages: Messages, locale: string): Messages {
  const known = others.get(messages) ?? new Map<string, Messages>();
  others.set(messages, known);
  // The words are not copied, because reading one may fail. The provider guards against that.
  const other: Messages =
    known.get(locale) ?? Object.create(messages, { locale: { value: locale } });
  known.set(locale, other);
  return other;
}

const others = new WeakMap<Messages, Map<string, Messages>>();
