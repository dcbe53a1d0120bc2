import { startStopwatch } from '../model/steadyClock.ts';
import { isSeen, watchShown } from './shownWindows.ts';

/** A page that was hidden for longer than this may show a state that is out of date. In ms. */
const away = 10_000;

export interface PageListener {
  /**
   * Is called when the page is visible again or the network is back. `wasAway` tells whether the page
   * was hidden for so long that what it shows may be out of date.
   */
  readonly onBack: (wasAway: boolean) => unknown;
  /** Is called when the browser leaves the page, and perhaps puts it into the back/forward cache. */
  readonly onGone: () => void;
  /** Is called when the browser shows the page again from the back/forward cache. */
  readonly onRestored: () => void;
}

/** Watches the browser's events about the page. Outside of a browser it does nothing. */
export function watchPage(listener: PageListener): () => void {
  if (typeof document === 'undefined') return () => undefined;
  let hiddenFor: (() => number) | undefined;
  let wasSeen = isSeen();

  /** Call it when the page, or a window that it has opened, may have become hidden or visible. */
  const look = (): void => {
    const isBack = isSeen() && !wasSeen;
    wasSeen = isSeen();
    if (isBack) back();
    else if (!wasSeen) hiddenFor ??= startStopwatch();
  };
  const back = (): void => {
    const wasAway = hiddenFor !== undefined && hiddenFor() > away;
    hiddenFor = undefined;
    listener.onBack(wasAway);
  };

  const onEvent = (event: Event): void => {
    if (event.type === 'online') listener.onBack(false);
    else if (event.type === 'pagehide') listener.onGone();
    else if (event.type === 'pageshow') {
      // An event of the type `pageshow` is a PageTransitionEvent.
      if ((event as PageTransitionEvent).persisted) listener.onRestored();
    } else if (document.hidden) look();
    else {
      // The browser has slowed down the page's timers, even if another of its windows was visible.
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
