import { useEffect, useMemo, useState, type RefCallback } from 'react';
import { AgentDesktopError } from '../model/errors.ts';
import { recordingOperationNames, type RecordingOperationName } from '../model/recording.ts';
import { activateShortcuts } from '../watchers/shortcutScopes.ts';
import { parseRecordingShortcut, type RecordingShortcut } from '../watchers/recordingShortcut.ts';

/** The shortcut of each operation that has one. There is no shortcut that toggles. */
export type RecordingShortcuts = Readonly<
  Partial<Record<RecordingOperationName, RecordingShortcut | undefined>>
>;

/**
 * Makes keyboard shortcuts for the recording buttons inside an element: give the element the
 * returned `ref`. There are no shortcuts unless you use this hook, and none while `shortcuts` is
 * `undefined`. Another object replaces the shortcuts at once.
 *
 * A shortcut presses the button, and so it does what the button does and no more. It does nothing
 * while the button is absent or waits for the server, it says the reason when the operation is
 * unavailable, and it shows the question when a Stop asks first. A shortcut never answers this
 * question. It does nothing while somebody types, nor when the key is held. If the buttons of
 * several calls, or several elements with the same shortcut, are on the page, it acts on the call
 * that has the focus. If none has the focus, it does nothing.
 *
 * Each button shows its shortcut: as `aria-keyshortcuts`, and as its `title` unless it has one.
 *
 * @param shortcuts give the same object each time
 * @throws AgentDesktopError `invalid-option` for a shortcut without Alt, Control or Meta, for a
 *   text that is no shortcut, and when two operations have the same one
 * @example
 * const shortcuts = { PauseCallRecording: 'Alt+Shift+P', ResumeCallRecording: 'Alt+Shift+R' } as const;
 *
 * const ref = useRecordingShortcuts(shortcuts);
 * return <RecordingControls ref={ref} callId={callId} />;
 */
export function useRecordingShortcuts(
  shortcuts: RecordingShortcuts | undefined,
): RefCallback<Element> {
  const [root, setRoot] = useState<Element | null>(null);
  const operations = useMemo(() => operationsByShortcut(shortcuts ?? {}), [shortcuts]);
  useEffect(
    () => (root && operations.size > 0 ? activateShortcuts(root, operations) : undefined),
    [root, operations],
  );
  return setRoot;
}

function operationsByShortcut(
  shortcuts: RecordingShortcuts,
): ReadonlyMap<string, RecordingOperationName> {
  const operations = new Map<string, RecordingOperationName>();
  for (const name of recordingOperationNames) {
    const given = shortcuts[name];
    if (given === undefined) continue;
    const shortcut = parseRecordingShortcut(given);
    const other = operations.get(shortcut);
    if (other)
      throw new AgentDesktopError(
        'invalid-option',
        `"${shortcut}" is the shortcut of ${other} and of ${name}, so it is not clear which one is meant. Give each its own.`,
      );
    operations.set(shortcut, name);
  }
  return operations;
}
