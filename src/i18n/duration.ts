import { localeTag } from './localeTag.ts';

/** A running time for the screen: `2:14`, `1:02:03`. Show it from left to right in every language. */
export function clock(milliseconds: number, locale: string): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const parts =
    minutes < 60 ? [minutes, seconds % 60] : [Math.floor(minutes / 60), minutes % 60, seconds % 60];
  const time = parts.map((part, index) => (index && part < 10 ? `0${part}` : part)).join(':');
  return latin.test(locale)
    ? time
    : time.replace(
        /\d/g,
        (digit) => (knownDigits[locale + digit] ??= Number(digit).toLocaleString(tagOf(locale))),
      );
}

/** A host's own catalogue may name its language in any way, and `Intl` throws at what it cannot read. */
function tagOf(locale: string): string {
  return localeTag(locale)?.toString() ?? 'en';
}

/** The first use of `Intl` on a page takes 15 ms, as long as a frame. These languages need no `Intl`. */
const latin = /^(de|en|es|fr|he|it|ja|ko|nl|pl|pt|zh)([-_]\w+)?$/;
/** The digits are kept, because a clock is drawn at every event and every second. */
const knownDigits: Record<string, string> = {};

/**
 * A duration in words, for screen readers. Below one minute in seconds, else in whole minutes: "2
 * minutes", "20 seconds".
 */
export function duration(milliseconds: number, locale: string): string {
  const seconds = Math.floor(milliseconds / 1000);
  const isShort = seconds < 60;
  return (isShort ? seconds : Math.floor(seconds / 60)).toLocaleString(tagOf(locale), {
    style: 'unit',
    unit: isShort ? 'second' : 'minute',
    unitDisplay: 'long',
  });
}

/**
 * How long ago something was, in words: "18 seconds ago", „vor 18 Sekunden“, 18秒前. Below two minutes
 * in seconds and below two hours in minutes, so that rounding down leaves out at most a third.
 *
 * @returns undefined in an engine without `Intl.RelativeTimeFormat`, such as Safari before 14. The
 *   sentence with the age is left out there, and `ConnectionStatus` shows the age as a clock.
 */
export function ago(milliseconds: number, locale: string): string | undefined {
  if (!('RelativeTimeFormat' in Intl)) return undefined;
  const seconds = ageStep(milliseconds) / 1000;
  const minutes = Math.floor(seconds / 60);
  const format = agoFormats.get(locale) ?? new Intl.RelativeTimeFormat(tagOf(locale));
  agoFormats.set(locale, format);
  return (
    seconds < 120
      ? format.format(-seconds, 'second')
      : minutes < 120
        ? format.format(-minutes, 'minute')
        : format.format(-Math.floor(minutes / 60), 'hour')
  )
    .replace(gapBeforeHan, '')
    .replace(dualInDigits, '');
}

/** The age down to which `ago` rounds, in ms: its words are the same until this is another one. */
export function ageStep(milliseconds: number): number {
  const unit = milliseconds < 120 * 1000 ? 1000 : milliseconds < 120 * 60_000 ? 60_000 : 3_600_000;
  return Math.max(0, Math.floor(milliseconds / unit) * unit);
}

/** The word for the present moment: "now", „jetzt“, 今. Undefined if `ago` returns undefined. */
export function rightNow(locale: string): string | undefined {
  if (!('RelativeTimeFormat' in Intl)) return undefined;
  const known =
    nowWords.get(locale) ??
    new Intl.RelativeTimeFormat(tagOf(locale), { numeric: 'auto' }).format(0, 'second');
  nowWords.set(locale, known);
  return known;
}

const nowWords = new Map<string, string>();

/** A format takes long to make, and the age of each call is written again every second. */
const agoFormats = new Map<string, Intl.RelativeTimeFormat>();

/** Some engines write "18 秒前", though Japanese and Chinese have no gaps. */
const gapBeforeHan = / (?=\p{Script=Han})/u;
/** In Hebrew "two hours" is one word, and some engines put "(2)" behind it. */
const dualInDigits = / \(\d+\)$/;
