import { isWithinReach } from '../watchers/isWithinReach.ts';

/** The custom elements of this library that have buttons. Their buttons are in shadow trees. */
export const elementsWithButtons = [
  'tallylight-recording-controls',
  'tallylight-recording-status',
  'tallylight-pause-limit',
  'tallylight-connection-status',
  'tallylight-call-list',
] as const;

/** What has to be observed in a toolbar, because no event reports that a button appears or disappears. */
export const observedInToolbar: MutationObserverInit = {
  subtree: true,
  childList: true,
  attributeFilter: ['disabled', 'hidden', 'href', 'inert'],
};

/** All elements that the arrow keys go through, and the one that the Tab key reaches. */
export interface TabStop {
  readonly items: readonly HTMLElement[];
  readonly at: number;
}

/**
 * Moves the stop to the element that has the focus. If no element has it, the stop stays, or goes
 * to the element nearest to the one that has disappeared.
 */
export function updateTabStop(root: Element, before: TabStop, focused?: EventTarget): TabStop {
  const items = itemsOf(root);
  // The element before it is preferred to the one after it, because it is more likely to be about
  // the same call.
  const nearest = before.items.slice(0, before.at + 1).findLast((item) => items.includes(item));
  const wanted = items.find((item) => item === focused) ?? nearest;
  const at = Math.max(
    0,
    items.findIndex((item) => item === wanted),
  );
  for (const [index, item] of items.entries()) item.tabIndex = index === at ? 0 : -1;
  return { items, at };
}

/**
 * An element with `aria-disabled` is included, because agents have to find it and to learn why it is
 * unavailable.
 */
function itemsOf(root: Element): readonly HTMLElement[] {
  return [...pressable(root)].filter(isWithinReach);
}

function* pressable(root: ParentNode): Generator<HTMLElement> {
  const items = "button:not(:disabled), a[href], [role='button'][tabindex]";
  for (const found of root.querySelectorAll<HTMLElement>(
    `${items}, ${elementsWithButtons.join()}`,
  )) {
    if (found.matches(items)) yield found;
    else if (found.shadowRoot) yield* pressable(found.shadowRoot);
  }
}

/** The shadow trees inside in which buttons may come and go. */
export function shadowRootsIn(root: ParentNode): readonly ShadowRoot[] {
  return [...root.querySelectorAll(elementsWithButtons.join())].flatMap(
    ({ shadowRoot }) => shadowRoot ?? [],
  );
}

/**
 * The element that a key leads to. Undefined when the key is not one of ours, or belongs to a
 * field.
 */
export function itemForKey(
  root: Element,
  from: EventTarget,
  key: string,
  orientation: string | null | undefined,
): HTMLElement | undefined {
  const items = itemsOf(root);
  const at = items.findIndex((item) => item === from);
  // The focus may also be on the status of the controls, which gets it when its button is taken
  // away.
  const start = items[at] ?? (isStatus(from) ? from : undefined);
  if (!start) return undefined;
  const { defaultView } = start.ownerDocument;
  const isRtl = defaultView?.getComputedStyle(start).direction === 'rtl';
  const [back, on] =
    orientation === 'vertical'
      ? ['ArrowUp', 'ArrowDown']
      : isRtl
        ? ['ArrowRight', 'ArrowLeft']
        : ['ArrowLeft', 'ArrowRight'];
  switch (key) {
    case on:
      return items[at + 1] ?? items[0];
    case back:
      return items[at - 1] ?? items.at(-1);
    case 'Home':
      return items[0];
    case 'End':
      return items.at(-1);
    default:
      return undefined;
  }
}

function isStatus(target: EventTarget): target is Element {
  // `instanceof Element` would not recognize an element of another window.
  const matches: unknown = Reflect.get(target, 'matches');
  return typeof matches === 'function' && matches.call(target, "[data-part='status']") === true;
}
