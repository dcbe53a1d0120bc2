import { styleSheetOf } from '../client/styleSheet.ts';
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

/**
 * Returns the sheets for a shadow root: the sheet that all elements need, and the sheet of one kind
 * of element.
 */
export function styleSheetsOf(document: Document, elementCss?: string): CSSStyleSheet[] {
  return [baseCss, ...(elementCss === undefined ? [] : [elementCss])].flatMap(
    (text) => styleSheetOf(document, text, forShadowRoots) ?? [],
  );
}
