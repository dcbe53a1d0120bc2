import type { CallRecording } from './callRecording.ts';
import { isOpen } from './recordingBlock.ts';

/** What is said of all calls of a desktop together. The most worrying value is the first. */
export const pageRecordings = ['not-known', 'paused', 'recording'] as const;

/**
 * - `not-known`: for at least one call it is not known whether it is being recorded.
 * - `paused`: at least one call is paused. That is worse than recording, because a pause can be
 *   forgotten.
 * - `recording`: at least one call is being recorded.
 */
export type PageRecording = (typeof pageRecordings)[number];

/**
 * What one call adds to that, or `nothing`. A call that has ended adds `over`, whatever else is
 * known.
 */
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
