import { useEffect, useMemo, useState, type RefCallback } from 'react';
import { AgentDesktopError } from '../model/errors.ts';
import { recordingOperationNames, type RecordingOperationName } from '../model/recording.ts';
import { enterShortcuts } from '../watchers/shortcutScopes.ts';
import { parseRecordingShortcut, type RecordingShortcut } from '../watchers/recordingShortcut.ts';

/** One for each operation that is to have one. There is no toggle. */
export type RecordingShortcuts = Readonly<
  Partial<Record<RecordingOperationName, RecordingShortcut | undefined>>
>;

/**
 * Keyboard shortcuts for the recording buttons inside an element: give it the returned `ref`. Off
 * unless you use it, and with `undefined`; another map is another set of shortcuts at once.
 *
 * A shortcut presses the button, and so it does what the button does and no more: nothing while the
 * button is not there or waits for the server, the reason where it is unavailable, the question
 * where a Stop asks first. The question itself is answered by hand. Nothing happens while somebody
 * types, nor for a key that is held. Where the buttons of several calls are inside, or of several
 * elements with the same shortcut, the call counts that has the focus; without it nothing happens.
 *
 * Each button says its shortcut: as `aria-keyshortcuts`, and as its `title` unless it has one.
 *
 * @param shortcuts give the same object each time
 * @throws AgentDesktopError `invalid-option` for a shortcut without Alt, Control or Meta, for one
 *   that is none at all, and where two operations have the same
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
    () => (root && operations.size > 0 ? enterShortcuts(root, operations) : undefined),
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
        `"${shortcut}" stands for ${other} and for ${name}, so nobody could tell which is meant. Give each its own.`,
      );
    operations.set(shortcut, name);
  }
  return operations;
}
