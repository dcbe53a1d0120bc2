import css from '../styles/element.css?inline';

/**
 * The stylesheet for shadow roots. If it set the tokens on `:host`, they would override what the page
 * has set on `:root`. So the tokens become defaults, which count only when the page sets nothing.
 */
const shadowCss = `:host{display:block;min-inline-size:0}:host([hidden]){display:none}${css
  .replaceAll(/--tallylight(-[\w-]+)\s*:/g, '--tallylight-default$1:')
  .replaceAll(
    /var\(\s*--tallylight(-[\w-]+)\s*\)/g,
    'var(--tallylight$1,var(--tallylight-default$1))',
  )}`;

/** The attributes for looks that a page sets on the element or around it, where no shadow root's rule matches. */
export const lookAttributes = ['data-theme', 'data-density', 'data-contrast'] as const;

const sheets = new WeakMap<Document, CSSStyleSheet>();

/** One sheet for each document, because a constructed sheet can only be used in the document that made it. */
export function styleSheetOf(document: Document): CSSStyleSheet {
  let sheet = sheets.get(document);
  if (!sheet) {
    sheet = new (document.defaultView ?? globalThis).CSSStyleSheet();
    sheet.replaceSync(shadowCss);
    sheets.set(document, sheet);
  }
  return sheet;
}
