import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { announcePending } from '../i18n/announceRecording.ts';
import { activeCallEnglish, sensitiveEnglish } from '../i18n/widgetEnglish.ts';
import type { CallId } from '../model/call.ts';
import { isSettling, type CallRecording } from '../model/callRecording.ts';
import { refusalOf } from '../store/callEntry.ts';
import { activeCallOf } from '../watchers/activeCall.ts';
import { listenToPageKey, parsePageKey, type PageKey } from '../watchers/pageKey.ts';
import { useCommitEffect } from './useCommitEffect.ts';
import { useDesktopContext } from './desktopContext.ts';
import { useNoteState } from './useNoteState.ts';
import type { RecordingPolicy } from './useRecordingControls.ts';
import { performIn } from './useRecordingOperation.ts';

/** What `usePauseKey` returns. */
export interface PauseKeyView {
  /**
   * Why the last press was not sent. It is there for a while: show it. It is announced already.
   */
  readonly note: string | undefined;
}

/** The sentence about a press that was not sent. */
interface Refusal {
  readonly callId: CallId | undefined;
  readonly text: string;
  readonly politeness: 'polite' | 'assertive';
}

/**
 * One key that pauses the call that the agent is on, from anywhere in the page and in the windows
 * that the page has opened. It only ever pauses: there is no toggle.
 *
 * The server decides which call that is: the one that is `Established`, and not held. If there are
 * several such calls or none, or if the connection is lost and there are several calls, nothing is
 * sent, and a sentence says so. The key has the same limits as a button: it does nothing while an
 * operation is pending, in the half second after a change, without the permission, and when it is
 * held down. It works while somebody types, except for a function key alone, because a field may
 * need it. While an input method is composing, the key is left to the input method.
 *
 * @param key a shortcut such as `Alt+Shift+P`, or a function key such as `F8`; undefined for none.
 *   Take another one than for `useRecordingShortcuts`, because this one is handled first
 * @param policy what the host lets its agents do: the same as for the controls
 * @throws AgentDesktopError `invalid-option` for a text that is no key, `no-agent-desktop` outside
 *   `<AgentDesktopProvider>`
 * @example
 * const { note } = usePauseKey('Alt+Shift+P');
 * return <p>{note}</p>;
 */
export function usePauseKey(key: PageKey | undefined, policy: RecordingPolicy = {}): PauseKeyView {
  const context = useDesktopContext('usePauseKey');
  const { desktop, announcer, messages } = context;
  const parsed = useMemo(() => (key === undefined ? undefined : parsePageKey(key)), [key]);
  const [refusal, setRefusal] = useNoteState<Refusal>();
  const [sentFor, setSentFor] = useState<CallId>();
  const { operations, unavailable } = policy;
  const isOffered = operations?.includes('PauseCallRecording') !== false;
  const reason = unavailable?.PauseCallRecording;

  const refusalNow = useCallback(
    (callId: CallId, recording: CallRecording): Refusal | undefined => {
      const urgent = (text: string): Refusal => ({ callId, text, politeness: 'assertive' });
      const { pausingNotPossible } = messages.wordsOf('sensitive', sensitiveEnglish);
      if (reason !== undefined) return urgent(reason);
      if (!isOffered) return urgent(pausingNotPossible);
      const refused = refusalOf(recording, 'PauseCallRecording');
      const pending = refused === 'operation-pending' && announcePending(recording, messages);
      if (pending) return { callId, text: pending.text, politeness: 'polite' };
      if (refused && recording.state === 'Recording') return urgent(pausingNotPossible);
      // The sentence says the state: the recording is paused already, or there is none.
      if (refused) return { callId, text: messages.still[recording.state], politeness: 'polite' };
      const { settling } = messages.wordsOf('activeCall', activeCallEnglish);
      return isSettling(recording, 'PauseCallRecording') ? urgent(settling) : undefined;
    },
    [messages, isOffered, reason],
  );
  const onPress = (): void => {
    const active = activeCallOf(desktop);
    const refused: Refusal | undefined =
      typeof active === 'string'
        ? {
            callId: undefined,
            text: messages.wordsOf('activeCall', activeCallEnglish)[active],
            politeness: 'assertive',
          }
        : refusalNow(active.callId, desktop.call(active.callId).getState().recording);
    // The sentence is announced only once while it is shown.
    if (refused && refused.text !== refusal?.text)
      announcer.say(refused.callId ?? 'the active call', refused);
    setRefusal(refused);
    if (refused || typeof active === 'string') return;
    setSentFor(active.callId);
    performIn(context, active.callId, 'PauseCallRecording', 'shortcut');
  };
  const latest = useRef(onPress);
  // The new function is set before the browser paints, so that the key does what the page shows.
  useCommitEffect(() => {
    latest.current = onPress;
  });
  useCommitEffect(
    () => (parsed === undefined ? undefined : listenToPageKey(parsed, () => latest.current())),
    [parsed],
  );
  // The outcome of the operation is announced, even if no widget shows the call.
  useEffect(
    () => (sentFor === undefined ? undefined : announcer.watch(sentFor, () => undefined)),
    [announcer, sentFor],
  );
  return { note: refusal?.text };
}
