import { steadyNow } from '../model/steadyClock.ts';

/**
 * The windows in which widgets of this page are shown. React can render into a window that the page
 * has opened, into picture-in-picture, and into a frame of the same origin. The code runs in the page
 * meanwhile, whose own window may be hidden while the agent looks at the other one: browsers slow the
 * timers of hidden windows down, to one a second and later to one a minute.
 */

/** What says that a window is in use: the agent is there. */
const uses = ['focus', 'focusin', 'pointerdown', 'keydown'];

const elements = new Set<Element>();
/** Where nobody tells when they go: the buttons of a host's own, known by their presses. */
const pressed = new Set<Element>();
/** All documents with widgets, and how to stop watching each. Empty while there is only the page's. */
const watched = new Map<Document, () => void>();
/** Their windows were closed. */
const closed = new WeakSet<Document>();
const listeners = new Set<() => void>();
let lastUsed: Document | undefined;

/** A widget is shown by this element. Returns how to take that back. */
export function addShown(element: Element): () => void {
  elements.add(element);
  if (element.ownerDocument !== document) settleShown();
  return () => {
    elements.delete(element);
    if (watched.size > 0) settleShown();
  };
}

/** A press came from this element: a widget is shown in its window as long as it is there. */
export function notePressed(element: Element): void {
  if (element.ownerDocument === document) return;
  pressed.add(element);
  settleShown();
  lastUsed = element.ownerDocument;
}

/** Looks anew: an element may have been moved to another window, and nobody is told of that. */
export function settleShown(): void {
  const documents = new Set<Document>();
  for (const each of [...elements, ...pressed]) {
    const { ownerDocument, isConnected } = each;
    if (!isConnected || !isOpen(ownerDocument)) pressed.delete(each);
    else if (ownerDocument !== document) documents.add(ownerDocument);
  }
  if (documents.size > 0) documents.add(document);
  let isChanged = false;
  for (const [each, stop] of watched) {
    if (documents.has(each)) continue;
    stop();
    watched.delete(each);
    if (lastUsed === each) lastUsed = undefined;
    isChanged = true;
  }
  for (const each of documents) {
    if (watched.has(each)) continue;
    watched.set(each, watch(each));
    isChanged = true;
  }
  if (isChanged) tell();
}

/** The page's own document first. */
export function shownDocuments(): readonly Document[] {
  return [document, ...otherDocuments()];
}

/** The one of several documents where the agent did something last, where that is known. */
export function lastUsedDocument(): Document | undefined {
  return lastUsed;
}

/** Whether an agent can see any window with a widget. */
export function isSeen(): boolean {
  if (typeof document === 'undefined') return true;
  return !document.hidden || seenElsewhere().length > 0;
}

/**
 * Tells when widgets are shown in another window for the first time, when they no longer are, and
 * when such a window is hidden or seen again. Returns how to stop that.
 */
export function watchShown(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Like `setTimeout`, and in time where the page is hidden but another window is seen. */
export function inTime(callback: () => void, milliseconds: number): () => void {
  const timers = clocks().map((clock) => {
    const timer = clock.setTimeout(run, milliseconds);
    return (): void => clock.clearTimeout(timer);
  });
  return stop;

  function run(): void {
    // Before it: what fails there must not be done again by the next window's timer.
    stop();
    callback();
  }
  function stop(): void {
    for (const clear of timers) clear();
  }
}

/** Like `setInterval`, and in time where the page is hidden but another window is seen. */
export function inStep(callback: () => void, milliseconds: number): () => void {
  let last = steadyNow();
  const timers = new Map<Clock, ReturnType<Clock['setInterval']>>();
  const beat = (): void => {
    const at = steadyNow();
    // Another window's timer was quicker.
    if (timers.size > 1 && at - last < milliseconds / 2) return;
    last = at;
    settleShown();
    callback();
  };
  const settle = (): void => {
    const now = clocks();
    for (const [clock, timer] of timers) {
      if (now.includes(clock)) continue;
      clock.clearInterval(timer);
      timers.delete(clock);
    }
    for (const clock of now)
      if (!timers.has(clock)) timers.set(clock, clock.setInterval(beat, milliseconds));
  };
  settle();
  const stopWatching = watchShown(settle);
  return () => {
    stopWatching();
    for (const [clock, timer] of timers) clock.clearInterval(timer);
    timers.clear();
  };
}

type Clock = Pick<
  typeof globalThis,
  'setTimeout' | 'clearTimeout' | 'setInterval' | 'clearInterval'
>;

/** The page's own clock, which runs in any case, and those of the other windows that are seen. */
function clocks(): readonly Clock[] {
  return [globalThis, ...seenElsewhere().flatMap(({ defaultView }) => defaultView ?? [])];
}

function seenElsewhere(): readonly Document[] {
  return otherDocuments().filter(({ hidden }) => !hidden);
}

function otherDocuments(): readonly Document[] {
  return [...watched.keys()].filter((each) => each !== document && isOpen(each));
}

function isOpen(each: Document): boolean {
  // The document of a closed window has none, or one that says so, or soon will.
  return each.defaultView?.closed === false && !closed.has(each);
}

function tell(): void {
  for (const listener of listeners) listener();
}

function watch(each: Document): () => void {
  const view = each.defaultView;
  const use = (): void => {
    lastUsed = each;
  };
  const leave = ({ persisted }: PageTransitionEvent): void => {
    // A page in the back/forward cache, with its frames, comes back as it was.
    if (persisted) return;
    closed.add(each);
    settleShown();
  };
  for (const type of uses) view?.addEventListener(type, use, { capture: true, passive: true });
  if (each !== document) {
    view?.addEventListener('pagehide', leave);
    each.addEventListener('visibilitychange', tell);
  }
  return () => {
    for (const type of uses) view?.removeEventListener(type, use, { capture: true });
    view?.removeEventListener('pagehide', leave);
    each.removeEventListener('visibilitychange', tell);
  };
}
