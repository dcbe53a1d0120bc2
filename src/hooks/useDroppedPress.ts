import { useEffect, useState } from 'react';
import type { CallId } from '../model/call.ts';
import type { DesktopContextValue } from './desktopContext.ts';

export interface DroppedPress {
  /** What is shown for a while, so that a press that was not sent is never silent. */
  readonly note: string | undefined;
  /** Shows it, and says it once for as long as it is shown. */
  readonly tell: () => void;
  /** The next press was sent. */
  readonly forget: () => void;
}

/** Long enough to be read by somebody who looks at the caller's data first. In ms. */
const shownFor = 8_000;

/** Tells an agent that a press was not sent because its button had just changed. */
export function useDroppedPress(
  { announcer, messages }: Pick<DesktopContextValue, 'announcer' | 'messages'>,
  callId: CallId,
): DroppedPress {
  // By call: what was pressed on another call is no news of this one.
  const [droppedOn, setDroppedOn] = useState<CallId>();
  useEffect(() => {
    if (droppedOn === undefined) return undefined;
    const timer = setTimeout(() => setDroppedOn(undefined), shownFor);
    return () => clearTimeout(timer);
  }, [droppedOn]);
  const isShown = droppedOn === callId;
  return {
    note: isShown ? messages.pressDropped : undefined,
    tell: () => {
      if (!isShown) announcer.say(callId, { text: messages.pressDropped });
      setDroppedOn(callId);
    },
    forget: () => setDroppedOn(undefined),
  };
}
