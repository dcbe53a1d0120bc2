import type { Call } from '../model/call.ts';
import { isOver } from '../model/call.ts';
import type { CallRecording, RecordingChange } from '../model/callRecording.ts';
import type { OperationEnding, PendingOperation } from '../model/operation.ts';
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
  /** The same by the client's clock, epoch ms. */
  readonly heardAt: number | undefined;
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
  heardAt: undefined,
  serverTime: undefined,
  recording: {
    isKnown: false,
    state: 'Unknown',
    since: undefined,
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
  const { call, order, at, saidBy } = said;
  const before = entry.recording;
  const state = call.recordingState;
  const allowed = allowedRecordingOperations(call.capabilities);
  const ended = isOver(call) ? (before.ended ?? { at, state: before.state }) : undefined;
  const hasChanged = before.isKnown && state !== before.state;

  let { pending, outcome, change } = before;
  const ending = pending && endingOf(pending, state, allowed, ended !== undefined);
  if (pending && ending) {
    outcome = { ...pending, at, ending };
    pending = undefined;
  } else if (hasChanged) {
    // A late event puts right what was given up on, not what the server refused; any other change
    // ends the talk of it.
    const isRefused = outcome?.ending === 'rejected' && !outcome.error.isOutcomeUnknown;
    const isLate =
      outcome && !isRefused && recordingOperations[outcome.operationName].confirmedBy === state;
    outcome = outcome && isLate ? { ...outcome, at, ending: 'confirmed' } : undefined;
  }
  if (hasChanged) {
    const by = outcome?.ending === 'confirmed' ? 'agent' : 'someone-else';
    change = { from: before.state, to: state, at, by, saidBy };
  }

  return {
    call,
    order,
    heardAt: at,
    serverTime: said.serverTime ?? entry.serverTime,
    recording: unlessSame(before, {
      isKnown: true,
      state,
      since: before.isKnown && !hasChanged ? before.since : at,
      allowed: String(allowed) === String(before.allowed) ? before.allowed : allowed,
      change,
      ended,
      pending,
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
        ? { ...recording.pending, at, ending: 'ended' }
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
export function acceptOperation(entry: CallEntry, requestId: number, at: number): CallEntry {
  const { pending } = entry.recording;
  if (pending?.requestId !== requestId) return entry;
  return withRecording(entry, { pending: { ...pending, progress: 'accepted', acceptedAt: at } });
}

/** Ends a pending operation that no message of the server's has ended. */
export function failOperation(
  entry: CallEntry,
  requestId: number,
  failure: Extract<OperationEnding, { ending: 'rejected' | 'unconfirmed' }>,
  at: number,
): CallEntry {
  const { pending } = entry.recording;
  if (pending?.requestId !== requestId) return entry;
  return withRecording(entry, { pending: undefined, outcome: { ...pending, at, ...failure } });
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

function withRecording(entry: CallEntry, changes: Partial<CallRecording>): CallEntry {
  return { ...entry, recording: { ...entry.recording, ...changes } };
}

/** Keeps the old object when nothing differs, so that a message about `duration` renders nothing. */
function unlessSame(before: CallRecording, now: CallRecording): CallRecording {
  // The keys of `now` are those of its type: it is written out above.
  const keys = Object.keys(now) as (keyof CallRecording)[];
  return keys.every((key) => before[key] === now[key]) ? before : now;
}
