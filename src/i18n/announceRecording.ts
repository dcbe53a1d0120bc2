import { isSameChange, type CallRecording, type RecordingChange } from '../model/callRecording.ts';
import type { OperationCause, OperationOutcome } from '../model/operation.ts';
import { recordingOperations } from '../model/recording.ts';
import { isReached, vetoOf, whatHappened } from './describeRecording.ts';
import type { BaseMessages } from './messages.ts';
import { sentences } from './sentences.ts';

/**
 * The `aria-live` of an announcement. `assertive` is for failures, and for changes that undo what the agent
 * wanted.
 */
export type Politeness = 'polite' | 'assertive';

/** A sentence for screen readers. It is polite unless `politeness` says otherwise. */
export interface Announcement {
  readonly text: string;
  readonly politeness?: Politeness;
}

/**
 * Returns what to announce when a recording has changed: the result, and not the name of a button.
 * Nothing is announced when nothing has really changed, so a read that only repeats what was known is
 * silent. The first read is silent, too, unless the recording is paused.
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
  // The id that a widget was given may belong to another call now.
  if (!before.isKnown || before.callId !== after.callId)
    return state === 'Paused' ? { text: spoken.isPaused } : undefined;

  const isChanged = change !== undefined && !isSameChange(change, before.change);
  if (outcome && isNewOutcome(outcome, before.outcome)) {
    const announcement = announceOutcome(outcome, after, isChanged, messages);
    if (announcement) return announcement;
  }
  if (!isChanged)
    return state === 'Unknown' && before.state !== 'Unknown'
      ? { text: messages.still.Unknown }
      : undefined;
  const text = whatHappened(change, messages);
  return isUndone(change, before) ? urgent(text) : { text };
}

/** Returns what to announce about the end of an operation, beside what happened to the recording. */
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
      // When the agent did not press a button here, the sentence about the change names the cause
      // instead.
      return isChanged && spokenCauses.includes(outcome.cause)
        ? undefined
        : { text: messages.spoken.confirmed[outcome.operationName] };
    case 'rejected':
      // The call is in the requested state nevertheless, and that was announced already.
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
      // When a later operation of the agent has overtaken this one, the agent knows that. When
      // something else has changed the recording, the sentence about the change says so.
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

/**
 * Whether the outcome is new. An outcome that differs only because the server has accepted the operation
 * is not new.
 */
function isNewOutcome(outcome: OperationOutcome, before: OperationOutcome | undefined): boolean {
  if (outcome.requestId !== before?.requestId || outcome.ending !== before.ending) return true;
  const isUnconfirmed = outcome.ending === 'unconfirmed' && before.ending === 'unconfirmed';
  return isUnconfirmed && outcome.checkedAt !== before.checkedAt;
}

/** Whether a change undid what the agent wanted: a pause, or a Stop of the agent's own. */
function isUndone({ from, to, by, cause }: RecordingChange, { change }: CallRecording): boolean {
  if (to !== 'Recording') return false;
  const isUnrequested = by === 'someone-else' || cause === 'pause-limit';
  const isOwnStop = from === 'Stopped' && change?.to === 'Stopped' && change.by === 'agent';
  return isUnrequested && (from === 'Paused' || isOwnStop);
}

/**
 * Returns what to announce about an operation that takes long: first the present state, then what was
 * requested.
 */
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
