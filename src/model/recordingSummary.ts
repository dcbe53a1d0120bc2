import type { ReportedRecordingState } from './recording.ts';
import {
  beginningExactness,
  timelineOf,
  timelineTotals,
  type RecordingHistory,
} from './timeline.ts';

/** What this page knows of the recording of a call that is over. Times are in ms. */
export interface RecordingSummary {
  /** The state at the end, or `Unknown` where the server was not heard when the call ended. */
  readonly endedAs: ReportedRecordingState;
  readonly recorded: number;
  /**
   * How long the recording was paused or stopped. The time before the first recording does not
   * count, because the call may have been ringing.
   */
  readonly notRecorded: number;
  /** How long this page did not know what the recording was doing. */
  readonly notKnown: number;
  /** What the server said left a doubt, so the times may be wrong. */
  readonly isDoubted: boolean;
}

/**
 * Sums up what was heard of a call.
 *
 * @param endedAt steady clock, epoch ms
 * @param state the last state that the server said
 */
export function summarizeRecording(
  history: RecordingHistory,
  endedAt: number,
  state: ReportedRecordingState,
): RecordingSummary {
  const stretches = [...timelineOf(history, endedAt)];
  const [first] = stretches;
  if (first?.kind === 'unknown' && first.until < beginningExactness) stretches.shift();
  const isHeardAtEnd = stretches.at(-1)?.kind !== 'unknown';
  const wasRecorded = stretches.some(({ kind }) => kind === 'recorded' || kind === 'paused');
  if (stretches[0]?.kind === 'not-recorded' && wasRecorded) stretches.shift();

  const totals = new Map(timelineTotals(stretches));
  return {
    endedAs: isHeardAtEnd ? state : 'Unknown',
    recorded: totals.get('recorded') ?? 0,
    notRecorded: (totals.get('paused') ?? 0) + (totals.get('not-recorded') ?? 0),
    notKnown: totals.get('unknown') ?? 0,
    isDoubted: history.doubt !== 'none',
  };
}
