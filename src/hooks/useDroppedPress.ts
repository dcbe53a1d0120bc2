import { useEffect, useState } from 'react';
import { sentences } from '../i18n/sentences.ts';
import type { CallId } from '../model/call.ts';
import { AgentDesktopError, type AgentDesktopErrorCode } from '../model/errors.ts';
import type { DesktopContextValue } from './desktopContext.ts';

export interface DroppedPress {
  /**
   * The text that is shown for a while after a press that was not sent, or a check that failed, so that
   * the agent is always told.
   */
  readonly note: string | undefined;
  /** Shows the text, and announces it once for as long as it is shown. */
  readonly tell: () => void;
  /** Does the same for a check of the call that failed, because such a check changes nothing else. */
  readonly tellFailedCheck: (cause: unknown) => void;
  /** Hides the text, because the next press was sent. */
  readonly forget: () => void;
}

/** An agent who looks at the caller's data first must still have time to read it. In ms. */
const shownFor = 8_000;

/** What the agent was told: that a press was not sent, or why a check failed. */
interface Told {
  readonly callId: CallId;
  readonly about: 'press' | AgentDesktopErrorCode;
}

/** Tells an agent that a press was not sent because its button had just changed. */
export function useDroppedPress(
  { announcer, messages }: Pick<DesktopContextValue, 'announcer' | 'messages'>,
  callId: CallId,
): DroppedPress {
  // The text belongs to one call: when the widget shows another call, it must not say that a press
  // on that call was dropped.
  const [told, setTold] = useState<Told>();
  useEffect(() => {
    if (told === undefined) return undefined;
    const timer = setTimeout(() => setTold(undefined), shownFor);
    return () => clearTimeout(timer);
  }, [told]);
  // A host without TypeScript may give no id while it has no call.
  const shown = told && told.callId === callId ? told.about : undefined;

  const textOf = (about: Told['about']): string =>
    about === 'press'
      ? messages.pressDropped
      : sentences(messages, messages.unconfirmed + messages.fullStop, messages.reasons[about]);
  const tell = (about: Told['about']): void => {
    if (shown === about) return;
    announcer.say(callId, { text: textOf(about) });
    setTold({ callId, about });
  };
  return {
    note: shown && textOf(shown),
    tell: () => tell('press'),
    tellFailedCheck: (cause) => tell(AgentDesktopError.from(cause).code),
    forget: () => setTold(undefined),
  };
}
