import { english } from '../i18n/english.ts';
import type { Messages } from '../i18n/messages.ts';

/** The catalogue for a page: in its very language, else in the same tongue, else in English. */
export function messagesFor(lang: string, catalogues: readonly Messages[]): Messages {
  return (
    catalogues.find(({ locale }) => locale === lang) ??
    catalogues.find(({ locale }) => tongueOf(locale) === tongueOf(lang)) ??
    english
  );
}

function tongueOf(tag: string): string | undefined {
  return tag.toLowerCase().split('-')[0];
}
