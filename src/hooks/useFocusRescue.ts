import { useEffect, useLayoutEffect, useRef, type DOMAttributes, type FocusEvent } from 'react';

export interface FocusRescue {
  readonly onFocusCapture: (event: FocusEvent<HTMLDivElement>) => void;
  readonly onBlurCapture: (event: FocusEvent<HTMLDivElement>) => void;
}

/** React 18 warns of a layout effect on a server, where neither of the two runs. */
export const useCommitEffect: typeof useLayoutEffect =
  typeof document === 'undefined' ? useEffect : useLayoutEffect;

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
      host.onFocusCapture?.(event);
    },
    onBlurCapture: (event) => {
      // An element that is taken away was not left by the agent. Which of the two it is shows after
      // the turn only: React keeps quiet about the blur of what it removes, Preact does not.
      queueMicrotask(() => {
        const { current } = focused;
        if (current?.isConnected && !current.matches(':focus')) focused.current = null;
      });
      host.onBlurCapture?.(event);
    },
  };
}
