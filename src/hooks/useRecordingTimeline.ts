import { useEffect } from 'react';
import { keepRecordingHistory, recordingHistoryOf } from '../watchers/recordingHistory.ts';
import type { CallId } from '../model/call.ts';
import { timelineOf, type TimelineStretch } from '../model/timeline.ts';
import { useDesktopContext } from './desktopContext.ts';
import { useCallRecording } from './useCallRecording.ts';
import { useConnectionStatus } from './useConnectionStatus.ts';
import { useNow } from './useNow.ts';
import { useReadable } from './useReadable.ts';

export interface RecordingTimelineView {
  /**
   * When the call began, by its `duration`: right to a second or two. Steady clock, epoch ms;
   * undefined while nothing was heard of the call.
   */
  readonly startedAt: number | undefined;
  /** From the beginning of the call until now or its end, without a hole. */
  readonly stretches: readonly TimelineStretch[];
  /** The call goes on, and its last stretch with it. */
  readonly isRunning: boolean;
}

/**
 * What the server has said of a call's recording over its time, as this page heard it; `unknown`
 * where it did not. Renewed about once a second while the call goes on.
 *
 * @throws AgentDesktopError `no-agent-desktop` outside `<AgentDesktopProvider>`
 * @example const { stretches } = useRecordingTimeline(callId);
 */
export function useRecordingTimeline(callId: CallId): RecordingTimelineView {
  const { desktop } = useDesktopContext('useRecordingTimeline');
  const { callId: shownId, ended } = useCallRecording(callId);
  const connection = useConnectionStatus();
  const history = useReadable(recordingHistoryOf(desktop, shownId ?? callId));
  useEffect(() => {
    keepRecordingHistory(desktop);
  }, [desktop]);

  const isRunning = history.startedAt !== undefined && !ended;
  const now = useNow(isRunning);
  // The clock ticks once a second; what was heard since is shown at once.
  const heardAt = history.heard.at(-1)?.from ?? 0;
  const end = ended ? ended.at : Math.max(now, heardAt + 1);
  const knownUntil = isRunning && 'asOf' in connection ? connection.asOf : undefined;
  return {
    startedAt: history.startedAt,
    stretches: timelineOf(history, end, knownUntil),
    isRunning,
  };
}
