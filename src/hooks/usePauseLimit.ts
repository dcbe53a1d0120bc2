import { useRef, useState, type RefObject } from 'react';
import { duration } from '../i18n/duration.ts';
import { pauseLimitEnglish } from '../i18n/widgetEnglish.ts';
import type { CallId } from '../model/call.ts';
import { pausedSince } from '../model/callRecording.ts';
import { timeOption } from '../model/timeOption.ts';
import { warningTime, watchPauseLimit, type PauseLimit } from '../watchers/pauseLimit.ts';
import { useDesktopContext } from './desktopContext.ts';
import { useCallRecording } from './useCallRecording.ts';
import { useCommitEffect } from './useCommitEffect.ts';
import { useNow } from './useNow.ts';
import { useRecordingOperation } from './useRecordingOperation.ts';

export interface PauseLimitView {
  /** The time until the limit, in ms. Undefined while nothing is paused. */
  readonly remaining: number | undefined;
  /** The limit is close, so offer the agent to put it off. */
  readonly isWarning: boolean;
  readonly keepPaused: () => void;
}

/**
 * The pause that began at `since` reaches its limit at this later time, because somebody put it
 * off.
 */
interface PutOff {
  readonly since: number;
  readonly reachedAt: number;
}

/**
 * Counts a pause down to a limit that was agreed on, and warns the agent. If that was agreed on
 * too, it then resumes the recording, by an operation like any other, which the server has to
 * confirm. There are always at least 30 s left while the agent cannot see the limit (the window is
 * hidden or asleep), while what is shown may be out of date, and while a `SensitiveSection` is
 * open. A recording never resumes without a warning.
 *
 * @param givenLimit in ms. What is no time is no limit
 * @param atLimit `resume` only if the host's policy says so
 * @param shown an element in the window that shows the limit. The page itself may be hidden while
 *   the agent sees a window that it has opened.
 * @throws AgentDesktopError `no-agent-desktop` outside `<AgentDesktopProvider>`
 */
export function usePauseLimit(
  anyId: CallId,
  givenLimit: number,
  atLimit: 'remind' | 'resume',
  shown: RefObject<Element | null>,
): PauseLimitView {
  const { desktop, latestMessages, announcer } = useDesktopContext('usePauseLimit');
  const recording = useCallRecording(anyId);
  const callId = recording.callId ?? anyId;
  const perform = useRecordingOperation(callId);
  const limit = givenLimit === 0 ? 0 : timeOption(givenLimit, NaN);
  const since = Number.isNaN(limit) ? undefined : pausedSince(recording);
  const now = useNow(since !== undefined);
  const [putOff, setPutOff] = useState<PutOff>();
  // The effect below may run again during one pause. It must then go on with the limit as it was
  // put off before.
  const latestPutOff = useRef<PutOff>(undefined);
  const watched = useRef<PauseLimit>(undefined);

  // A press on the button may come right after it is drawn, before React runs `useEffect`.
  useCommitEffect(() => {
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
        const messages = latestMessages();
        const words = messages.wordsOf('pauseLimit', pauseLimitEnglish);
        const soon = duration(Math.round(remaining / 5_000) * 5_000, messages.locale);
        const text = atLimit === 'resume' ? words.resumesSoon(soon) : words.limitSoon(soon);
        announcer.say(callId, { text, politeness: 'assertive' });
      },
      resume: () => {
        try {
          perform('ResumeCallRecording', 'pause-limit');
        } catch {
          // The host's veto refused it, or an agent pressed first. "Pause limit reached." stays on
          // the screen.
        }
      },
    });
    watched.current = pauseLimit;
    return () => {
      watched.current = undefined;
      pauseLimit.stop();
    };
  }, [desktop, callId, since, limit, atLimit, perform, announcer, latestMessages, shown]);

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
