'use client';

import {
  forwardRef,
  useCallback,
  useRef,
  type ComponentPropsWithoutRef,
  type FocusEvent,
  type ForwardRefExoticComponent,
  type KeyboardEvent,
  type RefAttributes,
} from 'react';
import { isWithinReach } from '../watchers/isWithinReach.ts';
import { useCommitEffect } from '../hooks/useCommitEffect.ts';

/** It needs a name: what the buttons are for, "Call" or "Ada King". */
export type RecordingToolbarProps = ComponentPropsWithoutRef<'div'> &
  ({ readonly 'aria-label': string } | { readonly 'aria-labelledby': string });

/**
 * Makes one stop of the Tab key out of the buttons and links inside: the controls of a call, their
 * questions and remedies, and your own beside them. The arrow keys go from one to the next in the
 * direction that the words are read, Home and End to the first and the last, and Tab comes back to
 * where it left. Fields inside keep their own stops and keys.
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
    // The buttons inside come and go without a word to us.
    const observer = new MutationObserver(settle);
    const attributeFilter = ['disabled', 'hidden', 'href', 'inert'];
    observer.observe(current, { subtree: true, childList: true, attributeFilter });
    return () => observer.disconnect();
  }, []);

  const toolbar = {
    role: 'toolbar',
    onFocus: (event: FocusEvent<HTMLDivElement>) => {
      stop.current = settleOn(event.currentTarget, stop.current, event.target);
      onFocus?.(event);
    },
    onKeyDown: (event: KeyboardEvent<HTMLDivElement>) => {
      onKeyDown?.(event);
      const { altKey, ctrlKey, metaKey, shiftKey } = event;
      if (event.defaultPrevented || altKey || ctrlKey || metaKey || shiftKey) return;
      const next = nextOf(event.currentTarget, event.target, event.key, rest['aria-orientation']);
      if (!next) return;
      event.preventDefault();
      next.focus();
    },
  };
  return (
    <div {...toolbar} {...rest} ref={ref}>
      {children}
    </div>
  );
});

/** Everything that the arrow keys go through, and which of it the Tab key comes to. */
interface TabStop {
  readonly items: readonly HTMLElement[];
  readonly at: number;
}

/** Moves the stop to what has the focus; else leaves it, or finds the nearest to what is gone. */
function settleOn(root: Element, before: TabStop, focused?: EventTarget): TabStop {
  const items = itemsOf(root);
  // Before it rather than behind: that is more likely to be about the same call.
  const nearest = before.items.slice(0, before.at + 1).findLast((item) => items.includes(item));
  const wanted = items.find((item) => item === focused) ?? nearest;
  const at = Math.max(
    0,
    items.findIndex((item) => item === wanted),
  );
  for (const [index, item] of items.entries()) item.tabIndex = index === at ? 0 : -1;
  return { items, at };
}

/** Disabled for assistive technology only is no obstacle: it can be found, and says why. */
function itemsOf(root: Element): readonly HTMLElement[] {
  const all = root.querySelectorAll<HTMLElement>(
    "button:not(:disabled), a[href], [role='button'][tabindex]",
  );
  return [...all].filter(isWithinReach);
}

/** Where a key leads from there. Undefined: the key is not ours, or it is a field's own. */
function nextOf(
  root: Element,
  from: EventTarget,
  key: string,
  orientation: ComponentPropsWithoutRef<'div'>['aria-orientation'],
): HTMLElement | undefined {
  const items = itemsOf(root);
  const at = items.findIndex((item) => item === from);
  // Or from the status of the controls, where the focus is when its button was taken away.
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
