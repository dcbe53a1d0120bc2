import { useEffect } from 'react';
import { keepRecordingHistory, recordingHistoryOf } from '../watchers/recordingHistory.ts';
import type { CallId } from '../model/call.ts';
import { lastRightAt } from '../model/connection.ts';
import { timelineOf, type TimelineStretch } from '../model/timeline.ts';
import { useDesktopContext } from './desktopContext.ts';
import { useCallRecording } from './useCallRecording.ts';
import { useConnectionStatus } from './useConnectionStatus.ts';
import { useNow } from './useNow.ts';
import { useReadable } from './useReadable.ts';

/** What `useRecordingTimeline` returns: what is known of the whole call. */
export interface RecordingTimelineView {
  /**
   * When the call began, computed from its `duration`, so it may be wrong by a second or two.
   * Steady clock, epoch ms; undefined while the server has said nothing of the call.
   */
  readonly startedAt: number | undefined;
  /** They cover the time from the beginning of the call until now or its end, without a gap. */
  readonly stretches: readonly TimelineStretch[];
  /** The call goes on, and so does its last stretch. */
  readonly isRunning: boolean;
}

/**
 * Returns the states of a call's recording over the time of the call, as this page heard them from
 * the server, and `unknown` for the times when it heard nothing. It is renewed about once a second
 * while the call goes on.
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
  // The clock ticks only once a second, and a message that came since then must be shown at once.
  const heardAt = history.heard.at(-1)?.from ?? 0;
  const end = ended ? ended.at : Math.max(now, heardAt + 1);
  const knownUntil = isRunning ? lastRightAt(connection) : undefined;
  return {
    startedAt: history.startedAt,
    stretches: timelineOf(history, end, knownUntil),
    isRunning,
  };
}
