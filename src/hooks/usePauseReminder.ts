import { useEffect, useRef } from 'react';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import { onePerDesktop } from '../client/onePerDesktop.ts';
import { duration } from '../i18n/duration.ts';
import type { BaseMessages } from '../i18n/messages.ts';
import type { CallId } from '../model/call.ts';
import { isBeginningSeen } from '../model/callRecording.ts';
import { callHost } from '../model/hostCallback.ts';
import { timeOption } from '../model/timeOption.ts';
import type { Announcer } from '../watchers/announcer.ts';
import { watchPauses } from '../watchers/watchPauses.ts';

/** When an agent is reminded of a recording that is still paused. */
export interface PauseReminder {
  /** How long a pause may last before the first reminder, in ms. @defaultValue 60000 */
  readonly after?: number | undefined;
  /** Between two reminders, in ms. @defaultValue 60000 */
  readonly every?: number | undefined;
  /**
   * Is called when the agent was reminded, in words and by an announcement. Use it to play a sound
   * of your own, or to tell a supervisor. `pausedFor` is in ms and counts from when this page first
   * knew of the pause. It is called in one tab of the browser only, in a visible one if there is
   * one.
   */
  readonly onReminder?:
    | ((pause: { readonly callId: CallId; readonly pausedFor: number }) => void)
    | undefined;
  /**
   * Is called when a call ended while its recording was paused. It is called in one tab only, like
   * `onReminder`.
   */
  readonly onEndedWhilePaused?: ((call: { readonly callId: CallId }) => void) | undefined;
}

/**
 * For each desktop, the providers that remind of its pauses, in the order in which they began to.
 */
const remindersOn = onePerDesktop(() => new Set<object>());

/** @returns how long a pause may last before a widget reminds of it, in ms */
export function usePauseReminder(
  desktop: AgentDesktop,
  announcer: Announcer,
  messages: () => BaseMessages,
  reminder: PauseReminder | false = {},
): number {
  const given = reminder || { after: Infinity };
  // With `Infinity` nobody is reminded, and with 0 at once.
  const after =
    given.after === Infinity || given.after === 0 ? given.after : timeOption(given.after, 60_000);
  const every = timeOption(given.every, 60_000);
  const latestReminder = useRef(reminder);
  useEffect(() => {
    latestReminder.current = reminder;
  });
  useEffect(() => {
    if (after === Infinity) return undefined;
    const ofDesktop = remindersOn(desktop);
    const self = {};
    ofDesktop.add(self);
    /** Several providers may share a desktop. Only the first of them reminds. */
    const isFirst = (): boolean => ofDesktop.values().next().value === self;
    const callReminder = (callback: string, call: (to: PauseReminder) => unknown): void => {
      callHost(
        callback,
        desktop.report,
        () => latestReminder.current && call(latestReminder.current),
      );
    };
    const stop = watchPauses(
      desktop,
      after,
      every,
      (callId, pausedFor, recording) => {
        if (!isFirst()) return;
        const { locale, spoken, atLeast } = messages();
        const time = duration(pausedFor, locale);
        announcer.say(callId, {
          text: spoken.stillPaused(isBeginningSeen(recording) ? time : atLeast(time)),
        });
        callReminder('onReminder', ({ onReminder }) => onReminder?.({ callId, pausedFor }));
      },
      (callId) => {
        if (!isFirst()) return;
        callReminder('onEndedWhilePaused', ({ onEndedWhilePaused }) =>
          onEndedWhilePaused?.({ callId }),
        );
      },
    );
    return () => {
      ofDesktop.delete(self);
      stop();
    };
  }, [desktop, announcer, messages, after, every]);
  return after;
}
