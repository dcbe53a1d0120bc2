import type { CallRecording } from '../model/callRecording.ts';
import { recordingOperations } from '../model/recording.ts';
import { bySomeoneElse, vetoOf } from './describeRecording.ts';
import type { BaseMessages } from './messages.ts';
import { sentences } from './sentences.ts';

/** How a live region speaks. `assertive` is for failures and for what someone else did. */
export type Politeness = 'polite' | 'assertive';

/** Something to be said aloud, politely unless it says otherwise. */
export interface Announcement {
  readonly text: string;
  readonly politeness?: Politeness;
}

/**
 * What to say when a recording went from one state of affairs to another: results, not button
 * names, and nothing where nothing really changed. A read that only repeats what was known is
 * silent, and so is the first one, unless the recording is paused.
 */
export function announceRecording(
  before: CallRecording,
  after: CallRecording,
  messages: BaseMessages,
): Announcement | undefined {
  const { spoken } = messages;
  const { outcome, change, state, ended } = after;
  if (ended) {
    return !before.ended && ended.state === 'Paused' ? urgent(spoken.endedWhilePaused) : undefined;
  }
  if (!before.isKnown) return state === 'Paused' ? { text: spoken.isPaused } : undefined;

  if (outcome && outcome !== before.outcome) {
    const { failed } = messages.operations[outcome.operationName];
    const cautious = messages.cautious[recordingOperations[outcome.operationName].ifUnconfirmed];
    switch (outcome.ending) {
      case 'confirmed':
        return { text: spoken.confirmed[outcome.operationName] };
      case 'rejected':
        return urgent(
          sentences(
            messages,
            failed,
            outcome.reread ? messages.still[state] : cautious,
            vetoOf(outcome.error),
          ),
        );
      case 'unconfirmed':
        return outcome.checkedAt
          ? { text: messages.checkedAgain }
          : urgent(sentences(messages, messages.unconfirmed + messages.fullStop, cautious));
      case 'superseded':
        if (change === before.change)
          return urgent(sentences(messages, failed, messages.noLongerAllowed));
        break;
      case 'ended':
        break;
      default:
        return outcome satisfies never;
    }
  }
  if (!change || change === before.change) return undefined;
  return urgent(bySomeoneElse(change, spoken));
}

/** What to say of an operation that takes its time: what is true first, what was asked second. */
export function announcePending(
  { pending, state }: CallRecording,
  messages: BaseMessages,
): Announcement | undefined {
  return (
    pending && {
      text: sentences(
        messages,
        messages.still[state],
        messages.operations[pending.operationName].pending,
      ),
    }
  );
}

function urgent(text: string): Announcement {
  return { text, politeness: 'assertive' };
}
