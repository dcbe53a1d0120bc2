import { useEffect, useRef } from 'react';
import { createAlertSounds } from '../watchers/alertSounds.ts';
import { watchAlarms } from '../watchers/watchAlarms.ts';
import { useDesktopContext } from './desktopContext.ts';

/** What `useRecordingSounds` takes. */
export interface RecordingSoundsOptions {
  /**
   * From 0 to 1, for an agent's settings. A value that is no number counts as the default.
   *
   * @defaultValue 0.3
   */
  readonly volume?: number | undefined;
}

const defaultVolume = 0.3;

/**
 * Plays a short sound when an operation on a recording fails, and another one when a recording goes
 * on that the agent had paused or stopped, although the agent did not ask for that. It does so for every
 * call of the desktop, shown or not, and in only one tab of the browser.
 *
 * The same is announced at once, and the announcement does not wait for the sound. The sound lasts a
 * sixth of a second, so it is over before a screen reader begins to speak. Nothing is downloaded.
 * Browsers keep a page silent until somebody has pressed something in it. Until then no sound is played,
 * and the diagnostic `sound-blocked` reports that.
 *
 * @throws AgentDesktopError `no-agent-desktop` outside `<AgentDesktopProvider>`
 * @example useRecordingSounds({ volume: 0.5 });
 */
export function useRecordingSounds({ volume = defaultVolume }: RecordingSoundsOptions = {}): void {
  const { desktop, latestMessages } = useDesktopContext('useRecordingSounds');
  const latest = useRef(volume);
  useEffect(() => {
    latest.current = Number.isFinite(volume) ? volume : defaultVolume;
  });
  useEffect(() => {
    const sounds = createAlertSounds(desktop.report);
    const stops = [
      watchAlarms(desktop, latestMessages, (sound) => sounds.play(sound, latest.current)),
      sounds.close,
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [desktop, latestMessages]);
}
