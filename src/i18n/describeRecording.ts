import type { CallRecording, RecordingChange } from '../model/callRecording.ts';
import type { ConnectionStatus } from '../model/connection.ts';
import { isStale } from '../model/connection.ts';
import type { OperationOutcome } from '../model/operation.ts';
import { recordingOperations, type ReportedRecordingState } from '../model/recording.ts';
import { age } from './duration.ts';
import type { Messages } from './messages.ts';

/** What a recording looks like from the agent's chair. Decides shape, word and colour together. */
export type RecordingLook =
  'checking' | 'none' | 'recording' | 'paused' | 'stopped' | 'unknown' | 'unconfirmed' | 'ended';

export interface RecordingNote {
  readonly key: 'failure' | 'change' | 'connection';
  readonly tone: 'quiet' | 'warning' | 'failure';
  readonly text: string;
}

/** A recording in words: what is true first, what was asked second, what went wrong below. */
export interface RecordingDescription {
  readonly look: RecordingLook;
  readonly word: string;
  readonly detail: string | undefined;
  readonly notes: readonly RecordingNote[];
}

/** @param now client clock, epoch ms: for the age of what is shown */
export function describeRecording(
  recording: CallRecording,
  connection: ConnectionStatus,
  messages: Messages,
  now: number,
): RecordingDescription {
  const look = lookOf(recording, connection);
  return {
    look,
    word: wordOf(look, recording, messages),
    detail: detailOf(look, recording, connection, messages),
    notes: [
      ...failureNotes(recording, messages),
      ...changeNotes(recording, messages),
      ...connectionNotes(recording, connection, messages, now),
    ],
  };
}

const lookOfState: Readonly<Record<ReportedRecordingState, RecordingLook>> = {
  Recording: 'recording',
  Paused: 'paused',
  Stopped: 'stopped',
  None: 'none',
  Unknown: 'unknown',
};

function lookOf(recording: CallRecording, connection: ConnectionStatus): RecordingLook {
  if (!recording.isKnown)
    return connection.phase === 'idle' || connection.phase === 'connecting'
      ? 'checking'
      : 'unknown';
  if (recording.ended) return 'ended';
  return recording.outcome?.ending === 'unconfirmed' ? 'unconfirmed' : lookOfState[recording.state];
}

function wordOf(look: RecordingLook, recording: CallRecording, messages: Messages): string {
  switch (look) {
    case 'checking':
      return messages.checking;
    case 'unconfirmed':
      return messages.notConfirmed;
    case 'ended':
      return messages.callEnded;
    case 'none':
    case 'recording':
    case 'paused':
    case 'stopped':
    case 'unknown':
      return messages.states[recording.state];
    default:
      return look satisfies never;
  }
}

function detailOf(
  look: RecordingLook,
  { pending, ended, isKnown }: CallRecording,
  connection: ConnectionStatus,
  messages: Messages,
): string | undefined {
  if (look === 'ended')
    return ended?.state === 'Paused' ? messages.callEndedWhilePaused : undefined;
  if (pending) return messages.operations[pending.operationName].pendingDetail;
  return isKnown && isStale(connection) ? messages.lastKnown : undefined;
}

function failureNotes(
  { outcome, state, change, ended }: CallRecording,
  messages: Messages,
): RecordingNote[] {
  if (!outcome || ended) return [];
  switch (outcome.ending) {
    case 'confirmed':
    case 'ended':
      return [];
    case 'rejected': {
      const truth = outcome.reread ? messages.still[state] : cautiously(outcome, messages);
      const reason = messages.reasons[outcome.error.code];
      return [note('failure', 'failure', failed(outcome, messages), truth, reason)];
    }
    case 'unconfirmed': {
      const checked = outcome.checkedAt === undefined ? undefined : messages.checkedAgain;
      return [note('failure', 'warning', cautiously(outcome, messages), checked)];
    }
    case 'superseded': {
      const why =
        change?.at === outcome.at ? bySomeoneElse(change, messages) : messages.noLongerAllowed;
      return [note('failure', 'warning', failed(outcome, messages), why)];
    }
    default:
      return outcome satisfies never;
  }
}

function changeNotes(
  { change, outcome, pending, ended }: CallRecording,
  messages: Messages,
): RecordingNote[] {
  // While an outcome speaks of the same change, saying it twice helps nobody.
  if (!change || change.by === 'agent' || outcome || pending || ended) return [];
  return [note('change', 'quiet', bySomeoneElse(change, messages))];
}

function connectionNotes(
  recording: CallRecording,
  connection: ConnectionStatus,
  messages: Messages,
  now: number,
): RecordingNote[] {
  if (recording.ended) return [];
  switch (connection.phase) {
    case 'idle':
    case 'connecting':
      return [];
    case 'live':
      return recording.isKnown ? [] : [note('connection', 'warning', messages.notReported)];
    case 'lost':
    case 'closed':
      return [
        note(
          'connection',
          'warning',
          !recording.isKnown
            ? messages.unreachable
            : connection.asOf === undefined
              ? messages.stale
              : messages.staleSince(age(now - connection.asOf, messages.locale)),
        ),
      ];
    case 'signed-out':
      return [note('connection', 'warning', messages.signedOut)];
    default:
      return connection satisfies never;
  }
}

function bySomeoneElse({ from, to }: RecordingChange, messages: Messages): string {
  return from === 'Paused' && to === 'Recording'
    ? messages.resumedBySomeoneElse
    : messages.bySomeoneElse[to];
}

function failed(outcome: OperationOutcome, messages: Messages): string {
  return messages.operations[outcome.operationName].failed;
}

function cautiously(outcome: OperationOutcome, messages: Messages): string {
  return messages.cautious[recordingOperations[outcome.operationName].ifUnconfirmed];
}

function note(
  key: RecordingNote['key'],
  tone: RecordingNote['tone'],
  ...sentences: readonly (string | undefined)[]
): RecordingNote {
  return { key, tone, text: sentences.filter(Boolean).join(' ') };
}
