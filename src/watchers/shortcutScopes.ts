import { createMutationObserver } from '../client/mutationObserver.ts';
import { addShown, settleShown, watchShown } from '../client/shownWindows.ts';
import type { RecordingOperationName } from '../model/recording.ts';
import { isWithinReach } from './isWithinReach.ts';
import { pressedShortcut } from './recordingShortcut.ts';

/** An element, and the shortcuts of the recording buttons in it. */
interface Scope {
  readonly root: Element;
  readonly operations: ReadonlyMap<string, RecordingOperationName>;
}

/**
 * A button that a shortcut may be meant for, and its call: the call's id, or else the button's
 * element.
 */
interface Candidate {
  readonly button: HTMLElement;
  readonly call: string | Element;
}

// All scopes of the page are here, because only all of them together show whether a shortcut is
// ambiguous.
const scopes = new Set<Scope>();
/**
 * The documents whose key presses are listened to. A scope's element may be moved to another
 * window.
 */
const listened = new Set<Document>();

function updateListeners(): void {
  const documents = new Set([...scopes].map(({ root }) => root.ownerDocument));
  for (const each of listened) {
    if (documents.has(each)) continue;
    each.removeEventListener('keydown', onKeyDown);
    listened.delete(each);
  }
  for (const each of documents) {
    // A listener that is added twice is called once.
    each.addEventListener('keydown', onKeyDown);
    listened.add(each);
  }
}

/** Makes the shortcuts work and shows them on the buttons, until the returned function is called. */
export function activateShortcuts(root: Element, operations: Scope['operations']): () => void {
  const scope: Scope = { root, operations };
  const shown = new Map<HTMLElement, string>();
  const show = (): void => {
    hide(shown);
    for (const [shortcut, operationName] of operations)
      for (const button of buttonsFor(root, operationName)) {
        button.setAttribute('aria-keyshortcuts', shortcut);
        if (!button.title) button.title = shortcut;
        shown.set(button, shortcut);
      }
  };
  // One element is Start, Pause and Resume in turn, and remedies and questions appear and
  // disappear, so the shortcuts have to be shown again.
  const observer = createMutationObserver(show);

  scopes.add(scope);
  show();
  observer.observe(root, { subtree: true, childList: true, attributeFilter: ['data-operation'] });
  updateListeners();
  const removeShown = addShown(root);
  const stopWatching = watchShown(updateListeners);
  // When the element was moved to another window, the first key press there is noticed here before
  // it reaches the document.
  root.addEventListener('keydown', settleShown);
  return () => {
    scopes.delete(scope);
    root.removeEventListener('keydown', settleShown);
    stopWatching();
    removeShown();
    observer.disconnect();
    hide(shown);
    updateListeners();
  };
}

function hide(shown: Map<HTMLElement, string>): void {
  for (const [button, shortcut] of shown) {
    button.removeAttribute('aria-keyshortcuts');
    if (button.title === shortcut) button.removeAttribute('title');
  }
  shown.clear();
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.repeat || event.isComposing) return;
  // For a key press inside a shadow tree, the event's target is only the host element.
  const target = event.composedPath()[0];
  if (!isElement(target) || isTyping(target)) return;
  const shortcut = pressedShortcut(event);
  if (shortcut === undefined) return;

  const candidates: Candidate[] = [];
  for (const { root, operations } of scopes) {
    const operationName = operations.get(shortcut);
    if (operationName === undefined || root.ownerDocument !== target.ownerDocument) continue;
    // The browser's own action is always prevented, because it must not happen at one time and not
    // at another.
    event.preventDefault();
    for (const button of buttonsFor(root, operationName))
      if (isWithinReach(button)) candidates.push({ button, call: callOf(button) ?? root });
  }
  const button = unambiguousButton(candidates, target);
  if (!button) return;
  pressed = button;
  button.click();
  pressed = undefined;
}

/** The button that a shortcut is clicking at this moment. */
let pressed: HTMLElement | undefined;

/** Whether the click that is being handled came from a shortcut. */
export function isPressedByShortcut(button: Element): boolean {
  return pressed !== undefined && button.contains(pressed);
}

/**
 * Returns the button only if it is clear: the buttons of the only call, or of the call that has the
 * focus.
 */
function unambiguousButton(
  candidates: readonly Candidate[],
  target: Element,
): HTMLElement | undefined {
  const calls = new Set(candidates.map(({ call }) => call));
  const focused = callOf(target);
  const near =
    calls.size > 1
      ? candidates.filter(({ call }) =>
          typeof call === 'string' ? call === focused : call.contains(target),
        )
      : candidates;
  const [first] = near;
  return near.every(({ call }) => call === first?.call) ? first?.button : undefined;
}

function callOf(element: Element): string | undefined {
  return element.closest<HTMLElement>('[data-call-id]')?.dataset['callId'];
}

/**
 * This tests a property and not the class, because another window has another class of the same
 * name.
 */
export function isElement(target: EventTarget | undefined): target is Element {
  return target !== undefined && 'nodeType' in target && target.nodeType === 1;
}

/**
 * The buttons that answer a question are left out, because pressing a shortcut twice must not
 * answer it.
 */
function buttonsFor(root: Element, operationName: RecordingOperationName): HTMLElement[] {
  const all = root.querySelectorAll<HTMLElement>(`[data-operation='${operationName}']`);
  return [...all].filter((button) => !button.closest("[data-part='confirm']"));
}

const typingSelector =
  "input:not([type='button'], [type='checkbox'], [type='color'], [type='file'], [type='image'], [type='radio'], [type='range'], [type='reset'], [type='submit']), textarea, select, [contenteditable]:not([contenteditable='false']), [role='textbox'], [role='searchbox'], [role='combobox'], [role='spinbutton']";

export function isTyping(target: Element): boolean {
  return (
    target.closest(typingSelector) !== null ||
    ('isContentEditable' in target && target.isContentEditable === true)
  );
}
