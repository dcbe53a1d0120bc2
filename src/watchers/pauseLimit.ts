import type { AgentDesktop } from '../client/agentDesktop.ts';
import type { CallId } from '../model/call.ts';
import { isStale } from '../model/connection.ts';
import { steadyNow } from '../model/steadyClock.ts';
import { openChannel } from '../transport/openChannel.ts';
import { onTick } from './everySecond.ts';
import { inOneTab } from './oneTab.ts';
import { pauseKeeperOf } from './pauseKeeper.ts';

/** The agent is warned this long before the limit: more than the 20 s that WCAG 2.2.1 asks for. */
export const warningTime = 30_000;
/** A warning that was shown for less time than this does not count. In ms. */
const shortestWarning = 20_000;
/**
 * When two ticks are further apart than this, the computer was sleeping or the browser has delayed them,
 * so nobody saw the warning meanwhile. In ms.
 */
const longestTick = 5_000;
/** After one tab has requested the Resume, the other tabs do not request it for this long. In ms. */
const resumeBlocksOthers = 5_000;

/** One pause of a call, and what to do about its limit. */
export interface PauseToLimit {
  readonly desktop: AgentDesktop;
  readonly callId: CallId;
  /** How long a pause may last, in ms. */
  readonly limit: number;
  readonly atLimit: 'remind' | 'resume';
  /** When the pause reaches its limit, unless this is put off. Steady clock, epoch ms. */
  readonly reachedAt: number;
  /** Whether the agent can see the limit now. */
  readonly isSeen: () => boolean;
  readonly onPutOff: (reachedAt: number) => void;
  /** The limit will be reached in this time, in ms. */
  readonly onWarning: (remaining: number) => void;
  /** The limit was reached, and this tab is the one that resumes. */
  readonly resume: () => void;
}

export interface PauseLimit {
  /** The pause may last for another whole limit, in every tab of the browser. */
  readonly keepPaused: () => void;
  readonly stop: () => void;
}

/**
 * - `counting`: the limit is not close, or the agent was not warned of it yet.
 * - `warned`: the agent was warned.
 * - `resumed`: a Resume was requested. Nothing more happens, whatever became of it.
 *
 * Putting the limit off leads from each of them to `counting`.
 */
type Phase = 'counting' | 'warned' | 'resumed';

/**
 * Watches one pause until it reaches its limit: warns the agent, and resumes if that was agreed on.
 * It puts the limit off whenever the agent could not have seen or used the warning.
 */
export function watchPauseLimit(pause: PauseToLimit): PauseLimit {
  const { desktop, callId, limit, atLimit } = pause;
  let { reachedAt } = pause;
  let phase: Phase = 'counting';
  let lastTick = steadyNow();

  const putOff = (until: number): void => {
    if (until === reachedAt) return;
    reachedAt = until;
    phase = 'counting';
    pause.onPutOff(until);
  };

  const mustWait = (): boolean =>
    !pause.isSeen() ||
    desktop.call(callId).getState().recording.pending !== undefined ||
    isStale(desktop.connection.getState()) ||
    pauseKeeperOf(desktop).isHeld(callId);

  const onSecond = (): void => {
    const at = steadyNow();
    const remaining = reachedAt - at;
    const wasAsleep = at - lastTick > longestTick;
    lastTick = at;
    if (remaining >= warningTime || phase === 'resumed') return;
    // This happens when a limit is set, or mounted, after the pause has lasted that long already.
    const isUnwarned = atLimit === 'resume' && phase === 'counting' && remaining < shortestWarning;
    if (wasAsleep || isUnwarned || mustWait()) {
      putOff(at + warningTime);
    } else if (remaining > 0 && phase === 'counting') {
      phase = 'warned';
      pause.onWarning(remaining);
    } else if (remaining <= 0 && atLimit === 'resume') {
      phase = 'resumed';
      if (desktop.call(callId).getState().recording.allowed.includes('ResumeCallRecording'))
        inOneTab(`tallylight limit ${callId}`, resumeBlocksOthers, pause.resume);
    }
  };

  const channel = openChannel('tallylight pause limit');
  channel?.listen((data) => {
    const remaining = remainingOf(data, callId);
    if (remaining !== undefined) putOff(steadyNow() + remaining);
  });
  const stopTicking = onTick(onSecond);

  return {
    keepPaused: () => {
      putOff(steadyNow() + limit);
      // The limit must not be reached in one tab after the agent has put it off in another.
      const message: PutOffMessage = { callId, remaining: limit };
      channel?.post(message);
    },
    stop: () => {
      stopTicking();
      channel?.close();
    },
  };
}

/** What the tabs of a browser tell each other. */
interface PutOffMessage {
  readonly callId: CallId;
  /**
   * How long the pause may still last, in ms. A time of day would be wrong, because each tab has
   * its own clock.
   */
  readonly remaining: number;
}

/**
 * Returns how long the pause of this call may still last according to a message of another tab,
 * which may be of any version.
 */
function remainingOf(message: unknown, callId: CallId): number | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  if (!('callId' in message) || message.callId !== callId) return undefined;
  if (!('remaining' in message) || typeof message.remaining !== 'number') return undefined;
  return Number.isFinite(message.remaining) && message.remaining >= 0
    ? message.remaining
    : undefined;
}
