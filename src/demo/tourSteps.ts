import type { ControlCommand } from '../mock-server/index.ts';
import type { DemoMessages } from './words/english.ts';

/** A fault of the tour. Its words are in `words/`. */
export interface TourStep {
  readonly name: keyof DemoMessages['tour']['steps'];
  /** The commands for the mock server. */
  readonly commands: (callId: string) => readonly ControlCommand[];
  /** Whether the tour requests a pause after that, as an agent who presses Pause does. */
  readonly pauses: 'afterwards' | 'never';
}

export const tourSteps: readonly [TourStep, ...TourStep[]] = [
  {
    name: 'lost',
    commands: (callId) => [{ verb: 'lost', callId }],
    pauses: 'afterwards',
  },
  {
    name: 'nothingDone',
    commands: (callId) => [{ verb: 'responseWithoutEvent', callId }],
    pauses: 'afterwards',
  },
  {
    name: 'refused',
    commands: (callId) => [{ verb: 'rejectNext', statusCode: 2, callId }],
    pauses: 'afterwards',
  },
  {
    name: 'someoneElse',
    commands: (callId) => [{ verb: 'supervisorStop', callId }],
    pauses: 'never',
  },
  {
    name: 'outage',
    // The event of the stop is lost, so that only reading the call after the outage shows it.
    commands: (callId) => [
      { verb: 'lost', callId },
      { verb: 'supervisorStop', callId },
      { verb: 'restart', ms: 8000 },
    ],
    pauses: 'never',
  },
  {
    name: 'stale',
    commands: (callId) => [{ verb: 'stale', callId }],
    pauses: 'afterwards',
  },
];
