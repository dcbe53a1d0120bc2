import { steadyNow } from '../model/steadyClock.ts';
import { isSeen, watchShown } from './shownWindows.ts';

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
  let wasSeen = isSeen();

  /** Whether an agent sees the page, or a window that it has opened, may have changed. */
  const look = (): void => {
    const isBack = isSeen() && !wasSeen;
    wasSeen = isSeen();
    if (isBack) back();
    else if (!wasSeen) hiddenAt ??= { steady: steadyNow(), client: Date.now() };
  };
  const back = (): void => {
    // The computer may have slept meanwhile, and then the steady clock may have stood still.
    const hiddenFor = hiddenAt
      ? Math.max(steadyNow() - hiddenAt.steady, Date.now() - hiddenAt.client)
      : 0;
    hiddenAt = undefined;
    listener.onBack(hiddenFor > away);
  };

  const onEvent = (event: Event): void => {
    if (event.type === 'online') listener.onBack(false);
    else if (event.type === 'pagehide') listener.onGone();
    else if (event.type === 'pageshow') {
      // By its type it is a PageTransitionEvent.
      if ((event as PageTransitionEvent).persisted) listener.onRestored();
    } else if (document.hidden) look();
    else {
      // Its timers were slow, even if another of its windows was seen all the time.
      wasSeen = true;
      back();
    }
  };
  const events = ['visibilitychange', 'online', 'pagehide', 'pageshow'];
  // `visibilitychange` bubbles from the document to the window.
  for (const type of events) addEventListener(type, onEvent);
  const stopWatching = watchShown(look);
  return () => {
    stopWatching();
    for (const type of events) removeEventListener(type, onEvent);
  };
}
