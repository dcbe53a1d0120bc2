import type { AgentDesktop } from '../client/agentDesktop.ts';
import { announceRecording } from '../i18n/announceRecording.ts';
import type { BaseMessages } from '../i18n/messages.ts';
import type { CallId } from '../model/call.ts';
import { isSameChange } from '../model/callRecording.ts';
import type { AlertSound } from './alertSounds.ts';
import { inOneTab } from './oneTab.ts';
import { watchEachCall } from './watchEachCall.ts';
import { watchTransitions } from './watchTransitions.ts';

/** For this time, the other tabs of the browser do not report the same event. In ms. */
const quiet = 1_500;

/**
 * Reports, in one tab of the browser, the changes for which an alert sound is played. These are exactly
 * the changes that are announced assertively, of every call, whether a widget shows the call or not.
 */
export function watchAlarms(
  desktop: AgentDesktop,
  messages: () => BaseMessages,
  onAlarm: (sound: AlertSound, callId: CallId) => void,
): () => void {
  return watchEachCall(desktop, (callId, call) => {
    let stopLast: (() => void) | undefined;
    const { recording } = call.getState();
    const stop = watchTransitions(call, recording, (before, after) => {
      const said = announceRecording(before, after, messages());
      if (said?.politeness !== 'assertive') return;
      const isChange = after.change !== undefined && !isSameChange(after.change, before.change);
      const sound = isChange ? 'resumed' : 'failure';
      stopLast?.();
      stopLast = inOneTab(`tallylight sound ${sound} ${callId}`, quiet, () =>
        onAlarm(sound, callId),
      );
    });
    return () => {
      stop();
      stopLast?.();
    };
  });
}
