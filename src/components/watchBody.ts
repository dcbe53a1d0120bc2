import { createMutationObserver } from '../client/mutationObserver.ts';

/**
 * Reports when the page gets another body. Libraries such as Turbo replace the body when they
 * change the page without loading it. Returns a function that stops watching.
 */
export function watchBody(onChange: () => void): () => void {
  let root: Element | undefined;
  const observer = createMutationObserver(() => {
    observe();
    onChange();
  });
  const observe = (): void => {
    // `<html>` itself may be replaced, too.
    if (root === document.documentElement) return;
    root = document.documentElement;
    observer.observe(root, { childList: true });
  };
  observer.observe(document, { childList: true });
  observe();
  return () => observer.disconnect();
}
