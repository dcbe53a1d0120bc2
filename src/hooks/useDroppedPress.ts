import { useEffect, useState } from 'react';
import type { CallId } from '../model/call.ts';
import type { DesktopContextValue } from './desktopContext.ts';

export interface DroppedPress {
  /**
   * The text that is shown for a while after a press that was not sent, so that the agent is always
   * told.
   */
  readonly note: string | undefined;
  /** Shows the text, and announces it once for as long as it is shown. */
  readonly tell: () => void;
  /** Hides the text, because the next press was sent. */
  readonly forget: () => void;
}

/** An agent who looks at the caller's data first must still have time to read it. In ms. */
const shownFor = 8_000;

/** Tells an agent that a press was not sent because its button had just changed. */
export function useDroppedPress(
  { announcer, messages }: Pick<DesktopContextValue, 'announcer' | 'messages'>,
  callId: CallId,
): DroppedPress {
  // The text belongs to one call: when the widget shows another call, it must not say that a press
  // on that call was dropped.
  const [droppedOn, setDroppedOn] = useState<CallId>();
  useEffect(() => {
    if (droppedOn === undefined) return undefined;
    const timer = setTimeout(() => setDroppedOn(undefined), shownFor);
    return () => clearTimeout(timer);
  }, [droppedOn]);
  // A host without TypeScript may give no id while it has no call.
  const isShown = droppedOn !== undefined && droppedOn === callId;
  return {
    note: isShown ? messages.pressDropped : undefined,
    tell: () => {
      if (!isShown) announcer.say(callId, { text: messages.pressDropped });
      setDroppedOn(callId);
    },
    forget: () => setDroppedOn(undefined),
  };
}
