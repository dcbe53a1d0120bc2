import { useEffect, useRef, useState, type RefObject } from 'react';
import { pauseLimitEnglish } from '../i18n/widgetEnglish.ts';
import { duration } from '../i18n/duration.ts';
import type { CallId } from '../model/call.ts';
import { pausedSince } from '../model/callRecording.ts';
import { isStale } from '../model/connection.ts';
import { steadyNow } from '../model/steadyClock.ts';
import { useDesktopContext } from './desktopContext.ts';
import { inOneTab } from './oneTab.ts';
import { pauseKeeperOf } from './pauseKeeper.ts';
import { useCallRecording } from './useCallRecording.ts';
import { onTick, useNow } from './useNow.ts';
import { useRecordingOperation } from './useRecordingOperation.ts';

export interface PauseLimitView {
  /** Until the limit, in ms. Undefined while nothing is paused. */
  readonly remaining: number | undefined;
  /** It is close: offer to put it off. */
  readonly isWarning: boolean;
  readonly keepPaused: () => void;
}

/** So long before the limit the agent is warned: more than the 20 s that WCAG 2.2.1 asks for. */
const warning = 30_000;
/** Seen for less than this it was no warning. In ms. */
const leastWarning = 20_000;
/** A tick that comes later than this was held back, and nobody saw the warning. In ms. */
const asleep = 5_000;

/** What the tabs of a browser tell each other. */
interface PutOff {
  readonly callId: CallId;
  /** How long the pause may still last, in ms: each tab has a clock of its own. */
  readonly remaining: number;
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
  const recordingNow = useCallRecording(anyId);
  const callId = recordingNow.callId ?? anyId;
  const perform = useRecordingOperation(callId);
  const since = pausedSince(recordingNow);
  const now = useNow(since !== undefined);
  // Until when the pause that began then may last; put off, it is later than the limit.
  const [putOff, setPutOff] = useState<{ readonly since: number; readonly until: number }>();
  const current = useRef(putOff);
  const tabs = useRef<BroadcastChannel>(undefined);

  useEffect(() => {
    if (since === undefined) return undefined;
    const endsAt = (): number =>
      current.current?.since === since ? current.current.until : since + limit;
    const setEnd = (until: number): void => {
      if (until === endsAt()) return;
      current.current = { since, until };
      setPutOff(current.current);
    };
    let lastTick = steadyNow();
    let warnedOf = 0;
    let resumedAt = 0;

    const resume = (): void => {
      try {
        perform('ResumeCallRecording', 'pause-limit');
      } catch {
        // The host does not want it, or an agent was quicker. "Pause limit reached." stays.
      }
    };
    const onSecond = (): void => {
      const at = steadyNow();
      const until = endsAt();
      const wasAsleep = at - lastTick > asleep;
      // Such as a limit that is set, or mounted, when the pause has lasted that long already.
      const isUnwarned = atLimit === 'resume' && warnedOf !== until && until - at < leastWarning;
      lastTick = at;
      if (until - at >= warning || resumedAt === until) return;
      const { recording } = desktop.call(callId).getState();
      if (
        shown.current?.ownerDocument.hidden !== false ||
        wasAsleep ||
        isUnwarned ||
        recording.pending ||
        isStale(desktop.connection.getState()) ||
        pauseKeeperOf(desktop).isHeld(callId)
      ) {
        setEnd(at + warning);
      } else if (at < until && warnedOf !== until) {
        warnedOf = until;
        const soon = duration(Math.round((until - at) / 5_000) * 5_000, messages.locale);
        const text = atLimit === 'resume' ? words.resumesSoon(soon) : words.limitSoon(soon);
        announcer.say(callId, { text, politeness: 'assertive' });
      } else if (at >= until && atLimit === 'resume') {
        resumedAt = until;
        if (recording.allowed.includes('ResumeCallRecording'))
          inOneTab(`tallylight limit ${callId}`, asleep, resume);
      }
    };
    const channel =
      typeof BroadcastChannel === 'undefined'
        ? undefined
        : new BroadcastChannel('tallylight pause limit');
    channel?.addEventListener('message', ({ data }: MessageEvent<PutOff>) => {
      if (data.callId === callId) setEnd(steadyNow() + data.remaining);
    });
    tabs.current = channel;
    const stop = onTick(onSecond);
    return () => {
      stop();
      channel?.close();
    };
  }, [desktop, callId, since, limit, atLimit, perform, announcer, messages, words, shown]);

  if (since === undefined) return { remaining: undefined, isWarning: false, keepPaused };
  const until = putOff?.since === since ? putOff.until : since + limit;
  const remaining = Math.max(0, until - now);
  return { remaining, isWarning: remaining < warning, keepPaused };

  function keepPaused(): void {
    if (since === undefined) return;
    current.current = { since, until: steadyNow() + limit };
    setPutOff(current.current);
    // What one tab puts off must not run out in another.
    tabs.current?.postMessage({ callId, remaining: limit } satisfies PutOff);
  }
}
