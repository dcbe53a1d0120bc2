/** The sheets by document, because a constructed sheet can only be used in the document that made it. */
const sheets = new WeakMap<Document, Map<string, CSSStyleSheet>>();

/**
 * Constructs each sheet only once for each document. In jsdom there is none, because jsdom has no
 * `replaceSync` and draws nothing, so everything works there without its looks.
 */
export function styleSheetOf(
  document: Document,
  text: string,
  prepare: (text: string) => string = (asItIs) => asItIs,
): CSSStyleSheet | undefined {
  const { CSSStyleSheet: Sheet } = document.defaultView ?? globalThis;
  if (typeof Sheet !== 'function' || !('replaceSync' in Sheet.prototype)) return undefined;
  const known = sheets.get(document) ?? new Map<string, CSSStyleSheet>();
  sheets.set(document, known);
  let sheet = known.get(text);
  if (!sheet) {
    sheet = new Sheet();
    sheet.replaceSync(prepare(text));
    known.set(text, sheet);
  }
  return sheet;
}
