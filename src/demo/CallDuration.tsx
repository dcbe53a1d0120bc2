import { useEffect, useState, type ReactElement } from 'react';
import { steadyNow, type Call } from '../index.ts';

export interface CallDurationProps {
  readonly call: Call;
  /** When the call ended, and its duration with it. Steady clock, epoch ms. */
  readonly endedAt: number | undefined;
}

/** How long the call has lasted: what the server said, and the time since it said so. */
export function CallDuration({ call, endedAt }: CallDurationProps): ReactElement | null {
  const isTicking = endedAt === undefined && call.duration !== undefined;
  const [now, setNow] = useState(() => steadyNow());

  useEffect(() => {
    if (!isTicking) return undefined;
    const timer = setInterval(() => {
      setNow(steadyNow());
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, [isTicking]);

  if (call.duration === undefined) return null;
  const sinceSaid = Math.max(0, (endedAt ?? now) - firstSeen(call));
  const seconds = Math.floor(call.duration + sinceSaid / 1000);
  return (
    <time className="duration" dateTime={`PT${seconds}S`} dir="ltr">
      {String(Math.floor(seconds / 60)).padStart(2, '0')}:{String(seconds % 60).padStart(2, '0')}
    </time>
  );
}

/**
 * A call object is one message's; `duration` counts up to when it came (steady clock, epoch ms).
 */
const seen = new WeakMap<Call, number>();

function firstSeen(call: Call): number {
  const at = seen.get(call) ?? steadyNow();
  seen.set(call, at);
  return at;
}
