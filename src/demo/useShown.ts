import { useEffect, useState, useSyncExternalStore } from 'react';
import {
  steadyNow,
  useCallRecording,
  useConnectionStatus,
  type ReportedRecordingState,
} from '../index.ts';
import { createLog } from './log.ts';

/** How the widget says it: as a fact, as asked for and not yet confirmed, or as in doubt. */
export type Certainty = 'sure' | 'asked' | 'inDoubt';

/** What the widget has said of a call from a time on. */
export interface Shown {
  /** Steady clock, epoch ms. */
  readonly at: number;
  readonly state: ReportedRecordingState;
  readonly certainty: Certainty;
}

/** What the widget says of a call now, and what it has said since this was first asked. */
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
