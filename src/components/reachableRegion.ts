import { lastUsedDocument, settleShown, shownDocuments } from '../client/shownWindows.ts';
import type { Politeness } from '../i18n/announceRecording.ts';
import { focusIn } from '../watchers/flatTree.ts';
import { hideVisually } from './hideVisually.ts';

type Regions = Record<Politeness, HTMLElement>;

/** The live regions into which a provider writes its sentences. */
export interface ReachableRegions {
  /** Returns the region to write to now. The text in another region of this provider is removed. */
  readonly find: (politeness: Politeness) => HTMLElement;
  /**
   * Makes the regions that are needed elsewhere now, because a region must be in the page before it
   * gets its first text.
   */
  readonly prepare: () => void;
  /** Has to be called when an element of the page gets the focus. */
  readonly noticeFocus: () => void;
  /** Removes every region that was made. */
  readonly leave: () => void;
}

/** The regions of all providers. A provider can use those of another one, too. */
const rendered = new Set<Regions>();
const madeByAll = new Set<Regions>();

/**
 * Finds the live region that assistive technology can reach now. That is the provider's own region,
 * unless
 *
 * - the agent is in another window, or in a frame, in which a widget is shown: a screen reader
 *   reads only the window that has the focus;
 * - a modal dialog makes everything outside of it inert, or the dialog of a library hides the rest
 *   of the page;
 * - the page does not display the part that contains the provider, such as a tab that the agent has left;
 * - the provider's own regions are no longer in the page, because its body was replaced.
 *
 * Then it is a region at that place, which is made unless another provider has one there.
 */
export function joinRegions(own: Regions): ReachableRegions {
  const made = new Set<Regions>();
  let lastUsed: HTMLElement | undefined;
  rendered.add(own);

  const regionsIn = (ownerDocument: Document): Regions => {
    const known = [own, ...rendered, ...madeByAll].find(
      ({ polite }) => polite.lang === own.polite.lang && isReachable(polite, ownerDocument),
    );
    if (known) return known;
    const place = elementForRegion(ownerDocument, own.polite);
    // While the page hides all of itself, no other region would be better.
    if (!isReachable(place, ownerDocument)) return own;
    const regions = {
      polite: copy(own.polite, place),
      assertive: copy(own.assertive, place),
    };
    made.add(regions);
    madeByAll.add(regions);
    return regions;
  };
  const removeAllBut = (wanted: readonly Regions[]): void => {
    for (const regions of made) {
      if (wanted.includes(regions)) continue;
      regions.polite.remove();
      regions.assertive.remove();
      made.delete(regions);
      madeByAll.delete(regions);
    }
  };
  /** @param agentDocument the document in whose window the agent is */
  const prepare = (agentDocument?: Document): void => {
    const documents = shownDocuments();
    // A provider whose regions are in another window shows no widget in the page itself.
    const isAway = isIn(own.polite, documents.slice(1));
    const wanted = documents
      .filter((each) => !isAway || each !== document || each === agentDocument)
      .map(regionsIn);
    // The regions of a dialog or a window that was closed are no longer needed.
    removeAllBut(wanted);
  };

  return {
    prepare: () => prepare(),
    noticeFocus: () => void modalIn(own.polite.ownerDocument),
    find: (politeness) => {
      settleShown();
      const agentDocument = documentWithAgent(own.polite.ownerDocument);
      prepare(agentDocument);
      const region = regionsIn(agentDocument)[politeness];
      if (lastUsed && lastUsed !== region) lastUsed.textContent = '';
      lastUsed = region;
      return region;
    },
    leave: () => {
      rendered.delete(own);
      removeAllBut([]);
    },
  };
}

/** Returns the document in whose window the agent is, as far as that can be known. */
function documentWithAgent(own: Document): Document {
  const documents = shownDocuments().filter(isFrameReachable);
  const focused = documents.filter(
    // A page has the focus, too, while a frame in it has the focus.
    (each) =>
      each.hasFocus() &&
      !documents.some((other) => other.hasFocus() && pagesAround(other).includes(each)),
  );
  const inOrder = [lastUsedDocument(), own, ...documents].filter((each) => each !== undefined);
  return (
    // When a browser says that several windows have the focus, it is in the one that was used last.
    inOrder.find((each) => focused.includes(each)) ??
    // The agent is in another program.
    inOrder.find((each) => documents.includes(each) && !each.hidden) ??
    document
  );
}

