/**
 * A language as hosts write it, as `Intl` knows it: `pt_BR`, `de_DE.UTF-8@euro`, `iw`, `ZH-cn` and
 * Java's `zh_CN_#Hans` come out as `pt-BR`, `de-DE`, `he`, `zh-CN` and `zh-Hans-CN`. Of a list such as
 * `de-AT,en;q=0.5` the first counts. Where only the language itself can be read, it counts alone.
 * Undefined for what is no language, such as an empty text, `C` or `POSIX`.
 */
export function localeTag(name: unknown): Intl.Locale | undefined {
  if (typeof name !== 'string') return isLocale(name) ? name : undefined;
  // POSIX adds an encoding and a variant to the language, and `Intl` refuses both.
  const [first = ''] = name
    .replaceAll(/\p{Cf}/gu, '')
    .trim()
    .split(/[.@,;:]/);
  const [base = '', java = ''] = first.split('#');
  const [language = '', ...more] = base.split(/[-_]+/).filter((part) => part !== '');
  if (/^posix$/i.test(language)) return undefined;
  const script = /^[a-z]{4}(?![a-z])/i.exec(java);
  const tag = [language, ...(script ?? []), ...more].join('-');
  return (
    read(oldNames.get(tag.toLowerCase()) ?? tag) ??
    // `zh-yue` and `zh-cmn` are older names of `yue` and `cmn`.
    read(tag.replace(/^zh-(?=[a-z]{3}(-|$))/i, '')) ??
    (/^[a-z]{2,3}$/i.test(language) ? read(language) : undefined)
  );
}

/** Safari before 14 has no `Intl.Locale`. */
function isLocale(value: unknown): value is Intl.Locale {
  return 'Locale' in Intl && value instanceof Intl.Locale;
}

function read(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag);
  } catch {
    return undefined;
  }
}

/**
 * Returns the catalogue with its language as a tag, which goes into `lang` attributes. A screen reader
 * does not know `en_US` as a language. A language that is not valid becomes `und`, so that a screen reader
 * chooses no wrong voice.
 */
export function withLocaleTag<Catalogue extends { readonly locale: string }>(
  messages: Catalogue,
): Catalogue {
  // The first use of `Intl` on a page takes 15 ms, and most catalogues need none.
  if (typeof messages.locale === 'string' && wellKnown.test(messages.locale)) return messages;
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
