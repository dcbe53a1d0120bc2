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

/** What older platforms call a script, and `Intl` refuses. */
const oldNames: ReadonlyMap<string, string> = new Map([
  ['zh-chs', 'zh-Hans'],
  ['zh-cht', 'zh-Hant'],
]);
