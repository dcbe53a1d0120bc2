import { useRef, type DOMAttributes, type FocusEvent } from 'react';
import { steadyNow } from '../model/steadyClock.ts';
import { useCommitEffect } from './useCommitEffect.ts';

export interface FocusRescue {
  readonly onFocusCapture: (event: FocusEvent<HTMLDivElement>) => void;
  readonly onBlurCapture: (event: FocusEvent<HTMLDivElement>) => void;
}

/**
 * When an element was given the focus that another element had lost. A key that is pressed right
 * after that was meant for the other element. Steady clock, epoch ms.
 */
export const focusMovedAt: WeakMap<Element, number> = new WeakMap();

/**
 * Keeps the keyboard focus inside a widget. When the focused button disappears, the browser would
 * give the focus to the page. This hook gives it to the button that remains. Without such a button
 * it gives it to the status, and without a status to the word.
 *
 * It never takes the focus from an element outside of the widget.
 *
 * @param host the host's own handlers, which are called too
 */
export function useFocusRescue(host: DOMAttributes<HTMLDivElement>): FocusRescue {
  const root = useRef<Element>(null);
  const focused = useRef<Element>(null);

  // This runs after every commit on purpose, because any commit can take a button away.
  useCommitEffect(() => {
    const { current } = focused;
    // A button that a host draws may be disabled while its operation is pending. Then it cannot
    // have the focus. The status gets it, because the keys that the agent presses now must not
    // press the button beside it.
    const isDisabled = current?.matches(':disabled') === true;
    if (!current || (current.isConnected && !isDisabled)) return;
    focused.current = null;
    if (!root.current || isFocusInOuterPage(root.current.ownerDocument)) return;
    const find = (part: string): HTMLElement | null | undefined =>
      root.current?.querySelector<HTMLElement>(`[data-part=${part}]`);
    const next = (isDisabled ? undefined : find('button')) ?? find('status') ?? find('word');
    next?.focus();
    if (next) focusMovedAt.set(next, steadyNow());
  });

  return {
    onFocusCapture: (event) => {
      root.current = event.currentTarget;
      focused.current = event.target;
      host.onFocusCapture?.(event);
    },
    onBlurCapture: (event) => {
      // A focused element that is removed can cause a blur, too, but then the agent has not left
      // it. Only after the current task is it known which of the two has happened: React suppresses
      // the blur of an element that it removes, and Preact does not.
      queueMicrotask(() => {
        const { current } = focused;
        // `:focus` would not do, because in some browsers no element matches it while the agent is
        // in another window.
        if (current?.isConnected && !isFocused(current)) focused.current = null;
      });
      host.onBlurCapture?.(event);
    },
  };
}

/** Whether the element has the focus within its document, which may be in the background. */
function isFocused(element: Element): boolean {
  const root = element.getRootNode();
  return 'activeElement' in root && root.activeElement === element;
}

/**
 * Whether the agent works in the page around this frame. To focus anything in the frame would then
 * take the focus away from there. A separate window does not take the focus from other windows.
 */
function isFocusInOuterPage(ownerDocument: Document): boolean {
  const { defaultView } = ownerDocument;
  if (!defaultView || defaultView.parent === defaultView) return false;
  const { frameElement } = defaultView;
  // The page around the frame is of another origin and does not say where its focus is.
  if (!frameElement) return !ownerDocument.hasFocus();
  return !isFocused(frameElement) || isFocusInOuterPage(frameElement.ownerDocument);
}
