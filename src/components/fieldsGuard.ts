import { createMutationObserver, type PageObserver } from '../client/mutationObserver.ts';
import { inTime, shownDocuments } from '../client/shownWindows.ts';
import { putBack, rememberValue, type ControlValue } from './controlValue.ts';
import { focusIn, isNode, parentInFlatTree } from '../watchers/flatTree.ts';
import { isFilling, isPreventable, listenToGuarded } from './guardedEvents.ts';
import { hideFrame, showsOtherPage } from './hideFrame.ts';

/**
 * When the focus is looked for after the window has lost it, in ms. Chromium puts the focus into a frame
 * only after that, on a busy computer much later, and Firefox knows only then which element has it.
 */
const focusDelays = [0, 50, 250, 1_000] as const;

/**
 * The slot of `<tallylight-sensitive-section>` for what is shown beside the blocked fields. It is not one
 * of them.
 */
export const slotBesideFields = 'blocked';

/** What the guard has to know of its section. */
interface GuardedSection {
  /** The element around the fields. */
  readonly fields: HTMLElement;
  /** Where the focus goes when the fields are blocked. */
  readonly notice: HTMLElement;
  /** It is asked at every event, because the store is newer than the screen. */
  readonly isClearNow: () => boolean;
  /** A form was about to be sent or reset, and this was prevented. */
  readonly onFormRefused: () => void;
}

/**
 * Keeps everything out of the fields of a section while they are blocked: keys, pointers, what is
 * pasted, dropped, dictated or composed, and what a password manager or a script fills in. If
 * something gets in all the same, it is undone before any other listener hears of it.
 *
 * The fields are everything that React renders for a child of the section, also elsewhere in the
 * page (portals), what is in open shadow trees, what a custom element shows in a slot or in no slot
 * at all, and what other code has put inside. No event reports what happens in an iframe, so iframes are made
 * unreachable instead.
 */
export interface FieldsGuard {
  /** Starts to listen. Returns a function that stops it. */
  readonly attach: (section: GuardedSection) => () => void;
  /** The fields are blocked: remembers what is in them, and takes the focus out. */
  readonly close: () => void;
  /** The fields can be used again: the focus goes back, unless it was moved elsewhere. */
  readonly open: () => void;
  /**
   * For the events that React brings to the section. They come from a child of the section,
   * wherever in the page that is. Returns whether the event was stopped.
   */
  readonly stopsFromReact: (event: Event) => boolean;
}

type Root = Document | ShadowRoot;

/**
 * Finds out from React whether an element was rendered for a child of the section. React brings
 * every event that it knows to the components around the one that rendered the target, also through
 * portals. Browsers dispatch this event only at a video with copy protection.
 */
const probeType = 'encrypted';

