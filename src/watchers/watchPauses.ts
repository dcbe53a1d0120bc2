import type { AgentDesktop } from '../client/agentDesktop.ts';
import { watchEachCall } from './watchEachCall.ts';
import type { CallId } from '../model/call.ts';
import { pausedSince, type CallRecording } from '../model/callRecording.ts';
import { isStale } from '../model/connection.ts';
import { steadyNow } from '../model/steadyClock.ts';
import type { CallEntry } from '../store/callEntry.ts';
import type { ReadableStore } from '../store/readableStore.ts';
import { onTick } from './everySecond.ts';
import { inOneTab } from './oneTab.ts';

/**
 * Watches every call of the desktop, on the screen or not, so that no pause is forgotten. There is
 * no timer while nothing is paused. Times are computed from timestamps, so a page that slept for an
 * hour reminds once. While what is shown may be out of date, nobody is reminded.
 *
 * @param after how long a pause may last before the first reminder, in ms
 * @param every the time between two reminders, in ms
 * @param onReminder gets how long the pause has lasted, in ms
 */
export function watchPauses(
  desktop: AgentDesktop,
  after: number,
  every: number,
  onReminder: (callId: CallId, pausedFor: number, recording: CallRecording) => void,
  onEndedWhilePaused: (callId: CallId) => void,
): () => void {
  const watchCall = (callId: CallId, store: ReadableStore<CallEntry>): (() => void) => {
    let since: number | undefined;
    let reminders = 0;
    let stopTicking: (() => void) | undefined;
    let endTurn: (() => void) | undefined;

    const onSecond = (): void => {
      const pausedFor = since === undefined ? 0 : steadyNow() - since;
      const due = 1 + Math.floor((pausedFor - after) / every);
      if (due <= reminders || isStale(desktop.connection.getState())) return;
      reminders = due;
      // The other tabs do not remind before the next reminder is almost due.
      endTurn = inOneTab(`tallylight paused ${callId}`, 0.9 * every, () => {
        if (since !== undefined) onReminder(callId, pausedFor, store.getState().recording);
      });
    };
    const setPausedSince = (now: number | undefined): void => {
      if (now === since) return;
      since = now;
      reminders = 0;
      stopTicking?.();
      endTurn?.();
      stopTicking = now === undefined ? undefined : onTick(onSecond);
    };
    const unsubscribe = store.subscribe(({ recording }, before) => {
      if (recording.ended?.state === 'Paused' && !before.recording.ended)
        inOneTab(`tallylight ended ${callId}`, 2_000, () => {
          onEndedWhilePaused(callId);
        });
      setPausedSince(pausedSince(recording));
    });
    setPausedSince(pausedSince(store.getState().recording));
    return () => {
      unsubscribe();
      setPausedSince(undefined);
    };
  };

  return watchEachCall(desktop, watchCall);
}
