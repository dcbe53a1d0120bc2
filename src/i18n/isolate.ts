/**
 * Puts a clock into a directional run of its own, so that in a right-to-left sentence it neither
 * turns around nor moves the punctuation beside it. A text that is only spoken needs no such marks.
 */
export function isolate(inserted: string): string {
  return `\u2068${inserted}\u2069`;
}
