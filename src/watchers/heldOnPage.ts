import type { CallId } from '../model/call.ts';

/**
 * What the desktops of a page ask each other: whether one of them keeps a call paused. A page can
 * have several desktops, and several copies of this library, which may be of different versions.
 */
export interface PageHolder {
  /** Every value but `true` means that this desktop does not keep the call paused. */
  readonly holds: (callId: CallId) => unknown;
  /** Another desktop has let go of a call. */
  readonly onReleased: () => void;
}

/**
 * Copies of other versions read what is stored under this name. If the stored value changes its form, the
 * name has to change, too.
 */
const key = Symbol.for('tallylight.heldCalls.1');

/**
 * Is used when something else is stored under this name, so this copy of the library knows no other
 * desktop.
 */
const alone = new Set<unknown>();

function holders(): Set<unknown> {
  const found: unknown = Reflect.get(globalThis, key);
  if (found instanceof Set) return found;
  if (found !== undefined) return alone;
  const made = new Set<unknown>();
  // Setting the value fails where the host has frozen the global object.
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
      // The other copy has failed. It cannot say that it holds the call.
      return false;
    }
  });
}

export function notifyReleased(except: PageHolder): void {
  for (const other of others(except)) {
    try {
      other.onReleased();
    } catch {
      // The other copy has failed. This must not stop our own work.
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
