import { useEffect, useRef, useState, type RefObject } from 'react';
import { duration } from '../i18n/duration.ts';
import { pauseLimitEnglish } from '../i18n/widgetEnglish.ts';
import type { CallId } from '../model/call.ts';
import { pausedSince } from '../model/callRecording.ts';
import { warningTime, watchPauseLimit, type PauseLimit } from '../watchers/pauseLimit.ts';
import { useDesktopContext } from './desktopContext.ts';
import { useCallRecording } from './useCallRecording.ts';
import { useNow } from './useNow.ts';
import { useRecordingOperation } from './useRecordingOperation.ts';

export interface PauseLimitView {
  /** The time until the limit, in ms. Undefined while nothing is paused. */
  readonly remaining: number | undefined;
  /** The limit is close, so offer the agent to put it off. */
  readonly isWarning: boolean;
  readonly keepPaused: () => void;
}

/** When the pause that began at `since` reaches its limit, after this was put off. */
interface PutOff {
  readonly since: number;
  readonly reachedAt: number;
}

/**
 * Counts a pause down to a limit that was agreed on, warns, and resumes if that was agreed on too:
 * as an operation like any other, which the server has to confirm. The limit does not run out
 * unseen: while the window that shows it is hidden or asleep, while what it shows may be out of
 * date, and while a `SensitiveSection` is open, there are always at least 30 s left; nor does a
 * recording resume that nobody was warned of.
 *
 * @param limit in ms
 * @param atLimit `resume` only if the host's policy says so
 * @param shown where the limit is shown: the page may be hidden, and a pop-out seen
 * @throws AgentDesktopError `no-agent-desktop` outside `<AgentDesktopProvider>`
 */
export function usePauseLimit(
  anyId: CallId,
  limit: number,
  atLimit: 'remind' | 'resume',
  shown: RefObject<Element | null>,
): PauseLimitView {
  const { desktop, messages, announcer } = useDesktopContext('usePauseLimit');
  const words = messages.pauseLimit ?? pauseLimitEnglish;
  const recording = useCallRecording(anyId);
  const callId = recording.callId ?? anyId;
  const perform = useRecordingOperation(callId);
  const since = pausedSince(recording);
  const now = useNow(since !== undefined);
  const [putOff, setPutOff] = useState<PutOff>();
  // The effect below may run again during one pause. It must then begin with the limit of before.
  const latestPutOff = useRef<PutOff>(undefined);
  const watched = useRef<PauseLimit>(undefined);

  useEffect(() => {
    if (since === undefined) return undefined;
    const pauseLimit = watchPauseLimit({
      desktop,
      callId,
      limit,
      atLimit,
      reachedAt: reachedAtOf(since, limit, latestPutOff.current),
      isSeen: () => shown.current?.ownerDocument.hidden === false,
      onPutOff: (reachedAt) => {
        latestPutOff.current = { since, reachedAt };
        setPutOff(latestPutOff.current);
      },
      onWarning: (remaining) => {
        const soon = duration(Math.round(remaining / 5_000) * 5_000, messages.locale);
        const text = atLimit === 'resume' ? words.resumesSoon(soon) : words.limitSoon(soon);
        announcer.say(callId, { text, politeness: 'assertive' });
      },
      resume: () => {
        try {
          perform('ResumeCallRecording', 'pause-limit');
        } catch {
          // The host does not want it, or an agent was quicker. "Pause limit reached." stays.
        }
      },
    });
    watched.current = pauseLimit;
    return () => {
      watched.current = undefined;
      pauseLimit.stop();
    };
  }, [desktop, callId, since, limit, atLimit, perform, announcer, messages, words, shown]);

  const keepPaused = (): void => {
    watched.current?.keepPaused();
  };
  if (since === undefined) return { remaining: undefined, isWarning: false, keepPaused };
  const remaining = Math.max(0, reachedAtOf(since, limit, putOff) - now);
  return { remaining, isWarning: remaining < warningTime, keepPaused };
}

function reachedAtOf(since: number, limit: number, putOff: PutOff | undefined): number {
  return putOff?.since === since ? putOff.reachedAt : since + limit;
}
