import { steadyNow } from '../model/steadyClock.ts';

/** A hidden page is nobody's view; after this long in ms its state is doubtful when it shows. */
const away = 10_000;

export interface PageListener {
  /** The page or the network is back. `wasAway`: long enough for what is shown to be doubtful. */
  readonly onBack: (wasAway: boolean) => unknown;
  /** The page is going, perhaps into the back/forward cache. */
  readonly onGone: () => void;
  /** It is back from there. */
  readonly onRestored: () => void;
}

/** Watches what a browser tells of the page. Where there is no page it watches nothing. */
export function watchPage(listener: PageListener): () => void {
  if (typeof document === 'undefined') return () => undefined;
  let hiddenAt: { readonly steady: number; readonly client: number } | undefined;

  const onEvent = (event: Event): void => {
    if (event.type === 'online') listener.onBack(false);
    else if (event.type === 'pagehide') listener.onGone();
    else if (event.type === 'pageshow') {
      // By its type it is a PageTransitionEvent.
      if ((event as PageTransitionEvent).persisted) listener.onRestored();
    } else if (document.hidden) {
      hiddenAt = { steady: steadyNow(), client: Date.now() };
    } else {
      // The computer may have slept meanwhile, and then the steady clock may have stood still.
      const hiddenFor = hiddenAt
        ? Math.max(steadyNow() - hiddenAt.steady, Date.now() - hiddenAt.client)
        : 0;
      listener.onBack(hiddenFor > away);
    }
  };
  const events = ['visibilitychange', 'online', 'pagehide', 'pageshow'];
  // `visibilitychange` bubbles from the document to the window.
  for (const type of events) addEventListener(type, onEvent);
  return () => {
    for (const type of events) removeEventListener(type, onEvent);
  };
}
