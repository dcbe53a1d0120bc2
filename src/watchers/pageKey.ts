import { shownDocuments, watchShown } from '../client/shownWindows.ts';
import {
  parseRecordingShortcut,
  pressedShortcut,
  type RecordingShortcut,
} from './recordingShortcut.ts';
import { isElement, isTyping } from './shortcutScopes.ts';

/** A shortcut, or a function key alone, which nobody types and no speech input says. */
export type PageKey = RecordingShortcut | `F${number}`;

const functionKey = /^F(?:[1-9]|1\d|2[0-4])$/;

/** @throws AgentDesktopError `invalid-option` when it is neither a shortcut nor a function key */
export function parsePageKey(text: string): string {
  const name = text.trim().toUpperCase();
  return functionKey.test(name) ? name : parseRecordingShortcut(text);
}

/**
 * Listens to a key in the page and in all windows with widgets, until the returned function is
 * called. Before anything else in the page hears of it: an editor may keep its keys to itself.
 */
export function listenToPageKey(key: string, onPress: () => void): () => void {
  const listened = new Set<Document>();

  const press = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || isComposing(event) || pressedShortcut(event) !== key) return;
    const target = event.composedPath()[0];
    // With Alt, Control or Meta it is not typed; a function key alone may be the field's own.
    if (functionKey.test(key) && isElement(target) && isTyping(target)) return;
    // Ours, whatever comes of it: the browser's own must not happen now and then.
    event.preventDefault();
    if (!event.repeat) onPress();
  };
  const settle = (): void => {
    const documents = shownDocuments();
    for (const each of listened) if (!documents.includes(each)) leave(each);
    for (const each of documents) {
      // The same function is never added twice.
      each.addEventListener('keydown', press, true);
      listened.add(each);
    }
  };
  const leave = (each: Document): void => {
    each.removeEventListener('keydown', press, true);
    listened.delete(each);
  };

  settle();
  const stopWatching = watchShown(settle);
  return () => {
    stopWatching();
    for (const each of listened) leave(each);
  };
}

/** An input method is at work: the key is a part of what is being written. */
function isComposing({ isComposing: isUnderWay, keyCode }: KeyboardEvent): boolean {
  // Safari tells the key that ends it after its end, and with this code.
  return isUnderWay || keyCode === 229;
}
