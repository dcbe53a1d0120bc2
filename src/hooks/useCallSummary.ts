import { useEffect, useState } from 'react';
import { keepRecordingHistory, recordingHistoryOf } from '../watchers/recordingHistory.ts';
import { describeSummary } from '../i18n/describeSummary.ts';
import { callSummaryEnglish, timelineEnglish } from '../i18n/widgetEnglish.ts';
import type { CallId } from '../model/call.ts';
import type { CallRecording } from '../model/callRecording.ts';
import { summarizeRecording, type RecordingSummary } from '../model/recordingSummary.ts';
import { useDesktopContext } from './desktopContext.ts';
import { useRecordingIn } from './useCallRecording.ts';

/** What `useCallSummary` returns: the summary as numbers and as a sentence. */
export interface CallSummaryView extends RecordingSummary {
  /** "Call ended while paused. Not recorded: 2 min 10 sec." For the screen, or for a note. */
  readonly text: string;
}

/** Undefined while the call goes on. */
type CallEnd = CallRecording['ended'];

/**
 * Sums up the recording of a call once the call is over, from what this page heard of it. Undefined
 * before that, and where nothing was heard of the call. An ended call is known for a minute: what
 * was said by then stays as long as the component is mounted.
 *
 * @throws AgentDesktopError `no-agent-desktop` outside `<AgentDesktopProvider>`
 * @example const summary = useCallSummary(callId);
 *   return summary && <p>{summary.text}</p>;
 */
export function useCallSummary(callId: CallId): CallSummaryView | undefined {
  const context = useDesktopContext('useCallSummary');
  const { desktop, messages } = context;
  const { callId: shownId, ended, isKnown, outcome } = useRecordingIn(context, callId);
  const [lastSummary, setLastSummary] = useState<{
    readonly ended: CallEnd;
    readonly summary: RecordingSummary;
  }>();
  useEffect(() => {
    keepRecordingHistory(desktop);
  }, [desktop]);

  if (!ended || !isKnown) return undefined;
  let summary = lastSummary?.ended === ended ? lastSummary.summary : undefined;
  if (!summary) {
    const history = recordingHistoryOf(desktop, shownId ?? callId).getState();
    summary = summarizeRecording(history, ended.at, ended.state);
    // After an operation that was not confirmed, nobody knows whether it took place.
    const isOpen = outcome?.ending === 'unconfirmed' || outcome?.ending === 'ended';
    if (isOpen) summary = { ...summary, isDoubted: true };
    // The summary is kept here, because the desktop forgets the call after a minute.
    setLastSummary({ ended, summary });
  }
  return {
    ...summary,
    text: describeSummary(summary, messages, {
      callSummary: messages.wordsOf('callSummary', callSummaryEnglish),
      timeline: messages.wordsOf('timeline', timelineEnglish),
    }),
  };
}
