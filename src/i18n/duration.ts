/** A clock for the eye: `2:14`, `1:02:03`. Show it in a left-to-right run whatever the language. */
export function clock(milliseconds: number, locale: string): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const parts =
    minutes < 60 ? [minutes, seconds % 60] : [Math.floor(minutes / 60), minutes % 60, seconds % 60];
  return parts
    .map((part, index) =>
      part.toLocaleString(locale, { minimumIntegerDigits: index ? 2 : 1, useGrouping: false }),
    )
    .join(':');
}
