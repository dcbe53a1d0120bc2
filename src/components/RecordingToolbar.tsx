'use client';

import {
  forwardRef,
  useCallback,
  useRef,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type RefAttributes,
} from 'react';
import { isWithinReach } from '../watchers/isWithinReach.ts';
import { useCommitEffect } from '../hooks/useCommitEffect.ts';

/** It needs a name that says what the buttons are for: "Call" or "Ada King". */
export type RecordingToolbarProps = ComponentPropsWithoutRef<'div'> &
  ({ readonly 'aria-label': string } | { readonly 'aria-labelledby': string });

/**
 * Makes the buttons and links inside one stop of the Tab key: the controls of a call, their
 * questions and remedies, and your own buttons beside them. The arrow keys go from one to the next
 * in the direction of the writing, Home and End go to the first and the last, and Tab comes back to
 * the button that it left. Fields inside keep their own stops and keys.
 *
 * Renders a `<div role="toolbar">` without looks, and needs no provider. With
 * `aria-orientation="vertical"` the keys are up and down.
 *
 * @see "ARIA Authoring Practices Guide": the toolbar pattern
 * @example
 * <RecordingToolbar aria-label="Call">
 *   <button type="button" onClick={hold}>Hold</button>
 *   <RecordingControls callId={callId} />
 * </RecordingToolbar>
 */
export const RecordingToolbar: ForwardRefExoticComponent<
  RecordingToolbarProps & RefAttributes<HTMLDivElement>
> = forwardRef(function RecordingToolbar(
  { onFocus, onKeyDown, children, ...rest }: RecordingToolbarProps,
  hostRef,
) {
  const root = useRef<HTMLDivElement | null>(null);
  const stop = useRef<TabStop>({ items: [], at: 0 });
  const ref = useCallback(
    (element: HTMLDivElement | null) => {
      root.current = element;
      if (typeof hostRef === 'function') hostRef(element);
      else if (hostRef) hostRef.current = element;
    },
    [hostRef],
  );

  useCommitEffect(() => {
    const { current } = root;
    if (!current) return undefined;
    const settle = (): void => {
      stop.current = settleOn(current, stop.current);
    };
    settle();
    // The buttons inside come and go without this component being told.
    const observer = new MutationObserver(settle);
    const attributeFilter = ['disabled', 'hidden', 'href', 'inert'];
    observer.observe(current, { subtree: true, childList: true, attributeFilter });
    return () => observer.disconnect();
  }, []);

  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- one of its buttons has the focus, never the toolbar
    <div
      role="toolbar"
      onFocus={(event) => {
        stop.current = settleOn(event.currentTarget, stop.current, event.target);
        onFocus?.(event);
      }}
      onKeyDown={(event) => {
        onKeyDown?.(event);
        const { altKey, ctrlKey, metaKey, shiftKey } = event;
        if (event.defaultPrevented || altKey || ctrlKey || metaKey || shiftKey) return;
        const next = nextOf(event.currentTarget, event.target, event.key, rest['aria-orientation']);
        if (!next) return;
        event.preventDefault();
        next.focus();
      }}
      {...rest}
      ref={ref}
    >
      {children}
    </div>
  );
});

/** All elements that the arrow keys go through, and the one that the Tab key reaches. */
interface TabStop {
  readonly items: readonly HTMLElement[];
  readonly at: number;
}

/**
 * Moves the stop to the element that has the focus. Otherwise it keeps the stop, or finds the
 * element nearest to the one that has disappeared.
 */
function settleOn(root: Element, before: TabStop, focused?: EventTarget): TabStop {
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
 * An element with `aria-disabled` is included, because agents have to find it and hear why it is
 * unavailable.
 */
function itemsOf(root: Element): readonly HTMLElement[] {
  const all = root.querySelectorAll<HTMLElement>(
    "button:not(:disabled), a[href], [role='button'][tabindex]",
  );
  return [...all].filter(isWithinReach);
}

/**
 * The element that a key leads to. Undefined when the key is not one of ours, or belongs to a
 * field.
 */
function nextOf(
  root: Element,
  from: EventTarget,
  key: string,
  orientation: ComponentPropsWithoutRef<'div'>['aria-orientation'],
): HTMLElement | undefined {
  const items = itemsOf(root);
  const at = items.findIndex((item) => item === from);
  // The focus may also be on the status of the controls, which gets it when its button is taken
  // away.
  const start = items[at] ?? root.querySelector("[data-part='status']:focus");
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