function isReachable(region: Element, ownerDocument: Document): boolean {
  if (!isIn(region, [ownerDocument])) return false;
  const modal = modalIn(ownerDocument);
  return (
    (!modal || ancestor(region, (each) => each === modal) !== undefined) &&
    ancestor(region, isHidden) === undefined &&
    isDisplayed(region)
  );
}

/** No screen reader reads what the page does not display. Older browsers cannot say it in this way. */
function isDisplayed(region: Element): boolean {
  return (
    !('checkVisibility' in region) ||
    region.checkVisibility({ checkVisibilityCSS: true, visibilityProperty: true })
  );
}

function isIn(region: Element, documents: readonly Document[]): boolean {
  return region.isConnected && documents.includes(region.ownerDocument);
}

/** Returns the element into which a new region has to be put. */
function elementForRegion(ownerDocument: Document, own: Element): Element {
  return (
    modalIn(ownerDocument) ??
    ancestor(focusIn(ownerDocument), isIn(own, [ownerDocument]) ? isDialog : isModalDialog) ??
    // It is null while a page replaces its body.
    ownerDocument.body ??
    ownerDocument.documentElement
  );
}

/** Makes a region with the same attributes, so that screen readers treat it like the provider's own. */
function copy(own: HTMLElement, place: Element): HTMLElement {
  const region = place.ownerDocument.importNode(own, false);
  hideVisually(region);
  place.append(region);
  return region;
}

/**
 * Returns the modal dialog of a page. A dialog in a shadow tree can be found only while it has the focus,
 * so it is remembered: it stays open when the agent clicks beside its fields, and the focus is lost.
 */
function modalIn(root: Document): Element | undefined {
  const found =
    ancestor(focusIn(root), isModal) ?? [...root.querySelectorAll('dialog')].findLast(isModal);
  if (found) lastModals.set(root, found);
  const modal = found ?? lastModals.get(root);
  return modal?.isConnected && isModal(modal) ? modal : undefined;
}

const lastModals = new WeakMap<Document, Element>();

function isModal(element: Element): boolean {
  try {
    return element.localName === 'dialog' && element.matches(':modal');
  } catch {
    // The browser does not know `:modal`.
    return false;
  }
}

function isDialog(element: Element): boolean {
  return element.matches('[role="dialog"], [role="alertdialog"], [aria-modal="true"]');
}

function isModalDialog(element: Element): boolean {
  return element.matches('[aria-modal="true"]');
}

function isHidden(element: Element): boolean {
  return element.matches('[inert], [aria-hidden="true"]');
}

/** A frame cannot be reached either when the page around it hides it. */
function isFrameReachable(ownerDocument: Document): boolean {
  const frame = ownerDocument.defaultView?.frameElement;
  return (
    !frame || (isReachable(frame, frame.ownerDocument) && isFrameReachable(frame.ownerDocument))
  );
}

function pagesAround(ownerDocument: Document): readonly Document[] {
  const frame = ownerDocument.defaultView?.frameElement;
  return frame ? [frame.ownerDocument, ...pagesAround(frame.ownerDocument)] : [];
}

/**
 * Returns the nearest element for which the test is true. It tests the element itself and the
 * elements around it, also across the edges of shadow trees.
 */
function ancestor(element: Element | null, is: (element: Element) => boolean): Element | undefined {
  for (let node: Node | null = element; node; node = parentOf(node))
    // The property is tested and not the class, because an element of another window is an instance of
    // that window's classes.
    if (node.nodeType === 1 && is(node as Element)) return node as Element;
  return undefined;
}

function parentOf(node: Node): Node | null {
  return node.parentNode ?? ('host' in node ? (node.host as Node) : null);
}
