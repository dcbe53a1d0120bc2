import { localeTag } from './localeTag.ts';

/** A duration to the second, for a sentence on the screen: "2 min 10 sec", "2 分10 秒", "45 sec". */
export function shortDuration(milliseconds: number, locale: string): string {
  const format = formats.get(locale) ?? formatFor(localeTag(locale)?.toString() ?? 'en');
  formats.set(locale, format);
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  const parts = [
    [Math.floor(seconds / 3_600), 'hour'],
    [Math.floor(seconds / 60) % 60, 'minute'],
    [seconds % 60, 'second'],
  ] as const;
  const shown = parts.filter(([count, unit]) => count > 0 || (unit === 'second' && seconds === 0));
  return format(shown);
}

type Part = readonly [count: number, unit: 'hour' | 'minute' | 'second'];

/** A format takes long to make, and a wall writes the time of each of its rows every second. */
const formats = new Map<string, (parts: readonly Part[]) => string>();

function formatFor(tag: string): (parts: readonly Part[]) => string {
  const list = new Intl.ListFormat(tag, { type: 'unit', style: 'narrow' });
  const inUnit = (unit: Part[1]): Intl.NumberFormat =>
    new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'short' });
  const units = { hour: inUnit('hour'), minute: inUnit('minute'), second: inUnit('second') };
  return (parts) =>
    list.format(
      parts.map(([count, unit]) =>
        units[unit]
          .format(count)
          // A number and its unit stay on one line.
          .replaceAll(' ', '\u00a0'),
      ),
    );
}
