import { useEffect, useRef } from 'react';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import { duration } from '../i18n/duration.ts';
import type { BaseMessages } from '../i18n/messages.ts';
import type { CallId } from '../model/call.ts';
import { isBeginningSeen } from '../model/callRecording.ts';
import type { Announcer } from './announcer.ts';
import { watchPauses } from './watchPauses.ts';

export interface PauseReminder {
  /** How long a pause may last before the first reminder, in ms. @defaultValue 60000 */
  readonly after?: number;
  /** Between two reminders, in ms. @defaultValue 60000 */
  readonly every?: number;
  /**
   * The agent was reminded, in words and aloud: for a sound of your own, or a supervisor.
   * `pausedFor` is in ms, and counts from when this page first knew of the pause. Called in one
   * tab of the browser only, in one that is seen if there is one.
   */
  readonly onReminder?: (pause: { readonly callId: CallId; readonly pausedFor: number }) => void;
  /** A call ended while its recording was paused. Called in one tab only, like `onReminder`. */
  readonly onEndedWhilePaused?: (call: { readonly callId: CallId }) => void;
}

/** @returns how long a pause may last before a widget reminds of it, in ms */
export function usePauseReminder(
  desktop: AgentDesktop,
  announcer: Announcer,
  messages: BaseMessages,
  reminder: PauseReminder | false = {},
): number {
  const { after = 60_000, every = 60_000 } = reminder || { after: Infinity };
  const host = useRef(reminder);
  useEffect(() => {
    host.current = reminder;
  });
  useEffect(() => {
    if (after === Infinity) return undefined;
    // Later: what a host's function throws must not stop the clock of the others.
    const tell = (call: (to: PauseReminder) => void): void => {
      queueMicrotask(() => {
        if (host.current) call(host.current);
      });
    };
    return watchPauses(
      desktop,
      after,
      every,
      (callId, pausedFor, recording) => {
        const time = duration(pausedFor, messages.locale);
        announcer.say(callId, {
          text: messages.spoken.stillPaused(
            isBeginningSeen(recording) ? time : messages.atLeast(time),
          ),
        });
        tell(({ onReminder }) => onReminder?.({ callId, pausedFor }));
      },
      (callId) => {
        tell(({ onEndedWhilePaused }) => onEndedWhilePaused?.({ callId }));
      },
    );
  }, [desktop, announcer, messages, after, every]);
  return after;
}
