import type { WidgetMessages } from './messages.ts';

// Each widget has its words in a constant of its own, so that a desktop without the widget does not
// load them.

export const sensitiveEnglish: WidgetMessages['sensitive'] = {
  label: 'Sensitive details',
  waiting: 'Waiting for the pause…',
  recordingAgain: 'Recording is running again.',
  pausingNotPossible: 'Pausing is not possible now.',
  pauseAgain: 'Pause again',
  continue: 'Unlock the fields',
  fieldsReady: 'Fields ready.',
  fieldsBlocked: 'Fields blocked.',
};

export const pauseLimitEnglish: WidgetMessages['pauseLimit'] = {
  resumesIn: (time) => `Resumes in ${time}`,
  limitIn: (time) => `Pause limit in ${time}`,
  reached: 'Pause limit reached.',
  resumesSoon: (duration) => `Recording resumes in ${duration}.`,
  limitSoon: (duration) => `Pause limit in ${duration}.`,
  keepPaused: 'Keep paused',
};

export const confirmStopEnglish: WidgetMessages['confirmStop'] = {
  question: 'Stop recording? It cannot be restarted on this call.',
  keep: 'Don’t stop',
};

export const timelineEnglish: WidgetMessages['timeline'] = {
  label: 'Recording over the call',
  recorded: 'Recorded',
  notRecorded: 'Not recorded',
  fromTo: (from, until) => `${from} to ${until}`,
  now: 'now',
  times: 'Times',
  from: 'From',
  until: 'To',
  length: 'Length',
};

export const activeCallEnglish: WidgetMessages['activeCall'] = {
  none: 'Not sent: no call is active.',
  several: 'Not sent: several calls are active. Use the button of the call.',
  notKnown: 'Not sent: it is not known which call is active. Use the button of the call.',
  settling: 'Not sent: the recording had just changed. Press again.',
};

export const miniWindowEnglish: WidgetMessages['miniWindow'] = {
  open: 'Keep on top',
  close: 'Close the small window',
  notSupported: 'This browser cannot keep a window on top of the others.',
  failed: 'The window could not be opened. Try again.',
};

export const callSummaryEnglish: WidgetMessages['callSummary'] = {
  inDoubt: 'There was doubt: these times may not be exact.',
};

export const callsEnglish: WidgetMessages['calls'] = {
  label: 'Calls',
  none: 'No calls',
  waiting: 'Waiting for the server. Your calls appear as soon as it answers.',
};
