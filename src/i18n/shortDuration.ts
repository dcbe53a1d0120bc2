import { localeTag } from './localeTag.ts';

/** A duration to the second, for a sentence that is read: "2 min 10 sec", "2 分10 秒", "45 sec". */
export function shortDuration(milliseconds: number, locale: string): string {
  const tag = localeTag(locale)?.toString() ?? 'en';
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  const parts = [
    [Math.floor(seconds / 3_600), 'hour'],
    [Math.floor(seconds / 60) % 60, 'minute'],
    [seconds % 60, 'second'],
  ] as const;
  const shown = parts.filter(([count, unit]) => count > 0 || (unit === 'second' && seconds === 0));
  return new Intl.ListFormat(tag, { type: 'unit', style: 'narrow' }).format(
    shown.map(([count, unit]) =>
      count
        .toLocaleString(tag, { style: 'unit', unit, unitDisplay: 'short' })
        // A number and its unit stay on one line.
        .replaceAll(' ', '\u00a0'),
    ),
  );
}
