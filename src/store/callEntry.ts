import type { Call } from '../model/call.ts';
import { isOver } from '../model/call.ts';
import type { CallRecording, RecordingChange } from '../model/callRecording.ts';
import type { AgentDesktopError } from '../model/errors.ts';
import type { OperationOutcome, PendingOperation } from '../model/operation.ts';
import {
  allowedRecordingOperations,
  recordingOperations,
  type RecordingOperationName,
  type ReportedRecordingState,
} from '../model/recording.ts';

/** All that is held of one call. */
export interface CallEntry {
  /** What the server said last. */
  readonly call: Call | undefined;
  /** When it said so: the place of that message or read in the desktop's order of events. */
  readonly order: number;
  /** `serverTime` of the newest event applied, epoch ms by the server's clock. */
  readonly serverTime: number | undefined;
  /** What widgets read. Stays the same object while a message changes nothing that is shown. */
  readonly recording: CallRecording;
}

/** A call as a message or a read just described it. */
export interface SaidCall {
  readonly call: Call;
  readonly order: number;
  readonly serverTime?: number | undefined;
  readonly saidBy: RecordingChange['saidBy'];
  /** Client clock, epoch ms. */
  readonly at: number;
}

export const unknownCall: CallEntry = {
  call: undefined,
  order: 0,
  serverTime: undefined,
  recording: {
    isKnown: false,
    state: 'Unknown',
    allowed: [],
    change: undefined,
    ended: undefined,
    pending: undefined,
    outcome: undefined,
  },
};

/**
 * Takes in what the server said of a call, and settles what was asked by it.
 *
 * @example store.update(call.id, (entry) => receiveCall(entry, { call, order, at, saidBy: 'event' }))
 */
export function receiveCall(entry: CallEntry, said: SaidCall): CallEntry {
  const { call, order, at } = said;
  const before = entry.recording;
  const allowedNow = allowedRecordingOperations(call.capabilities);
  const allowed = sameNames(before.allowed, allowedNow) ? before.allowed : allowedNow;
  const state = call.recordingState;
  const ended = isOver(call) ? (before.ended ?? { at, state: before.state }) : undefined;
  const hasChanged = before.isKnown && state !== before.state;

  const ending = before.pending && endingOf(before.pending, state, allowed, ended !== undefined);
  const isLateConfirmation =
    hasChanged &&
    before.outcome !== undefined &&
    before.outcome.ending !== 'confirmed' &&
    recordingOperations[before.outcome.operationName].confirmedBy === state;

  const outcome: OperationOutcome | undefined =
    before.pending && ending
      ? outcomeOf(before.pending, at, { ending })
      : isLateConfirmation
        ? outcomeOf(before.outcome, at, { ending: 'confirmed' })
        : hasChanged
          ? undefined
          : before.outcome;

  const change: RecordingChange | undefined = hasChanged
    ? {
        from: before.state,
        to: state,
        at,
        by: ending === 'confirmed' || isLateConfirmation ? 'agent' : 'someone-else',
        saidBy: said.saidBy,
      }
    : before.change;

  return {
    call,
    order,
    serverTime: said.serverTime ?? entry.serverTime,
    recording: withSaid(before, {
      isKnown: true,
      state,
      allowed,
      change,
      ended,
      pending: ending ? undefined : before.pending,
      outcome,
    }),
  };
}

/** The server no longer reports the call: it is over. */
export function endCall(entry: CallEntry, order: number, at: number): CallEntry {
  const { recording } = entry;
  if (recording.ended) return entry;
  return {
    ...entry,
    order,
    recording: {
      ...recording,
      allowed: [],
      ended: { at, state: recording.state },
      pending: undefined,
      outcome: recording.pending
        ? outcomeOf(recording.pending, at, { ending: 'ended' })
        : recording.outcome,
    },
  };
}

/** Why an operation cannot be asked now, or undefined when it can. */
export function refusalOf(
  recording: CallRecording,
  operationName: RecordingOperationName,
): 'operation-pending' | 'operation-not-allowed' | undefined {
  if (recording.pending) return 'operation-pending';
  return recording.allowed.includes(operationName) ? undefined : 'operation-not-allowed';
}

/** Marks an operation pending. What the server said stays as it was said. */
export function requestOperation(
  entry: CallEntry,
  request: Omit<PendingOperation, 'from' | 'progress'>,
): CallEntry {
  const pending: PendingOperation = {
    ...request,
    from: entry.recording.state,
    progress: 'requested',
  };
  return withRecording(entry, { pending, outcome: undefined });
}

/** The server took the operation. That confirms nothing. */
export function acceptOperation(entry: CallEntry, requestId: number): CallEntry {
  const { pending } = entry.recording;
  if (pending?.requestId !== requestId) return entry;
  return withRecording(entry, { pending: { ...pending, progress: 'accepted' } });
}

export type OperationFailure =
  | { readonly ending: 'rejected'; readonly error: AgentDesktopError; readonly reread: boolean }
  | { readonly ending: 'unconfirmed' };

/** Ends a pending operation that no message of the server's has ended. */
export function failOperation(
  entry: CallEntry,
  requestId: number,
  failure: OperationFailure,
  at: number,
): CallEntry {
  const { pending } = entry.recording;
  if (pending?.requestId !== requestId) return entry;
  return withRecording(entry, { pending: undefined, outcome: outcomeOf(pending, at, failure) });
}

/** The agent asked again, and the server says what it said before. */
export function noteRecheck(entry: CallEntry, at: number): CallEntry {
  const { outcome } = entry.recording;
  if (outcome?.ending !== 'unconfirmed') return entry;
  return withRecording(entry, { outcome: { ...outcome, checkedAt: at } });
}

function endingOf(
  pending: PendingOperation,
  state: ReportedRecordingState,
  allowed: readonly RecordingOperationName[],
  isEnded: boolean,
): 'confirmed' | 'superseded' | 'ended' | undefined {
  if (state === recordingOperations[pending.operationName].confirmedBy) return 'confirmed';
  if (isEnded) return 'ended';
  // A word we do not know may be a state on the way; only time or a known word ends the wait.
  if (state === 'Unknown') return undefined;
  if (state !== pending.from) return 'superseded';
  return allowed.includes(pending.operationName) ? undefined : 'superseded';
}

type Ending = OperationOutcome extends infer Outcome
  ? Outcome extends OperationOutcome
    ? Omit<Outcome, 'requestId' | 'operationName' | 'from' | 'requestedAt' | 'at'>
    : never
  : never;

function outcomeOf(
  asked: PendingOperation | OperationOutcome,
  at: number,
  ending: Ending,
): OperationOutcome {
  const { requestId, operationName, from, requestedAt } = asked;
  return { requestId, operationName, from, requestedAt, at, ...ending };
}

function withRecording(entry: CallEntry, changes: Partial<CallRecording>): CallEntry {
  return { ...entry, recording: { ...entry.recording, ...changes } };
}

/** Keeps the old object when nothing differs, so that a message about `duration` renders nothing. */
function withSaid(before: CallRecording, now: CallRecording): CallRecording {
  const isSame =
    before.isKnown === now.isKnown &&
    before.state === now.state &&
    before.allowed === now.allowed &&
    before.change === now.change &&
    before.ended === now.ended &&
    before.pending === now.pending &&
    before.outcome === now.outcome;
  return isSame ? before : now;
}

function sameNames(
  a: readonly RecordingOperationName[],
  b: readonly RecordingOperationName[],
): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}
