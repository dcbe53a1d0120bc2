import { inTime } from '../client/shownWindows.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';

/**
 * - `failure`: an operation failed, or nobody knows whether it took place. The pitch falls.
 * - `resumed`: a recording goes on that the agent had paused or stopped, and the agent did not ask
 *   for it. The pitch rises.
 */
export type AlertSound = 'failure' | 'resumed';

/**
 * How long a sound lasts in all, in ms. A screen reader announces the same at once. It has its sentence
 * 60 ms later (`LiveRegions.tsx`) and needs more than a tenth of a second to begin to speak. The sound
 * is over by then, so neither covers the other and neither waits for the other.
 */
const soundTime = 160;

/**
 * The frequencies of the notes of each sound, in Hz. The two sounds differ in direction, number and
 * pitch, so that nobody takes one for the other.
 */
const notes: Readonly<Record<AlertSound, readonly number[]>> = {
  failure: [392, 262],
  resumed: [659, 784, 988],
};

/**
 * If the browser has not allowed the sound within this time, the sound is left out, because it would be
 * heard together with the announcement. In ms.
 */
const longestDelay = 50;

export interface AlertSounds {
  /** @param volume from 0 to 1 */
  readonly play: (sound: AlertSound, volume: number) => void;
  readonly close: () => void;
}

/**
 * Makes sounds with Web Audio, so that there is no file to load. Browsers keep a page silent until
 * somebody has pressed something in it. Until then no sound is heard, a diagnostic says so once,
 * and no sound is played later.
 */
export function createAlertSounds(report: OnDiagnostic): AlertSounds {
  let context: AudioContext | undefined;
  let isBlockReported = false;

  const reportBlocked = (reason: 'no-gesture' | 'not-supported'): void => {
    if (isBlockReported) return;
    isBlockReported = true;
    report({ code: 'sound-blocked', reason });
  };
  /** Returns the running context. It is also called at each press, so that the browser allows sounds later. */
  const resumeContext = (): AudioContext | undefined => {
    context ??= openAudio();
    if (!context) return undefined;
    if (context.state !== 'running') resume(context).catch(() => undefined);
    return context;
  };
  const gestures = ['pointerdown', 'keydown'] as const;
  for (const gesture of gestures)
    addEventListener(gesture, resumeContext, { capture: true, passive: true });

  return {
    play: (sound, volume) => {
      // Before the first gesture, an `AudioContext` would make the browser write a warning to the
      // console.
      if (!context && !mayHavePressed()) {
        reportBlocked('no-gesture');
        return;
      }
      const resumed = resumeContext();
      if (!resumed) {
        reportBlocked('not-supported');
        return;
      }
      const start = (): void => {
        isBlockReported = false;
        try {
          playNotes(resumed, notes[sound], volume);
        } catch {
          reportBlocked('not-supported');
        }
      };
      if (resumed.state === 'running') {
        start();
        return;
      }
      let isLate = false;
      const stopWaiting = inTime(() => {
        isLate = true;
        reportBlocked('no-gesture');
      }, longestDelay);
      resume(resumed).then(
        () => {
          stopWaiting();
          if (!isLate) start();
        },
        () => undefined,
      );
    },
    close: () => {
      for (const gesture of gestures)
        removeEventListener(gesture, resumeContext, { capture: true });
      if (context) close(context).catch(() => undefined);
      context = undefined;
    },
  };
}

/**
 * Returns undefined in jsdom, which has no Web Audio, when a page has opened too many contexts, and when
 * the page may not use what it gets.
 */
function openAudio(): AudioContext | undefined {
  try {
    const context = new AudioContext();
    return typeof context.resume === 'function' ? context : undefined;
  } catch {
    return undefined;
  }
}

// These two reject, and never throw, where the page may not use what it got.
async function resume(context: AudioContext): Promise<void> {
  await context.resume();
}
async function close(context: AudioContext): Promise<void> {
  await context.close();
}

/** Whether somebody may have pressed something in this page. Not every browser reports that. */
function mayHavePressed(): boolean {
  return !('userActivation' in navigator) || navigator.userActivation.hasBeenActive;
}

function playNotes(context: AudioContext, frequencies: readonly number[], volume: number): void {
  const length = soundTime / 1_000 / frequencies.length;
  const loudness = Math.min(1, Math.max(0, volume));
  frequencies.forEach((frequency, index) => {
    const at = context.currentTime + index * length;
    const gain = new GainNode(context, { gain: 0 });
    // The loudness rises and falls slowly, because a sudden change would be heard as a click.
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(loudness, at + 0.015);
    gain.gain.linearRampToValueAtTime(0, at + length);
    const note = new OscillatorNode(context, { type: 'triangle', frequency });
    note.connect(gain).connect(context.destination);
    note.start(at);
    note.stop(at + length);
  });
}
