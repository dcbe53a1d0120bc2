/**
 * Puts a clock that is seen in a right-to-left sentence into a run of its own, so that it neither
 * turns around nor takes the punctuation beside it along. What is only heard needs no such marks.
 */
export function isolate(inserted: string): string {
  return `\u2068${inserted}\u2069`;
}
