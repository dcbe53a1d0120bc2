import { useEffect, useState } from 'react';
import { steadyNow, type Call } from '../index.ts';

/** Returns the steady clock, read once a second while `isWanted`. Epoch ms. */
export function useNowWhile(isWanted: boolean): number {
  const [now, setNow] = useState(() => steadyNow());

  useEffect(() => {
    if (!isWanted) return undefined;
    const timer = setInterval(() => {
      setNow(steadyNow());
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, [isWanted]);

  return now;
}

/**
 * How long the call has lasted, in seconds. It is the sum of the duration that the server reported and
 * the time since then.
 *
 * @param at steady clock, epoch ms
 */
export function secondsOf(call: Call, at: number): number | undefined {
  if (call.duration === undefined) return undefined;
  return Math.floor(call.duration + Math.max(0, at - firstSeen(call)) / 1000);
}

/**
 * When each call object was seen first. A call object belongs to one message, and its `duration` is
 * the one at that time.
 */
const seen = new WeakMap<Call, number>();

function firstSeen(call: Call): number {
  const at = seen.get(call) ?? steadyNow();
  seen.set(call, at);
  return at;
}
