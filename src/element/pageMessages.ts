import { localeTag } from '../i18n/localeTag.ts';
import type { Messages } from '../i18n/messages.ts';

/**
 * Returns the catalogue for a page: the one of its exact locale, or else of its language. Undefined
 * means English, which each widget has by itself. So a page loads only the words of its own widgets.
 */
export function messagesFor(lang: string, catalogues: readonly Messages[]): Messages | undefined {
  const requested = localeTag(lang);
  if (!requested) return undefined;
  const tags = catalogues.map((messages) => ({ messages, tag: localeTag(messages.locale) }));
  return (
    tags.find(({ tag }) => tag?.toString() === requested.toString()) ??
    tags.find(({ tag }) => tag?.language === requested.language)
  )?.messages;
}
