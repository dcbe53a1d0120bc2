import { useEffect, useState, useSyncExternalStore } from 'react';
import {
  steadyNow,
  useCallRecording,
  useConnectionStatus,
  type ReportedRecordingState,
} from '../index.ts';
import { createLog } from './log.ts';

/** How certain the widget is: the state is certain, an operation is pending, or the state is in doubt. */
export type Certainty = 'sure' | 'asked' | 'inDoubt';

/** What the widget has shown of a call from a time on. */
export interface Shown {
  /** Steady clock, epoch ms. */
  readonly at: number;
  readonly state: ReportedRecordingState;
  readonly certainty: Certainty;
}

/** What the widget shows of a call now, and what it has shown since this hook was mounted. */
export function useShown(callId: string): {
  readonly now: Omit<Shown, 'at'>;
  /** Newest first. */
  readonly past: readonly Shown[];
} {
  const { isKnown, state, pending, doubt, outcome } = useCallRecording(callId);
  const { phase } = useConnectionStatus();
  const [log] = useState(() => createLog<Shown>(100));
  const past = useSyncExternalStore(log.subscribe, log.entries);
  const isInDoubt =
    !isKnown || phase !== 'live' || doubt !== undefined || outcome?.ending === 'unconfirmed';
  const certainty = isInDoubt ? 'inDoubt' : pending ? 'asked' : 'sure';

  useEffect(() => {
    log.add({ at: steadyNow(), state, certainty });
  }, [log, state, certainty]);

  return { now: { state, certainty }, past };
}
