import { baseEnglish } from './baseEnglish.ts';
import type { Messages } from './messages.ts';
import {
  activeCallEnglish,
  callSummaryEnglish,
  callsEnglish,
  confirmStopEnglish,
  miniWindowEnglish,
  pauseLimitEnglish,
  sensitiveEnglish,
  timelineEnglish,
} from './widgetEnglish.ts';

/** The whole English catalogue. A catalogue of your own can begin as a copy of it. */
export const english: Messages = {
  ...baseEnglish,
  sensitive: sensitiveEnglish,
  pauseLimit: pauseLimitEnglish,
  confirmStop: confirmStopEnglish,
  timeline: timelineEnglish,
  calls: callsEnglish,
  miniWindow: miniWindowEnglish,
  activeCall: activeCallEnglish,
  callSummary: callSummaryEnglish,
};
