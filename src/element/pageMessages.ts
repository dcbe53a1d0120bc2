import { english } from '../i18n/english.ts';
import { localeTag } from '../i18n/localeTag.ts';
import type { Messages } from '../i18n/messages.ts';

/**
 * Returns the catalogue for a page: the one of its exact locale, or else of its language, or else
 * English.
 */
export function messagesFor(lang: string, catalogues: readonly Messages[]): Messages {
  const asked = localeTag(lang);
  if (!asked) return english;
  const tags = catalogues.map((messages) => ({ messages, tag: localeTag(messages.locale) }));
  return (
    (
      tags.find(({ tag }) => tag?.toString() === asked.toString()) ??
      tags.find(({ tag }) => tag?.language === asked.language)
    )?.messages ?? english
  );
}
