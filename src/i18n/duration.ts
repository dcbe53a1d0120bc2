/** A clock for the eye: `2:14`, `1:02:03`. Show it in a left-to-right run whatever the language. */
export function clock(milliseconds: number, locale: string): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const parts =
    minutes < 60 ? [minutes, seconds % 60] : [Math.floor(minutes / 60), minutes % 60, seconds % 60];
  const [first, rest] = clockFormats(locale);
  return parts.map((part, index) => (index ? rest : first).format(part)).join(':');
}

/** Making a format takes a hundred times as long as using one, and a clock is drawn at every event. */
function clockFormats(locale: string): readonly [Intl.NumberFormat, Intl.NumberFormat] {
  let formats = formatsOf.get(locale);
  if (!formats) {
    const format = (minimumIntegerDigits: number): Intl.NumberFormat =>
      new Intl.NumberFormat(locale, { minimumIntegerDigits, useGrouping: false });
    formatsOf.set(locale, (formats = [format(1), format(2)]));
  }
  return formats;
}

const formatsOf = new Map<string, readonly [Intl.NumberFormat, Intl.NumberFormat]>();

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
