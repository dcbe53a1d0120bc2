import type { OnDiagnostic } from '../model/diagnostic.ts';
import { isDevelopment, reportSetupMistake } from '../model/setupMistake.ts';

/** A stylesheet to which a page links may be loaded after its scripts. In ms. */
const stylesheetWithin = 1_000;

const copiesOnPage = Symbol.for('tallylight.copies');
/** Identifies this copy of the library among the copies on the page. */
const thisCopy = {};

/**
 * Looks for mistakes around a provider that has been mounted: a second copy of the library on the
 * page, and in a development build a missing stylesheet.
 *
 * @param place an element inside the provider, where the variables of the stylesheet should be
 *   known
 * @returns a function that stops the search
 */
export function watchProviderSetup(report: OnDiagnostic, place: Element | null): () => void {
  // Another copy, of any version, may have put it there.
  const known: unknown = Reflect.get(globalThis, copiesOnPage);
  const copies: Set<unknown> = known instanceof Set ? known : new Set();
  copies.add(thisCopy);
  Reflect.set(globalThis, copiesOnPage, copies);
  if (copies.size > 1) {
    reportSetupMistake(report, {
      code: 'two-copies',
      message:
        'The page has loaded two copies of Tallylight. A widget of one finds no provider of the other, and the page loads everything twice. Have your bundler use one copy: see that one version is installed, and that all import it in the same way.',
    });
  }

  return watchStylesheet(report, place, {
    isThere: hasTokens,
    message:
      'The stylesheet of Tallylight is not on the page, so the widgets have no looks. Import tallylight/styles.css once, or give the provider the prop unstyled if you draw them yourself.',
  });
}

/**
 * Looks in a development build whether a wall that has been mounted has both of its stylesheets.
 *
 * @param wall its root element
 * @returns a function that stops it
 */
export function watchWallSetup(report: OnDiagnostic, wall: Element | null): () => void {
  const isStyled = wall?.hasAttribute('data-unstyled') === false;
  return watchStylesheet(report, isStyled ? wall : null, {
    isThere: (style) => hasTokens(style) && style.containerType === 'inline-size',
    message:
      'A stylesheet of the wall is not on the page, so its rows are not in a table that scrolls. Import tallylight/styles.css and tallylight/supervisor.css once, or give the wall the attribute data-unstyled if you draw it yourself.',
  });
}

interface Stylesheet {
  readonly isThere: (style: CSSStyleDeclaration) => boolean;
  /** What to say where it is missing. */
  readonly message: string;
}

/** @param place where the stylesheet should count; null if it need not be there */
function watchStylesheet(
  report: OnDiagnostic,
  place: Element | null,
  { isThere, message }: Stylesheet,
): () => void {
  if (!isDevelopment() || !place) return () => undefined;
  const timer = setTimeout(() => {
    if (!isThere(getComputedStyle(place)))
      reportSetupMistake(report, { code: 'no-stylesheet', message });
  }, stylesheetWithin);
  return () => {
    clearTimeout(timer);
  };
}

function hasTokens(style: CSSStyleDeclaration): boolean {
  return style.getPropertyValue('--tallylight-radius') !== '';
}
