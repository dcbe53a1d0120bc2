/**
 * Returns the word of the page for a word of the server. A word that the page does not know is
 * shown as the server sends it.
 */
export function wordFor(
  said: string | undefined,
  words: Readonly<Record<string, string>>,
): string | undefined {
  return said === undefined ? undefined : Object.hasOwn(words, said) ? words[said] : said;
}
