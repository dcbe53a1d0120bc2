import { describeRecording, type RecordingDescription } from '../i18n/describeRecording.ts';
import type { CallId } from '../model/call.ts';
import { isBeginningSeen, isOutOfDate, pausedSince } from '../model/callRecording.ts';
import type { RecordingOperationName, ReportedRecordingState } from '../model/recording.ts';
import { useDesktopContext, type DesktopContextValue } from './desktopContext.ts';
import { useShownRecording, type ShownRecording } from './useCallRecording.ts';
import { useNow } from './useNow.ts';

/**
 * The attributes of the widget's element that say what is shown. Public API for styles and tests.
 */
export interface RecordingStateAttributes {
  /** The language and direction of the words, which may differ from those of the page. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  /** What the server says. @selector [data-recording-state='Recording'] */
  readonly 'data-recording-state': ReportedRecordingState;
  /** The operation that waits for the server's confirmation. @selector [data-pending] */
  readonly 'data-pending': RecordingOperationName | undefined;
  /**
   * What is shown may be out of date, or is in doubt and being read again. @selector [data-stale]
   */
  readonly 'data-stale': '' | undefined;
  /** The call is over. @selector [data-call-ended] */
  readonly 'data-call-ended': '' | undefined;
  /** The recording has been paused for long, and the words say so. @selector [data-reminder] */
  readonly 'data-reminder': '' | undefined;
}

/** What `useRecordingStatus` returns: the state of a recording in words, and the attributes for it. */
export interface RecordingStatusView extends RecordingDescription {
  readonly attributes: RecordingStateAttributes;
  /**
   * Since when the call is known to be in this state (steady clock, epoch ms). Undefined before
   * anything is known, and once the call has ended.
   */
  readonly since: number | undefined;
  /**
   * For a clock that counts from `since` when nobody heard the state begin, as after a reload: it
   * turns "2:14" into "at least 2:14". Undefined when an event reported the beginning.
   */
  readonly atLeast: ((clock: string) => string) | undefined;
  readonly isStale: boolean;
}

/**
 * Returns everything that an indicator needs to show of a call's recording, in words.
 *
 * @throws AgentDesktopError `no-agent-desktop` outside `<AgentDesktopProvider>`
 * @example const { word, look } = useRecordingStatus(callId);
 */
export function useRecordingStatus(callId: CallId): RecordingStatusView {
  const context = useDesktopContext('useRecordingStatus');
  return useStatusIn(context, useShownRecording(context, callId));
}

/**
 * Does the same for a widget that has read the recording already. It is a hook of its own, because
 * each read subscribes to the call, and an event would have to tell every subscriber
 * (src/components/performance.test.tsx counts them).
 */
export function useStatusIn(
  { messages, remindAfter }: DesktopContextValue,
  { recording, connection: { status, now } }: ShownRecording,
): RecordingStatusView {
  const isMarked = isOutOfDate(recording, status);
  const isDoubtful = isMarked || recording.outcome?.ending === 'unconfirmed';
  const since = isDoubtful ? undefined : pausedSince(recording);
  const remindAt = since && since + remindAfter;
  const isReminded = useNow(false, remindAt) === remindAt;

  const { look, word, detail, notes } = describeRecording(
    recording,
    status,
    messages,
    now,
    isReminded,
  );
  return {
    look,
    word,
    detail,
    notes,
    attributes: {
      lang: messages.locale,
      dir: messages.dir,
      'data-recording-state': recording.state,
      'data-pending': recording.pending?.operationName,
      'data-stale': isMarked ? '' : undefined,
      'data-call-ended': recording.ended ? '' : undefined,
      'data-reminder': isReminded ? '' : undefined,
    },
    since: recording.ended ? undefined : recording.since,
    atLeast: isBeginningSeen(recording) ? undefined : messages.atLeast,
    isStale: isMarked,
  };
}
