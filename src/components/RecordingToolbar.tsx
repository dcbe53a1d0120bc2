'use client';

import { createMutationObserver } from '../client/mutationObserver.ts';
import {
  forwardRef,
  useCallback,
  useRef,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type RefAttributes,
} from 'react';
import { useCommitEffect } from '../hooks/useCommitEffect.ts';
import { itemForKey, observedInToolbar, updateTabStop, type TabStop } from './toolbarStop.ts';

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
      stop.current = updateTabStop(current, stop.current);
    };
    settle();
    // Buttons inside may appear and disappear without a render of this component.
    const observer = createMutationObserver(settle);
    observer.observe(current, observedInToolbar);
    return () => observer.disconnect();
  }, []);

  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- one of its buttons has the focus, never the toolbar
    <div
      role="toolbar"
      onFocus={(event) => {
        stop.current = updateTabStop(event.currentTarget, stop.current, event.target);
        onFocus?.(event);
      }}
      onKeyDown={(event) => {
        onKeyDown?.(event);
        const { altKey, ctrlKey, metaKey, shiftKey } = event;
        if (event.defaultPrevented || altKey || ctrlKey || metaKey || shiftKey) return;
        const next = itemForKey(
          event.currentTarget,
          event.target,
          event.key,
          rest['aria-orientation'],
        );
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
