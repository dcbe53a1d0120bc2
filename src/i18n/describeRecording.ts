import type { CallRecording, RecordingChange } from '../model/callRecording.ts';
import type { ConnectionState } from '../model/connection.ts';
import { isStale } from '../model/connection.ts';
import type { AgentDesktopError } from '../model/errors.ts';
import type { OperationOutcome } from '../model/operation.ts';
import { recordingOperations, type ReportedRecordingState } from '../model/recording.ts';
import { ago } from './duration.ts';
import type { BaseMessages } from './messages.ts';
import { sentences } from './sentences.ts';

/** How a recording is shown to the agent. Shape, word and colour follow from it. */
export type RecordingLook =
  | 'checking'
  | 'none'
  | 'recording'
  | 'paused'
  | 'stopped'
  | 'unknown'
  | 'unconfirmed'
  | 'ended';

/** A sentence below the state, and how much emphasis it needs. */
export interface RecordingNote {
  readonly key: 'failure' | 'reminder' | 'change' | 'state' | 'connection';
  readonly tone: 'quiet' | 'warning' | 'failure';
  readonly text: string;
}

/** A recording in words: first what is true, then what was requested, and below them what went wrong. */
export interface RecordingDescription {
  readonly look: RecordingLook;
  readonly word: string;
  readonly detail: string | undefined;
  readonly notes: readonly RecordingNote[];
}

/**
 * @param now steady clock, epoch ms: for the age of what is shown
 * @param isReminded it has been paused for so long that the agent is reminded
 */
export function describeRecording(
  recording: CallRecording,
  connection: ConnectionState,
  messages: BaseMessages,
  now: number,
  isReminded = false,
): RecordingDescription {
  const { isKnown, state, doubt, pending, outcome, ended } = recording;
  if (ended) {
    const detail = ended.state === 'Paused' ? messages.callEndedWhilePaused : undefined;
    return { look: 'ended', word: messages.callEnded, detail, notes: [] };
  }
  const failure = outcome && outcomeNote(outcome, recording, messages);
  const notes = [
    failure,
    changeNote(recording, messages),
    // It comes after the note of the change, which must not move when the reminder comes.
    !failure &&
      isReminded &&
      note(
        'reminder',
        'warning',
        sentences(messages, messages.still.Paused, messages.notBeingRecorded),
      ),
    unknownNote(recording, messages),
    // There is room for one long note. The failure says what the agent has to do now. The status
    // says, too, that the recording has been paused for long or may be out of date.
    !failure && connectionNote(recording, connection, messages, now),
  ].filter((each) => !!each);
  const look =
    !isKnown && (connection.phase === 'idle' || connection.phase === 'connecting')
      ? 'checking'
      : outcome?.ending === 'unconfirmed'
        ? 'unconfirmed'
        : // All that the compiler knows of it is that it is a string.
          (state.toLowerCase() as Lowercase<ReportedRecordingState>);
  return {
    look,
    word: look === 'checking' || look === 'unconfirmed' ? messages[look] : messages.states[state],
    detail: pending
      ? messages.operations[pending.operationName].pendingDetail
      : isKnown && (isStale(connection) || doubt)
        ? messages.lastKnown
        : undefined,
    notes,
  };
}

function outcomeNote(
  outcome: OperationOutcome,
  { state, change, pending }: CallRecording,
  messages: BaseMessages,
): RecordingNote | undefined {
  // Another operation has overtaken this one, or the call is in the requested state all the
  // same.
  const isOvertaken = pending && (pending.cause !== 'other-tab' || outcome.ending !== 'rejected');
  if (isOvertaken || (outcome.ending === 'rejected' && isReached(outcome, state))) return undefined;
  const { failed } = messages.operations[outcome.operationName];
  const cautious = messages.cautious[recordingOperations[outcome.operationName].ifUnconfirmed];
  switch (outcome.ending) {
    case 'confirmed':
    case 'ended':
      return undefined;
    case 'rejected':
      return note(
        'failure',
        'failure',
        sentences(
          messages,
          failed,
          outcome.reread ? messages.still[state] : cautious,
          messages.reasons[outcome.error.code] ?? vetoOf(outcome.error),
        ),
      );
    case 'unconfirmed':
      return note(
        'failure',
        'warning',
        sentences(messages, cautious, outcome.checkedAt && messages.checkedAgain),
      );
    case 'superseded':
      return note(
        'failure',
        'warning',
        sentences(
          messages,
          failed,
          change?.at === outcome.at ? whatHappened(change, messages) : messages.noLongerAllowed,
        ),
      );
    default:
      return outcome satisfies never;
  }
}

/** Whether the call is in the state that an operation requested, whoever changed it. */
export function isReached(
  { operationName }: OperationOutcome,
  state: ReportedRecordingState,
): boolean {
  return recordingOperations[operationName].confirmedBy === state;
}

/**
 * The message of an error, if it is for agents. Only the message of a veto is, because the host
 * wrote it for them.
 */
export function vetoOf({ code, message }: AgentDesktopError): string | undefined {
  return code === 'vetoed' ? message : undefined;
}

function changeNote(
  { change, outcome, pending }: CallRecording,
  messages: BaseMessages,
): RecordingNote | undefined {
  if (!change || pending) return undefined;
  // The agent knows the reason for a change that was requested by a press here. While the note of an
  // outcome is about the same change, a second note would repeat it.
  const isExplained =
    change.by === 'someone-else' ? !outcome : Object.hasOwn(messages.causes, change.cause);
  return isExplained ? note('change', 'quiet', whatHappened(change, messages)) : undefined;
}

/** The server reports a state that is not known here. It may mean that the call is being recorded. */
function unknownNote(
  { isKnown, state }: CallRecording,
  messages: BaseMessages,
): RecordingNote | undefined {
  return isKnown && state === 'Unknown'
    ? note('state', 'warning', messages.cautious['treat-as-recording'])
    : undefined;
}

function connectionNote(
  { isKnown }: CallRecording,
  connection: ConnectionState,
  messages: BaseMessages,
  now: number,
): RecordingNote | undefined {
  const { phase } = connection;
  if (phase === 'live')
    return isKnown ? undefined : note('connection', 'warning', messages.notReported);
  if (phase === 'idle' || phase === 'connecting') return undefined;
  const { asOf } = connection;
  const age = isKnown && asOf !== undefined ? ago(now - asOf, messages.locale) : undefined;
  return note(
    'connection',
    'warning',
    sentences(
      messages,
      messages.connection[phase] + messages.fullStop,
      isKnown && messages.stale,
      age !== undefined && messages.lastHeard(age),
    ),
  );
}

/** What happened to a recording, with the reason if it is known. It names nobody. */
export function whatHappened({ from, to, cause }: RecordingChange, messages: BaseMessages): string {
  const { causes, fullStop, spoken, states, still } = messages;
  // An old script may have added a field of the same name to every object.
  const why = Object.hasOwn(causes, cause) ? causes[cause as keyof typeof causes] : undefined;
  return sentences(messages, what(), why);

  function what(): string {
    switch (to) {
      case 'Recording':
        return from === 'Paused'
          ? spoken.confirmed.ResumeCallRecording
          : spoken.confirmed.StartCallRecording;
      case 'Paused':
        return spoken.confirmed.PauseCallRecording;
      case 'Stopped':
        return spoken.confirmed.StopCallRecording;
      case 'None':
        return states.None + fullStop;
      case 'Unknown':
        return still.Unknown;
      default:
        return to satisfies never;
    }
  }
}

function note(key: RecordingNote['key'], tone: RecordingNote['tone'], text: string): RecordingNote {
  return { key, tone, text };
}
