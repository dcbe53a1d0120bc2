import { inTime } from '../client/shownWindows.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';

/**
 * - `failure`: an operation failed, or nobody knows whether it took place. It falls.
 * - `resumed`: a recording that the agent had paused or stopped goes on, unasked. It rises.
 */
export type AlertSound = 'failure' | 'resumed';

/**
 * How long a sound lasts in all, in ms. A screen reader announces the same at once. It has its sentence
 * 60 ms later (`LiveRegions.tsx`) and needs more than a tenth of a second to begin to speak. The sound
 * is over by then, so neither covers the other and neither waits for the other.
 */
const soundTime = 160;

/** Frequencies in Hz, one after the other. They differ in direction, number and pitch. */
const notes: Readonly<Record<AlertSound, readonly number[]>> = {
  failure: [392, 262],
  resumed: [659, 784, 988],
};

/**
 * A browser that has not started a sound by then keeps it back, and it would be heard together with the
 * words. In ms.
 */
const patience = 50;

export interface AlertSounds {
  /** @param volume from 0 to 1 */
  readonly play: (sound: AlertSound, volume: number) => void;
  readonly close: () => void;
}

/**
 * Makes sounds with Web Audio: there is no file to load. Browsers keep a page silent until somebody
 * has pressed something in it; then nothing is heard, a diagnostic says so once, and no sound comes
 * late.
 */
export function createAlertSounds(report: OnDiagnostic): AlertSounds {
  let context: AudioContext | undefined;
  let isBlockTold = false;

  const tellBlocked = (reason: 'no-gesture' | 'not-supported'): void => {
    if (isBlockTold) return;
    isBlockTold = true;
    report({ code: 'sound-blocked', reason });
  };
  /** With a gesture, so that the browser lets it sound later on. */
  const wake = (): AudioContext | undefined => {
    context ??= openAudio();
    if (!context) return undefined;
    if (context.state !== 'running') context.resume().catch(() => undefined);
    return context;
  };
  const gestures = ['pointerdown', 'keydown'] as const;
  for (const gesture of gestures) addEventListener(gesture, wake, { capture: true, passive: true });

  return {
    play: (sound, volume) => {
      // Without a gesture a browser would write a warning into the console.
      if (!context && !mayHavePressed()) {
        tellBlocked('no-gesture');
        return;
      }
      const awake = wake();
      if (!awake) {
        tellBlocked('not-supported');
        return;
      }
      const start = (): void => {
        isBlockTold = false;
        playNotes(awake, notes[sound], volume);
      };
      if (awake.state === 'running') {
        start();
        return;
      }
      let isLate = false;
      const stopWaiting = inTime(() => {
        isLate = true;
        tellBlocked('no-gesture');
      }, patience);
      awake.resume().then(
        () => {
          stopWaiting();
          if (!isLate) start();
        },
        () => undefined,
      );
    },
    close: () => {
      for (const gesture of gestures) removeEventListener(gesture, wake, { capture: true });
      context?.close().catch(() => undefined);
      context = undefined;
    },
  };
}

/** There is none in jsdom, and a browser refuses one when a page has opened too many. */
function openAudio(): AudioContext | undefined {
  try {
    return new AudioContext();
  } catch {
    return undefined;
  }
}

/** Whether somebody may have pressed something in this page: not every browser tells. */
function mayHavePressed(): boolean {
  return !('userActivation' in navigator) || navigator.userActivation.hasBeenActive;
}

function playNotes(context: AudioContext, frequencies: readonly number[], volume: number): void {
  const length = soundTime / 1_000 / frequencies.length;
  const loudness = Math.min(1, Math.max(0, volume));
  frequencies.forEach((frequency, index) => {
    const at = context.currentTime + index * length;
    const gain = new GainNode(context, { gain: 0 });
    // Without edges, which would click.
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(loudness, at + 0.015);
    gain.gain.linearRampToValueAtTime(0, at + length);
    const note = new OscillatorNode(context, { type: 'triangle', frequency });
    note.connect(gain).connect(context.destination);
    note.start(at);
    note.stop(at + length);
  });
}
