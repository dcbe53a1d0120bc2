import { useLayoutEffect, useRef, type FocusEvent } from 'react';

export interface FocusRescue {
  readonly onFocusCapture: (event: FocusEvent<HTMLElement>) => void;
  readonly onBlurCapture: () => void;
}

/**
 * Keeps focus from falling to the page: when the focused button inside disappears, focus goes to
 * the button that remains, else to the status. Never takes focus from anywhere else.
 */
export function useFocusRescue(): FocusRescue {
  const root = useRef<Element>(null);
  const focused = useRef<Element>(null);

  // After every commit, on purpose: any of them can take a button away.
  useLayoutEffect(() => {
    if (focused.current?.isConnected !== false) return;
    focused.current = null;
    const find = (part: string): HTMLElement | null | undefined =>
      root.current?.querySelector<HTMLElement>(`[data-part=${part}]`);
    (find('button') ?? find('status'))?.focus();
  });

  return {
    onFocusCapture: (event) => {
      root.current = event.currentTarget;
      focused.current = event.target;
    },
    // An element that is taken away was not left by the agent.
    onBlurCapture: () => {
      if (focused.current?.isConnected) focused.current = null;
    },
  };
}
