import css from '../styles/element.css?inline';

/**
 * A stylesheet for shadow roots. If it set the tokens on `:host`, they would override what the page
 * has set on `:root`. So the tokens become defaults, which count only when the page sets nothing.
 */
function forShadowRoots(text: string): string {
  return text
    .replaceAll(/--tallylight(-[\w-]+)\s*:/g, '--tallylight-default$1:')
    .replaceAll(
      /var\(\s*--tallylight(-[\w-]+)\s*\)/g,
      'var(--tallylight$1,var(--tallylight-default$1))',
    );
}

const baseCss = `:host{display:block;min-inline-size:0}:host([hidden]){display:none}${css}`;

/**
 * The attributes for looks that a page sets on the element or around it, where no rule of a shadow
 * root matches.
 */
export const lookAttributes = ['data-theme', 'data-density', 'data-contrast'] as const;

/** The sheets by document, because a constructed sheet can only be used in the document that made it. */
const sheets = new WeakMap<Document, Map<string, CSSStyleSheet>>();

/**
 * Returns the sheets for a shadow root: the sheet that all elements need, and the sheet of one kind
 * of element.
 */
export function styleSheetsOf(document: Document, elementCss?: string): CSSStyleSheet[] {
  return [baseCss, ...(elementCss === undefined ? [] : [elementCss])].flatMap(
    (text) => styleSheetOf(document, text, forShadowRoots) ?? [],
  );
}

/**
 * Constructs each sheet only once for each document. In jsdom there is none, because jsdom has no
 * `replaceSync` and draws nothing, so the elements work there without their looks.
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
