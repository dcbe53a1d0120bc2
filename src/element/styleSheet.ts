import css from '../styles/element.css?inline';

/**
 * The stylesheet as a shadow root needs it. What it sets for `:host` would hide what the page set
 * for `:root`, so here the tokens are only what is taken when the page says nothing.
 */
const shadowCss = `:host{display:block;min-inline-size:0}:host([hidden]){display:none}${css
  .replaceAll(/--tallylight(-[\w-]+)\s*:/g, '--tallylight-default$1:')
  .replaceAll(
    /var\(\s*--tallylight(-[\w-]+)\s*\)/g,
    'var(--tallylight$1,var(--tallylight-default$1))',
  )}`;

/** What a page says of looks, on the element or around it: the shadow root cannot see it there. */
export const lookAttributes = ['data-theme', 'data-density', 'data-contrast'] as const;

const sheets = new WeakMap<Document, CSSStyleSheet>();

/** One for each document: a constructed sheet cannot leave the one it was made in. */
export function styleSheetOf(document: Document): CSSStyleSheet {
  let sheet = sheets.get(document);
  if (!sheet) {
    sheet = new (document.defaultView ?? globalThis).CSSStyleSheet();
    sheet.replaceSync(shadowCss);
    sheets.set(document, sheet);
  }
  return sheet;
}
