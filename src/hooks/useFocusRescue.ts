import { useRef, type DOMAttributes, type FocusEvent } from 'react';
import { steadyNow } from '../model/steadyClock.ts';
import { useCommitEffect } from './useCommitEffect.ts';

export interface FocusRescue {
  readonly onFocusCapture: (event: FocusEvent<HTMLDivElement>) => void;
  readonly onBlurCapture: (event: FocusEvent<HTMLDivElement>) => void;
}

/**
 * When an element was given the focus that another one lost: a key that is pressed right then was
 * meant for the other one. Steady clock, epoch ms.
 */
export const focusMovedAt: WeakMap<Element, number> = new WeakMap();

/**
 * Keeps focus from falling to the page: when the focused button inside disappears, focus goes to
 * the button that remains, else to the status. Never takes focus from anywhere else.
 *
 * @param host the host's own handlers, which are called too
 */
export function useFocusRescue(host: DOMAttributes<HTMLDivElement>): FocusRescue {
  const root = useRef<Element>(null);
  const focused = useRef<Element>(null);

  // After every commit, on purpose: any of them can take a button away.
  useCommitEffect(() => {
    const { current } = focused;
    // One that a host draws may be disabled while it is pending. Then it cannot have the focus, and
    // its neighbour must not get what the agent types: the status does.
    const isDisabled = current?.matches(':disabled') === true;
    if (!current || (current.isConnected && !isDisabled)) return;
    focused.current = null;
    if (!root.current || isFocusBeside(root.current.ownerDocument)) return;
    const find = (part: string): HTMLElement | null | undefined =>
      root.current?.querySelector<HTMLElement>(`[data-part=${part}]`);
    const next = (isDisabled ? undefined : find('button')) ?? find('status');
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
      // An element that is taken away was not left by the agent. Which of the two it is shows after
      // the turn only: React keeps quiet about the blur of what it removes, Preact does not.
      queueMicrotask(() => {
        const { current } = focused;
        // Not by `:focus`: in some browsers nothing has it while the agent is in another window.
        if (current?.isConnected && !isFocused(current)) focused.current = null;
      });
      host.onBlurCapture?.(event);
    },
  };
}

/** Within its document, which may be in the background. */
function isFocused(element: Element): boolean {
  const root = element.getRootNode();
  return 'activeElement' in root && root.activeElement === element;
}

/**
 * Whether the agent works in the page around a frame: to focus anything in the frame would take the
 * focus from there. A window of its own takes none from others.
 */
function isFocusBeside(ownerDocument: Document): boolean {
  const { defaultView } = ownerDocument;
  if (!defaultView || defaultView.parent === defaultView) return false;
  const { frameElement } = defaultView;
  // The page around it is of another origin, and does not say where its focus is.
  if (!frameElement) return !ownerDocument.hasFocus();
  return !isFocused(frameElement) || isFocusBeside(frameElement.ownerDocument);
}
