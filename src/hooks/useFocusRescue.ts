import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';

/**
 * Keeps focus from falling to the page: when the focused button inside disappears, focus goes to
 * the button that remains, else to the status. Never takes focus from anywhere else.
 */
export function useFocusRescue(root: RefObject<HTMLElement | null>): void {
  const focused = useRef<Element>(undefined);

  useEffect(() => {
    const element = root.current;
    if (!element) return undefined;
    const onFocusIn = (event: FocusEvent): void => {
      if (event.target instanceof Element) focused.current = event.target;
    };
    const onFocusOut = (event: FocusEvent): void => {
      // A removed element may or may not send this; one that is still there has lost focus.
      if (event.target instanceof Element && event.target.isConnected) focused.current = undefined;
    };
    element.addEventListener('focusin', onFocusIn);
    element.addEventListener('focusout', onFocusOut);
    return () => {
      element.removeEventListener('focusin', onFocusIn);
      element.removeEventListener('focusout', onFocusOut);
    };
  }, [root]);

  // After every commit, on purpose: any of them can take a button away.
  useLayoutEffect(() => {
    if (!focused.current || focused.current.isConnected) return;
    focused.current = undefined;
    const parts = ['button', 'status'].map((part) =>
      root.current?.querySelector<HTMLElement>(`[data-part="${part}"]`),
    );
    parts.find(Boolean)?.focus();
  });
}
