import {
  ConfirmStop,
  type PauseLimitProps,
  type RecordingControlsProps,
  type RecordingShortcuts,
} from '../index.ts';
import type { Settings } from './settings.ts';

/** How the buttons are drawn, by the rule for a Stop. */
export const stopRules: Readonly<
  Record<Settings['stop'], Pick<RecordingControlsProps, 'renderButton'>>
> = {
  'at-once': {},
  'asks-first': {
    renderButton: (props, { slot }) =>
      slot === 'stop' ? <ConfirmStop {...props} /> : <button {...props} />,
  },
};

/** How long a pause may last, and what happens then. */
export const pauseLimits: Readonly<
  Record<Settings['pauseLimit'], Pick<PauseLimitProps, 'limit' | 'atLimit'> | undefined>
> = {
  none: undefined,
  reminds: { limit: 300_000 },
  resumes: { limit: 60_000, atLimit: 'resume' },
};

export const recordingShortcuts: Readonly<
  Record<Settings['shortcuts'], RecordingShortcuts | undefined>
> = {
  off: undefined,
  on: {
    StartCallRecording: 'Alt+Shift+S',
    PauseCallRecording: 'Alt+Shift+P',
    ResumeCallRecording: 'Alt+Shift+R',
    StopCallRecording: 'Alt+Shift+X',
  },
};
