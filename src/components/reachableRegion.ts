import type { Politeness } from '../i18n/announceRecording.ts';

/**
 * Finds the live region that assistive technology can reach now. That is the provider's own, unless a
 * modal dialog makes everything outside of it inert, or a dialog of a library hides the rest of the
 * page. Then it is a region inside of that dialog, which is made for it.
 *
 * @returns the region to write to; the one that was used before is emptied when it is another
 */
export function createReachableRegions(): (
  own: HTMLElement,
  politeness: Politeness,
) => HTMLElement {
  const made = new Map<Politeness, HTMLElement>();

  return (own, politeness) => {
    const place = placeFor(own);
    // Those of a dialog that is closed, or that another one covers, are of no use any more.
    for (const [each, region] of made)
      if (region.parentNode !== place) {
        region.remove();
        made.delete(each);
      }
    if (!place) return own;
    const known = made.get(politeness);
    if (known) return known;
    // The same attributes, so that it is hidden and read as the provider's own is.
    const region = own.cloneNode(false) as HTMLElement;
    place.append(region);
    made.set(politeness, region);
    own.textContent = '';
    return region;
  };
}

/** Where else a region has to be, or undefined where the provider's own can be reached. */
function placeFor(own: HTMLElement): Element | undefined {
  const { ownerDocument } = own;
  const focused = deepest(ownerDocument.activeElement);
  const modal = ancestor(focused, isModal) ?? lastModal(ownerDocument);
  if (modal) return modal.contains(own) ? undefined : modal;
  if (!own.closest('[inert], [aria-hidden="true"]')) return undefined;
  return (
    ancestor(focused, (element) =>
      element.matches('[role="dialog"], [role="alertdialog"], [aria-modal="true"]'),
    ) ?? ownerDocument.body
  );
}

function isModal(element: Element): boolean {
  try {
    return element.localName === 'dialog' && element.matches(':modal');
  } catch {
    // A browser that does not know `:modal`.
    return false;
  }
}

function lastModal(root: Document): Element | undefined {
  return [...root.querySelectorAll('dialog')].findLast(isModal);
}

/** The element that has the focus, also in shadow trees. */
function deepest(element: Element | null): Element | null {
  return element?.shadowRoot?.activeElement ? deepest(element.shadowRoot.activeElement) : element;
}

function ancestor(element: Element | null, is: (element: Element) => boolean): Element | undefined {
  let node: Node | null = element;
  while (node) {
    if (node instanceof Element && is(node)) return node;
    node = node instanceof ShadowRoot ? node.host : node.parentNode;
  }
  return undefined;
}
