import { sentences } from '../i18n/sentences.ts';
import type { CallId } from '../model/call.ts';
import { AgentDesktopError, type AgentDesktopErrorCode } from '../model/errors.ts';
import type { DesktopContextValue } from './desktopContext.ts';
import { useNoteState } from './useNoteState.ts';

export interface PressNote {
  /**
   * The text that is shown for a while after a press that was not sent, or a check that failed, so that
   * the agent is always told.
   */
  readonly text: string | undefined;
  /** Says that a press was not sent, and announces it once for as long as the text is shown. */
  readonly sayDropped: () => void;
  /** Says that a check of the call failed, because such a check changes nothing else. */
  readonly sayFailedCheck: (cause: unknown) => void;
  /** Hides the text, because the next press was sent. */
  readonly hide: () => void;
}

/** What the note is about: a press that was not sent, or the reason why a check failed. */
interface Note {
  readonly callId: CallId;
  readonly about: 'press' | AgentDesktopErrorCode;
}

/** Tells an agent that a press was not sent because its button had just changed, or that a check failed. */
export function usePressNote(
  { announcer, messages }: Pick<DesktopContextValue, 'announcer' | 'messages'>,
  callId: CallId,
): PressNote {
  // The text belongs to one call: when the widget shows another call, it must not say that a press
  // on that call was dropped.
  const [note, setNote] = useNoteState<Note>();
  // A host without TypeScript may give no id while it has no call.
  const shown = note && note.callId === callId ? note.about : undefined;

  const textOf = (about: Note['about']): string =>
    about === 'press'
      ? messages.pressDropped
      : sentences(messages, messages.unconfirmed + messages.fullStop, messages.reasons[about]);
  const say = (about: Note['about']): void => {
    if (shown === about) return;
    announcer.say(callId, { text: textOf(about) });
    setNote({ callId, about });
  };
  return {
    text: shown && textOf(shown),
    sayDropped: () => say('press'),
    sayFailedCheck: (cause) => say(AgentDesktopError.from(cause).code),
    hide: () => setNote(undefined),
  };
}
