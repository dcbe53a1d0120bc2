import { describe, expect, it } from 'vitest';
import { parseRecordingShortcut } from './recordingShortcut.ts';

describe('a shortcut', () => {
  it.each([
    ['Alt+Shift+P', 'Alt+Shift+P'],
    ['shift + alt + p', 'Alt+Shift+P'],
    ['META+CONTROL+7', 'Control+Meta+7'],
    ['Meta+Shift+R', 'Shift+Meta+R'],
    ['control+f9', 'Control+F9'],
    ['Alt+F24', 'Alt+F24'],
  ])('is spelled as aria-keyshortcuts demands: %s', (typed, spelled) => {
    expect(parseRecordingShortcut(typed)).toBe(spelled);
  });

  it.each(['P', 'Shift+P', 'F8', 'Shift+F8'])(
    'needs a key that is neither typed in texts nor said to a speech input: %s',
    (typed) => {
      expect(() => parseRecordingShortcut(typed)).toThrow(
        expect.objectContaining({ name: 'AgentDesktopError', code: 'invalid-option' }),
      );
      expect(() => parseRecordingShortcut(typed)).toThrow(/Give it Alt, Control or Meta/);
    },
  );

  it.each(['', 'Alt', 'Alt+', 'Alt+Shift', 'Alt+Enter', 'Alt+PP', 'Alt+Ä', 'Alt+F25', 'Hyper+P'])(
    'consists of keys that every keyboard has: not %o',
    (typed) => {
      expect(() => parseRecordingShortcut(typed)).toThrow(/is not a shortcut/);
    },
  );

  it.each(['Alt+Alt+P', 'Alt+P+P', 'Alt++P'])('must name each key once: %s is refused', (typed) => {
    expect(() => parseRecordingShortcut(typed)).toThrow(/is not a shortcut/);
  });
});
