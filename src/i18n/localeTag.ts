/**
 * A language as hosts write it, as `Intl` knows it: `pt_BR`, `de_DE.UTF-8@euro`, `iw` and `ZH-cn`
 * come out as `pt-BR`, `de-DE`, `he` and `zh-CN`. Undefined for what is no language, such as an empty
 * text, `C` or `POSIX`.
 */
export function localeTag(name: unknown): Intl.Locale | undefined {
  if (typeof name !== 'string') return undefined;
  // POSIX adds an encoding and a variant to the language, and `Intl` refuses both.
  const tag = name
    .trim()
    .replace(/[.@].*$/s, '')
    .replaceAll('_', '-');
  if (/^posix$/i.test(tag)) return undefined;
  try {
    return new Intl.Locale(oldNames.get(tag.toLowerCase()) ?? tag);
  } catch {
    return undefined;
  }
}

/**
 * Returns the catalogue with its language as a tag, which goes into `lang` attributes. A voice does
 * not take `en_US` for a language. A language that is not valid becomes `und`, so that no voice is
 * chosen by mistake.
 */
export function withLocaleTag<Catalogue extends { readonly locale: string }>(
  messages: Catalogue,
): Catalogue {
  // The first use of `Intl` on a page takes 15 ms, and most catalogues need none.
  if (wellKnown.test(messages.locale)) return messages;
  const locale = localeTag(messages.locale)?.toString() ?? 'und';
  return locale === messages.locale ? messages : { ...messages, locale };
}

/** Codes that stay as they are. Older codes, such as `iw` and `in`, have become others. */
const wellKnown =
  /^(ar|cs|da|de|en|es|fi|fr|he|hi|hu|it|ja|ko|nb|nl|pl|pt|ru|sv|tr|uk|zh)(-[A-Z]{2})?$/;

/** Older names of scripts, which `Intl` refuses. */
const oldNames: ReadonlyMap<string, string> = new Map([
  ['zh-chs', 'zh-Hans'],
  ['zh-cht', 'zh-Hant'],
]);
