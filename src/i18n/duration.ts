/** A clock for the eye: `2:14`, `1:02:03`. Show it in a left-to-right run whatever the language. */
export function clock(milliseconds: number, locale: string): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const parts =
    minutes < 60 ? [minutes, seconds % 60] : [Math.floor(minutes / 60), minutes % 60, seconds % 60];
  const digits = digitsOf(locale);
  const time = parts.map((part, index) => (index && part < 10 ? `0${part}` : part)).join(':');
  return digits[0] === '0' ? time : time.replace(/\d/g, (digit) => digits[Number(digit)] ?? digit);
}

/**
 * The locale's ten digits, asked for once: a clock is drawn at every event and every second, and
 * `Intl` takes as long for it as all the rest of the widget.
 */
function digitsOf(locale: string): readonly string[] {
  return (knownDigits[locale] ??= [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) =>
    digit.toLocaleString(locale),
  ));
}

const knownDigits: Record<string, readonly string[]> = {};

/** A duration for the ear, in whole minutes, or in seconds below one: "2 minutes", "20 seconds". */
export function duration(milliseconds: number, locale: string): string {
  const seconds = Math.floor(milliseconds / 1000);
  const isShort = seconds < 60;
  return (isShort ? seconds : Math.floor(seconds / 60)).toLocaleString(locale, {
    style: 'unit',
    unit: isShort ? 'second' : 'minute',
    unitDisplay: 'long',
  });
}
