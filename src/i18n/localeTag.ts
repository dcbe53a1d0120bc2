/**
 * A language as hosts write it, as `Intl` knows it: `pt_BR`, `de_DE.UTF-8@euro`, `iw` and `ZH-cn`
 * come out as `pt-BR`, `de-DE`, `he` and `zh-CN`. Undefined for what is no language, such as an empty
 * text, `C` or `POSIX`.
 */
export function localeTag(name: unknown): Intl.Locale | undefined {
  if (typeof name !== 'string') return undefined;
  // POSIX names an encoding and a variant behind the language, and no browser wants them.
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
 * The catalogue with its language as a tag, which goes into `lang` attributes: a voice takes `en_US`
 * for no language at all. `und` where it is none, so that no voice is chosen by mistake.
 */
export function withLocaleTag<Catalogue extends { readonly locale: string }>(
  messages: Catalogue,
): Catalogue {
  // Who asks `Intl` for the first time on a page waits 15 ms, and most catalogues need no question.
  if (wellKnown.test(messages.locale)) return messages;
  const locale = localeTag(messages.locale)?.toString() ?? 'und';
  return locale === messages.locale ? messages : { ...messages, locale };
}

/** Current codes, which stay as they are; `iw`, `in` and the like have become others. */
const wellKnown =
  /^(ar|cs|da|de|en|es|fi|fr|he|hi|hu|it|ja|ko|nb|nl|pl|pt|ru|sv|tr|uk|zh)(-[A-Z]{2})?$/;

/** What older platforms call a script, and `Intl` refuses. */
const oldNames: ReadonlyMap<string, string> = new Map([
  ['zh-chs', 'zh-Hans'],
  ['zh-cht', 'zh-Hant'],
]);
