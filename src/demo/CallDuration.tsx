import type { ReactElement } from 'react';
import type { Call } from '../index.ts';
import { secondsOf, useNowWhile } from './callClock.ts';

export interface CallDurationProps {
  readonly call: Call;
  /** When the call ended, and its duration with it. Steady clock, epoch ms. */
  readonly endedAt: number | undefined;
}

/** How long the call has lasted. */
export function CallDuration({ call, endedAt }: CallDurationProps): ReactElement | null {
  const now = useNowWhile(endedAt === undefined && call.duration !== undefined);
  const seconds = secondsOf(call, endedAt ?? now);
  if (seconds === undefined) return null;
  return (
    <time className="duration" dateTime={`PT${seconds}S`} dir="ltr">
      {String(Math.floor(seconds / 60)).padStart(2, '0')}:{String(seconds % 60).padStart(2, '0')}
    </time>
  );
}
