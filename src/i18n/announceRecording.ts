import { isSameChange, type CallRecording, type RecordingChange } from '../model/callRecording.ts';
import type { OperationCause, OperationOutcome } from '../model/operation.ts';
import { recordingOperations } from '../model/recording.ts';
import { isReached, vetoOf, whatHappened } from './describeRecording.ts';
import type { BaseMessages } from './messages.ts';
import { sentences } from './sentences.ts';

/** How a live region speaks. `assertive` is for failures, and for changes that undo what the agent wished. */
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
  if (ended)
    return !before.ended && ended.state === 'Paused'
      ? { text: spoken.endedWhilePaused }
      : undefined;
  // It is another call where the id that a widget was given stands for another one now.
  if (!before.isKnown || before.callId !== after.callId)
    return state === 'Paused' ? { text: spoken.isPaused } : undefined;

  const isChanged = change !== undefined && !isSameChange(change, before.change);
  if (outcome && isNews(outcome, before.outcome)) {
    const told = announceOutcome(outcome, after, isChanged, messages);
    if (told) return told;
  }
  if (!isChanged)
    return state === 'Unknown' && before.state !== 'Unknown'
      ? { text: messages.still.Unknown }
      : undefined;
  const text = whatHappened(change, messages);
  return isUndone(change, before) ? urgent(text) : { text };
}

/** What is to be said of how an operation ended, beside what happened to the recording. */
function announceOutcome(
  outcome: OperationOutcome,
  { state, pending }: CallRecording,
  isChanged: boolean,
  messages: BaseMessages,
): Announcement | undefined {
  const { failed } = messages.operations[outcome.operationName];
  const cautious = messages.cautious[recordingOperations[outcome.operationName].ifUnconfirmed];
  switch (outcome.ending) {
    case 'confirmed':
      // Where the agent did not press here, what happened is said with its cause.
      return isChanged && spokenCauses.includes(outcome.cause)
        ? undefined
        : { text: messages.spoken.confirmed[outcome.operationName] };
    case 'rejected':
      // The call has what was asked for all the same, and that has been said.
      if (isReached(outcome, state)) return undefined;
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
      // The agent knows of an operation that they overtook themselves; a change says what happened.
      return isChanged || pending
        ? undefined
        : urgent(sentences(messages, failed, messages.noLongerAllowed));
    case 'ended':
      return undefined;
    default:
      return outcome satisfies never;
  }
}

const spokenCauses: readonly OperationCause[] = ['other-tab', 'pause-limit'];

/** An outcome of which it has merely been learned that the server had accepted it is no news. */
function isNews(outcome: OperationOutcome, before: OperationOutcome | undefined): boolean {
  if (outcome.requestId !== before?.requestId || outcome.ending !== before.ending) return true;
  const isUnconfirmed = outcome.ending === 'unconfirmed' && before.ending === 'unconfirmed';
  return isUnconfirmed && outcome.checkedAt !== before.checkedAt;
}

/** Whether a change undid what the agent wished: a pause, or a Stop of their own. */
function isUndone({ from, to, by, cause }: RecordingChange, { change }: CallRecording): boolean {
  if (to !== 'Recording') return false;
  const isUnasked = by === 'someone-else' || cause === 'pause-limit';
  const isOwnStop = from === 'Stopped' && change?.to === 'Stopped' && change.by === 'agent';
  return isUnasked && (from === 'Paused' || isOwnStop);
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
