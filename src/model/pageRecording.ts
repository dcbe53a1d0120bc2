import type { CallRecording } from './callRecording.ts';
import { isOpen } from './recordingBlock.ts';

/** What is said of all the calls of a desktop at once. The more worrying stands first. */
export const pageRecordings = ['not-known', 'paused', 'recording'] as const;

/**
 * - `not-known`: of at least one call nobody knows whether it is being recorded.
 * - `paused`: at least one is paused. That is worse than recording: it can be forgotten.
 * - `recording`: at least one is being recorded.
 */
export type PageRecording = (typeof pageRecordings)[number];

/** What one call adds to that, or `nothing`. A call that is over is `over`, whatever is known. */
export function recordingForPage(recording: CallRecording): PageRecording | 'nothing' | 'over' {
  const { state, doubt, outcome, ended, isKnown } = recording;
  if (ended || !isKnown) return 'over';
  if (doubt || (outcome && isOpen(outcome))) return 'not-known';
  switch (state) {
    case 'Unknown':
      return 'not-known';
    case 'Paused':
      return 'paused';
    case 'Recording':
      return 'recording';
    case 'Stopped':
    case 'None':
      return 'nothing';
    default:
      return state satisfies never;
  }
}
