import { localeTag } from './localeTag.ts';

/** A number as the language writes it: "1,000", „1.000“, "١٬٠٠٠". */
export function wholeNumber(count: number, locale: string): string {
  const format =
    formats.get(locale) ?? new Intl.NumberFormat(localeTag(locale)?.toString() ?? 'en');
  formats.set(locale, format);
  return format.format(count);
}

/** A format takes long to make, and the numbers of a wall may change with each frame. */
const formats = new Map<string, Intl.NumberFormat>();
