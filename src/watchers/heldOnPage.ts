import type { CallId } from '../model/call.ts';

/**
 * What the desktops of a page tell each other: whether a call is being kept paused. A page can have
 * several desktops, and several copies of this library, of other versions as well.
 */
export interface PageHolder {
  /** Anything but `true` means that it does not. */
  readonly holds: (callId: CallId) => unknown;
  /** Another of them holds less than before. */
  readonly onReleased: () => void;
}

/** Changing what is found here means changing the name: other copies rely on it. */
const key = Symbol.for('tallylight.heldCalls.1');

/** For when something else is found under that name: then this copy is alone. */
const alone = new Set<unknown>();

function holders(): Set<unknown> {
  const found: unknown = Reflect.get(globalThis, key);
  if (found instanceof Set) return found;
  if (found !== undefined) return alone;
  const made = new Set<unknown>();
  // Refused where the host has frozen its globals.
  return Reflect.set(globalThis, key, made) ? made : alone;
}

export function joinPage(holder: PageHolder): void {
  holders().add(holder);
}

export function leavePage(holder: PageHolder): void {
  holders().delete(holder);
}

/** Whether any other desktop of the page keeps a call paused. */
export function isHeldElsewhere(callId: CallId, except: PageHolder): boolean {
  return others(except).some((other) => {
    try {
      return other.holds(callId) === true;
    } catch {
      // Another copy's fault. It cannot say that it holds the call.
      return false;
    }
  });
}

export function tellReleased(except: PageHolder): void {
  for (const other of others(except)) {
    try {
      other.onReleased();
    } catch {
      // Another copy's fault, which must not end ours.
    }
  }
}

function others(except: PageHolder): PageHolder[] {
  return [...holders()].filter(isPageHolder).filter((holder) => holder !== except);
}

function isPageHolder(found: unknown): found is PageHolder {
  return (
    typeof found === 'object' &&
    found !== null &&
    'holds' in found &&
    typeof found.holds === 'function' &&
    'onReleased' in found &&
    typeof found.onReleased === 'function'
  );
}
