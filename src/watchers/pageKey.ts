import { shownDocuments, watchShown } from '../client/shownWindows.ts';
import {
  parseRecordingShortcut,
  pressedShortcut,
  type RecordingShortcut,
} from './recordingShortcut.ts';
import { isElement, isTyping } from './shortcutScopes.ts';

/**
 * A shortcut, or a function key alone. Nobody types a function key, and speech input does not
 * produce one.
 */
export type PageKey = RecordingShortcut | `F${number}`;

const functionKey = /^F(?:[1-9]|1\d|2[0-4])$/;

/** @throws AgentDesktopError `invalid-option` when it is neither a shortcut nor a function key */
export function parsePageKey(text: string): string {
  const name = text.trim().toUpperCase();
  return functionKey.test(name) ? name : parseRecordingShortcut(text);
}

/**
 * Listens to a key in the page and in all windows with widgets, until the returned function is
 * called. It listens in the capture phase, because an editor may stop the events of its keys.
 */
export function listenToPageKey(key: string, onPress: () => void): () => void {
  const listened = new Set<Document>();

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || isComposing(event) || pressedShortcut(event) !== key) return;
    const target = event.composedPath()[0];
    // A key with Alt, Control or Meta types no text. A function key alone may have a meaning in a
    // field.
    if (functionKey.test(key) && isElement(target) && isTyping(target)) return;
    // The browser's own action is always prevented, because it must not happen at one time and not
    // at another.
    event.preventDefault();
    if (!event.repeat) onPress();
  };
  const listenInAllWindows = (): void => {
    const documents = shownDocuments();
    for (const each of listened) if (!documents.includes(each)) leave(each);
    for (const each of documents) {
      // A listener that is added twice is called once.
      each.addEventListener('keydown', onKeyDown, true);
      listened.add(each);
    }
  };
  const leave = (each: Document): void => {
    each.removeEventListener('keydown', onKeyDown, true);
    listened.delete(each);
  };

  listenInAllWindows();
  const stopWatching = watchShown(listenInAllWindows);
  return () => {
    stopWatching();
    for (const each of listened) leave(each);
  };
}

/** Whether an input method is composing. The key is then a part of what is being written. */
function isComposing({ isComposing: isUnderWay, keyCode }: KeyboardEvent): boolean {
  // Safari reports the key that ends a composition only after the end, and with this code.
  return isUnderWay || keyCode === 229;
}
