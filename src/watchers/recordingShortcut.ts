import { AgentDesktopError } from '../model/errors.ts';

/**
 * A keyboard shortcut: at least one of `Alt`, `Control` and `Meta`, perhaps `Shift`, and a letter, a
 * digit or a function key. Spelled as in `aria-keyshortcuts`.
 *
 * @example 'Alt+Shift+P'
 */
export type RecordingShortcut = `${'Alt' | 'Control' | 'Meta' | 'Shift'}+${string}`;

const modifiers = ['Control', 'Alt', 'Shift', 'Meta'] as const;
/** Every keyboard has these keys. Other characters need Shift on some layouts only. */
const keys = /^(?:[A-Z0-9]|F(?:[1-9]|1\d|2[0-4]))$/;

/**
 * Reads a shortcut as somebody typed it, such as an agent on a settings page, and returns it as it
 * will be shown: modifiers first, always in the same order.
 *
 * @throws AgentDesktopError `invalid-option` when the text is no shortcut. A key without Alt,
 *   Control or Meta is no shortcut, because speech input and an accidental key press would trigger
 *   it (WCAG 2.1.4).
 * @example parseRecordingShortcut('shift + alt + p') // 'Alt+Shift+P'
 */
export function parseRecordingShortcut(text: string): RecordingShortcut {
  const parts = text.split('+').map((part) => part.trim().toUpperCase());
  const key = parts.pop() ?? '';
  const held = modifiers.filter((name) => parts.includes(name.toUpperCase()));
  const [first, ...others] = held;
  if (!keys.test(key) || parts.length !== held.length)
    throw refusal(text, 'is not a shortcut', 'Put a letter, a digit or a function key last');
  if (first === undefined || (first === 'Shift' && others[0] !== 'Meta'))
    throw refusal(text, 'would act on a key that is typed', 'Give it Alt, Control or Meta');
  return `${first}+${[...others, key].join('+')}`;
}

function refusal(text: string, problem: string, remedy: string): AgentDesktopError {
  return new AgentDesktopError(
    'invalid-option',
    `"${text}" ${problem}, so nothing was set up. ${remedy}, as in "Alt+Shift+P".`,
  );
}

/**
 * Returns the keys that were pressed, spelled the same way. Undefined when they cannot be a
 * shortcut.
 */
export function pressedShortcut(event: KeyboardEvent): string | undefined {
  const key = keyOf(event);
  const { ctrlKey, altKey, shiftKey, metaKey } = event;
  // Many keyboards need AltGr for common characters, and Windows reports AltGr as Control and Alt.
  if (key === undefined || (ctrlKey && event.getModifierState('AltGraph'))) return undefined;
  const held = modifiers.filter((_, index) => [ctrlKey, altKey, shiftKey, metaKey][index]);
  return [...held, key].join('+');
}

function keyOf({ key, code }: KeyboardEvent): string | undefined {
  const name = key.toUpperCase();
  if (keys.test(name)) return name;
  // Option on a Mac, Shift with a digit, and layouts without Latin letters change the character.
  // Then the position of the key counts. A name such as "Process" means that an input method
  // handles the key.
  if (key !== 'Dead' && Array.from(key).length !== 1) return undefined;
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1];
}
