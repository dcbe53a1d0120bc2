/**
 * Puts what is inserted into a right-to-left sentence into a run of its own, so that a name or a
 * clock neither turns around nor takes the punctuation beside it along.
 */
export function isolate(inserted: string): string {
  return `\u2068${inserted}\u2069`;
}
