import { steadyNow } from '../model/steadyClock.ts';

/**
 * The windows in which widgets of this page are shown. React can render into a window that the page
 * has opened, into picture-in-picture, and into a frame of the same origin. The code runs in the page
 * meanwhile, whose own window may be hidden while the agent looks at the other one: browsers slow the
 * timers of hidden windows down, to one a second and later to one a minute.
 */

/** The events that tell that the agent uses a window. */
const uses = ['focus', 'focusin', 'pointerdown', 'keydown'];

const elements = new Set<Element>();
/** Buttons that the host renders. Each is known after a press, and no event tells when it is removed. */
const pressed = new Set<Element>();
/** The documents with widgets, and how to stop watching each. Empty while only the page has some. */
const watched = new Map<Document, () => void>();
/** Documents whose windows were closed. */
const closed = new WeakSet<Document>();
const listeners = new Set<() => void>();
let lastUsed: Document | undefined;

/** Notes that a widget is shown by this element. The returned function takes that back. */
export function addShown(element: Element): () => void {
  elements.add(element);
  if (element.ownerDocument !== document) settleShown();
  return () => {
    elements.delete(element);
    if (watched.size > 0) settleShown();
  };
}

/** Notes that a press came from this element. Its window counts while the element is in it. */
export function notePressed(element: Element): void {
  if (element.ownerDocument === document) return;
  pressed.add(element);
  settleShown();
  lastUsed = element.ownerDocument;
}

/** Checks again which windows have widgets, because no event tells that an element was moved. */
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

/** The documents with widgets. The page's own document is the first. */
export function shownDocuments(): readonly Document[] {
  return [document, ...otherDocuments()];
}

/** The document in which the agent did something last, if that is known. */
export function lastUsedDocument(): Document | undefined {
  return lastUsed;
}

/** Whether an agent can see any window with a widget. */
export function isSeen(): boolean {
  if (typeof document === 'undefined') return true;
  return !document.hidden || seenElsewhere().length > 0;
}

/**
 * Calls the listener when widgets appear in another window, when the last one leaves it, and when
 * such a window becomes hidden or visible. The returned function stops that.
 */
export function watchShown(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Like `setTimeout`, but not late if the page is hidden while another of its windows is visible. */
export function inTime(callback: () => void, milliseconds: number): () => void {
  const timers = clocks().map((clock) => {
    const timer = clock.setTimeout(run, milliseconds);
    return (): void => clock.clearTimeout(timer);
  });
  return stop;

  function run(): void {
    // The timers are stopped first. If the callback throws, no other window's timer may call it again.
    stop();
    callback();
  }
  function stop(): void {
    for (const clear of timers) clear();
  }
}

/** Like `setInterval`, but not late if the page is hidden while another of its windows is visible. */
export function inStep(callback: () => void, milliseconds: number): () => void {
  let last = steadyNow();
  const timers = new Map<Clock, ReturnType<Clock['setInterval']>>();
  const beat = (): void => {
    const at = steadyNow();
    // The timer of another window has already fired for this step.
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

/** The timers of the page itself and those of the other windows that are visible. */
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
  // The document of a closed window has no view, or one whose `closed` is true. Shortly before that
  // the `pagehide` event has put it into `closed`.
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
    // The browser may show a page from the back/forward cache again, with its frames as they were.
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