export function createFieldsGuard(): FieldsGuard {
  let phase: 'open' | 'closed' | 'leaving' = 'open';
  let section: GuardedSection | undefined;
  let probe: Event | undefined;
  let isProbeAnswered = false;
  /** Where the focus was when the fields were blocked. */
  let left: HTMLElement | undefined;
  /** What was in the fields when they were blocked. */
  const remembered = new Map<Element, ControlValue>();
  /** How to undo what was changed on the frames. */
  const hiddenFrames = new Map<Element, () => void>();
  /** The documents and shadow trees in which something of the section is, or may be. */
  const watched = new Map<Root, () => void>();
  let observer: PageObserver | undefined;

  const belongs = (node: Node): boolean => {
    if (!section) return false;
    for (let at: Node | null = node; at; at = parentInFlatTree(at))
      if (at === section.fields || isLeftOut(at, section.fields)) return true;
    const element = isElement(node) ? node : node.parentElement;
    if (!element) return false;
    const asked = new Event(probeType, { composed: true });
    probe = asked;
    isProbeAnswered = false;
    element.dispatchEvent(asked);
    probe = undefined;
    return isProbeAnswered;
  };
  /** A form around the section must not send what is in it either. */
  const belongsToForm = (form: Node): boolean =>
    isElement(form) && isForm(form) && [...form.elements].some(belongs);

  const stops = (event: Event, knownToBelong: boolean): boolean => {
    if (!section || section.isClearNow()) return false;
    const target = event.composedPath()[0];
    if (!isNode(target)) return false;
    const isOfForm = event.type === 'submit' || event.type === 'reset';
    if (!knownToBelong && !belongs(target) && !(isOfForm && belongsToForm(target))) return false;
    if (phase === 'open') close();
    if (isFilling(event)) {
      // What a script wrote into an attribute just before its event is not the host's own value.
      if (observer) onMutations(observer.takeRecords().filter(({ type }) => type === 'childList'));
      // When the focus leaves, the browser itself ends a composition, or reports a change that was
      // made before.
      const known = isElement(target) ? remembered.get(target) : undefined;
      if (phase === 'leaving' && known?.isUnchanged()) return false;
      putBack(remembered, target);
      // This also undoes what the same script writes after its event.
      queueMicrotask(() => {
        if (phase === 'closed') putBack(remembered, target);
      });
    }
    event.stopImmediatePropagation();
    // The Tab key may still lead out of the fields.
    const isTab = 'key' in event && event.key === 'Tab';
    if (isPreventable(event) && !isTab) event.preventDefault();
    if (event.type === 'focus' || event.type === 'focusin') leave();
    if (isOfForm) section.onFormRefused();
    return true;
  };

  /** Takes the focus out of the fields, wherever they are. */
  const leave = (): void => {
    if (!section || phase === 'leaving') return;
    const { notice } = section;
    const focused = focusedPart();
    if (!focused) return;
    left ??= focused;
    const before = phase;
    phase = 'leaving';
    // For a field in another window or in a frame, `focus()` elsewhere does not take its focus
    // away.
    focused.blur();
    notice.focus({ preventScroll: true });
    phase = before;
  };
  const focusedPart = (): HTMLElement | undefined => {
    for (const root of watched.keys()) {
      const focused = focusIn(root);
      if (focused && focused !== focused.ownerDocument.body && belongs(focused))
        // Only HTML and SVG elements can have the focus, and both have these two methods.
        return focused as HTMLElement;
    }
    return undefined;
  };

  const watch = (root: Node): void => {
    if (!section || !isRoot(root) || watched.has(root)) return;
    // The window gets every event in its document, and before anybody else.
    const target = isDocument(root) ? (root.defaultView ?? root) : root;
    const stopListening = listenToGuarded(target, (event) => void stops(event, false));
    // When the focus goes into a frame, the only event in the page is that its window lost the
    // focus.
    target.addEventListener('blur', checkFocus);
    watched.set(root, () => {
      stopListening();
      target.removeEventListener('blur', checkFocus);
    });
    if (!observer) return;
    // The root is in another window that was not known when the fields were blocked.
    observer.observe(root, observed);
    protectAll(root);
  };
  /**
   * The section may be in shadow trees, and what is shown in its slots is in the trees around them.
   * Some events do not leave the tree they are in, so each tree has to be listened to.
   */
  const watchAround = (fields: HTMLElement): void => {
    for (let root = fields.getRootNode(); ; root = root.host.getRootNode()) {
      watch(root);
      if (!isShadowRoot(root)) return;
    }
  };
  const checkFocus = (): void => {
    for (const delay of focusDelays)
      inTime(() => {
        if (phase === 'closed') leave();
      }, delay);
  };

  /** Remembers what can be filled in, and hides what cannot be guarded. */
  const protect = (element: Element): void => {
    const isFrame = showsOtherPage(element);
    const value = remembered.has(element) || isFrame ? undefined : rememberValue(element);
    const { shadowRoot } = element;
    if (!isFrame && !value && !shadowRoot) return;
    if (shadowRoot) protectAll(shadowRoot);
    if (!belongs(element)) return;
    watch(element.getRootNode());
    if (shadowRoot) watch(shadowRoot);
    if (value) remembered.set(element, value);
    if (isFrame && !hiddenFrames.has(element)) hiddenFrames.set(element, hideFrame(element));
  };
  const protectAll = (root: ParentNode): void => {
    for (const element of root.querySelectorAll('*')) protect(element);
  };
  const onMutations = (mutations: readonly MutationRecord[]): void => {
    for (const { type, target, addedNodes } of mutations) {
      // React writes the value of a controlled field into its attribute, or into the text of a text
      // area. When no event came with it, it is the host's own new value.
      if (isElement(target) && remembered.has(target) && !target.hasAttribute('contenteditable')) {
        remembered.delete(target);
        protect(target);
      }
      if (type === 'attributes') continue;
      for (const node of addedNodes) {
        if (!isElement(node)) continue;
        protect(node);
        protectAll(node);
      }
    }
    checkFocus();
  };

  const close = (): void => {
    if (!section || phase !== 'open') return;
    phase = 'closed';
    // It may have been moved into another tree since.
    watchAround(section.fields);
    // Fields of the section may be in another window, by a portal, in which this guard does not
    // listen yet.
    for (const each of shownDocuments()) watch(each);
    observer ??= createMutationObserver(onMutations);
    for (const root of watched.keys()) {
      observer.observe(root, observed);
      protectAll(root);
    }
    leave();
  };
  const open = (): void => {
    if (phase !== 'open') forget();
    const back = left;
    left = undefined;
    const root = section?.notice.getRootNode();
    const isFocusHere =
      root !== undefined && isRoot(root) && section?.notice.contains(root.activeElement);
    if (isFocusHere) back?.focus({ preventScroll: true });
  };
  const forget = (): void => {
    phase = 'open';
    observer?.disconnect();
    observer = undefined;
    remembered.clear();
    for (const show of hiddenFrames.values()) show();
    hiddenFrames.clear();
  };

  return {
    attach: (attached) => {
      section = attached;
      watch(attached.fields.ownerDocument);
      watchAround(attached.fields);
      return () => {
        forget();
        for (const stop of watched.values()) stop();
        watched.clear();
        section = undefined;
      };
    },
    close,
    open,
    stopsFromReact: (event) => {
      if (event.type === probeType) {
        if (event === probe) isProbeAnswered = true;
        return event === probe;
      }
      const target = event.composedPath()[0];
      if (isNode(target)) watch(target.getRootNode());
      return stops(event, true);
    },
  };
}

const observed: MutationObserverInit = {
  subtree: true,
  childList: true,
  attributes: true,
  attributeFilter: ['value'],
};

/**
 * Whether this is a child of the custom element around the fields, with a `slot` that the element does
 * not have. It is shown nowhere, but it is a field of the page's form, and a script can fill it in.
 */
function isLeftOut(node: Node, fields: HTMLElement): boolean {
  if (!isElement(node) || node.assignedSlot || ['', slotBesideFields].includes(node.slot))
    return false;
  const shadowRoot = node.parentElement?.shadowRoot;
  return (
    shadowRoot != null &&
    shadowRoot === fields.getRootNode() &&
    fields.querySelector('slot:not([name])') !== null
  );
}

// These functions test properties, because what is in another window is an instance of that
// window's classes.
function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}
function isRoot(node: Node): node is Root {
  return 'activeElement' in node;
}
function isShadowRoot(node: Node): node is ShadowRoot {
  return 'host' in node && isRoot(node);
}
function isDocument(node: Node): node is Document {
  return 'defaultView' in node;
}
function isForm(element: Element): element is HTMLFormElement {
  return element.localName === 'form';
}
