export interface PageListener {
  /** The page or the network is back. `wasAway`: long enough for what is shown to be doubtful. */
  readonly onBack: (wasAway: boolean) => void;
  /** The page is going, perhaps into the back/forward cache. */
  readonly onGone: () => void;
  readonly onRestored: () => void;
}

/** A hidden page is nobody's view; after this long in ms its state is doubtful when it shows. */
const away = 10_000;

/** Watches what a browser tells of the page. Where there is no page it watches nothing. */
export function watchPage(listener: PageListener): () => void {
  if (typeof document === 'undefined' || typeof window === 'undefined') return () => undefined;
  let hiddenAt: number | undefined;

  const onVisibility = (): void => {
    if (document.visibilityState === 'hidden') {
      hiddenAt = Date.now();
      return;
    }
    if (hiddenAt !== undefined) listener.onBack(Date.now() - hiddenAt > away);
    hiddenAt = undefined;
  };
  const onOnline = (): void => {
    listener.onBack(false);
  };
  const onPageShow = (event: PageTransitionEvent): void => {
    if (event.persisted) listener.onRestored();
  };

  document.addEventListener('visibilitychange', onVisibility);
  window.addEventListener('online', onOnline);
  window.addEventListener('pagehide', listener.onGone);
  window.addEventListener('pageshow', onPageShow);
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    window.removeEventListener('online', onOnline);
    window.removeEventListener('pagehide', listener.onGone);
    window.removeEventListener('pageshow', onPageShow);
  };
}
