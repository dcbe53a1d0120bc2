import type { Call, CallId } from '../model/call.ts';
import { isOver } from '../model/call.ts';
import type { CallRecording, RecordingChange, RecordingDoubt } from '../model/callRecording.ts';
import {
  isProvisional,
  type OperationEnding,
  type OperationOutcome,
  type PendingOperation,
} from '../model/operation.ts';
import {
  allowedRecordingOperations,
  contradictoryOperations,
  isPossibleChange,
  recordingOperations,
  type RecordingOperationName,
  type RecordingState,
  type ReportedRecordingState,
} from '../model/recording.ts';

/** All that the store holds of one call. */
export interface CallEntry {
  /** What the server said last. */
  readonly call: Call | undefined;
  /** The place of that message or read in the desktop's order of events. */
  readonly order: number;
  /** When that message or read came, by the steady clock, in epoch ms. */
  readonly heardAt: number | undefined;
  /** `serverTime` of the newest event applied, epoch ms by the server's clock. */
  readonly serverTime: number | undefined;
  /** When the doubt in `recording` was raised, in the desktop's order of events. */
  readonly doubtedAt: number;
  /** When the last operation was asked for, in the desktop's order of events. */
  readonly requestedAt: number;
  /** How the last description of the call contradicted itself, if it did. */
  readonly disagreement: string | undefined;
  /** The last state that the server has named, for messages that do not name one. */
  readonly named: NamedState | undefined;
  /** What widgets read. Stays the same object while a message changes nothing that is shown. */
  readonly recording: CallRecording;
}

type NamedState = Pick<CallRecording, 'state' | 'since'>;

/** A call as a message or a read just described it. */
export interface SaidCall {
  /** The id that the call goes by in the store. */
  readonly callId: CallId;
  readonly call: Call;
  readonly order: number;
  readonly serverTime?: number | undefined;
  readonly saidBy: RecordingChange['saidBy'];
  /** Steady clock, epoch ms. */
  readonly at: number;
  /** Set when the reconciler has found a doubt: why, and its place in the order of events. */
  readonly doubt?: { readonly why: RecordingDoubt; readonly order: number } | undefined;
}

export const unknownCall: CallEntry = {
  call: undefined,
  order: 0,
  heardAt: undefined,
  serverTime: undefined,
  doubtedAt: 0,
  requestedAt: 0,
  disagreement: undefined,
  named: undefined,
  recording: {
    callId: undefined,
    isKnown: false,
    state: 'Unknown',
    since: undefined,
    doubt: undefined,
    allowed: [],
    change: undefined,
    ended: undefined,
    pending: undefined,
    outcome: undefined,
  },
};

/**
 * For this time after an operation has ended without proof, a change to the state that it asked for
 * still confirms it. After that nobody can know who made the change. In ms.
 */
export const lateConfirmationSpan = 30_000;

/**
 * Applies what the server said of a call, and ends the pending operation where that settles it.
 *
 * @example
 * store.update(callId, (entry) => receiveCall(entry, { callId, call, order, at, saidBy: 'event' }));
 */
export function receiveCall(entry: CallEntry, said: SaidCall): CallEntry {
  const { callId, call, order, at, saidBy } = said;
  const before = entry.recording;
  const heard = { call, order, heardAt: at, serverTime: said.serverTime ?? entry.serverTime };
  // A call that is over keeps the state that it had at its end, whatever the server says afterwards.
  if (before.ended && isOver(call)) return { ...entry, ...heard };

  const isEnding = isOver(call);
  const offered = allowedRecordingOperations(call.capabilities);
  const allowed = isEnding ? [] : offered;
  const isNamed = call.recordingState !== 'None';
  const state =
    isEnding && !isNamed && before.isKnown ? before.state : stateOf(entry, call, offered);
  // The call is still in the state that the server named last. Messages without a state may have come
  // in between.
  const continued = entry.named?.state === state ? entry.named : undefined;
  const ended = isEnding ? { at, state: before.state } : undefined;
  const hasChanged = before.isKnown && state !== before.state && !continued;
  // A description without a state does not mean that the recording has changed.
  const isChange = hasChanged && isNamed;

  let { pending, outcome } = before;
  const ending = pending && endingOf(pending, state, allowed, isNamed, isEnding);
  // The read was asked before the operation, so the server may have looked at the call before it got
  // the operation.
  const isTooEarly = order <= entry.requestedAt;
  if (pending && ending === 'superseded' && isTooEarly) {
    pending = { ...pending, from: state };
  } else if (pending && ending) {
    outcome = { ...pending, at, ending };
    pending = undefined;
  } else if (isChange) {
    outcome = isLateConfirmation(outcome, state, at)
      ? { ...outcome, at, ending: 'confirmed' }
      : leftUnanswered(outcome, at);
  }
  const from = entry.named?.state ?? before.state;
  const change = isChange ? { from, to: state, at, saidBy, ...authorOf(outcome) } : before.change;
  const since = continued?.since ?? (before.isKnown && !hasChanged ? before.since : at);

  const disagreement = isEnding ? undefined : disagreementOf(call, state, offered);
  // A contradiction that is still there after the call was read again raises no further doubt.
  const newDisagreement = disagreement?.key === entry.disagreement ? undefined : disagreement;
  const isImpossible = isChange && saidBy === 'event' && !isPossibleChange(before.state, state);
  const why = newDisagreement?.why ?? (isImpossible ? 'impossible-change' : undefined);
  const found = said.doubt ?? (why && { why, order });
  const isSettled = saidBy === 'snapshot' && order > entry.doubtedAt;
  const doubt = found?.why ?? (isSettled ? undefined : before.doubt);
  // The fields are written out, because every message makes such an object, and the engine makes one
  // quicker whose fields it knows beforehand.
  return {
    call,
    order,
    heardAt: at,
    serverTime: heard.serverTime,
    requestedAt: entry.requestedAt,
    doubtedAt: found?.order ?? entry.doubtedAt,
    disagreement: disagreement?.key,
    named: isNamed ? { state, since } : entry.named,
    recording: unlessSame(before, {
      callId,
      isKnown: true,
      state,
      since,
      doubt: isEnding ? undefined : doubt,
      allowed,
      change,
      ended,
      pending,
      outcome,
    }),
  };
}

/**
 * Marks that what is known of a call was contradicted. A read that is asked later settles it.
 *
 * @param order the place of the contradiction in the desktop's order of events
 */
export function raiseDoubt(entry: CallEntry, doubt: RecordingDoubt, order: number): CallEntry {
  const { isKnown, ended } = entry.recording;
  if (!isKnown || ended) return entry;
  return { ...withRecording(entry, { doubt }), doubtedAt: order };
}

/**
 * A read says the same as what was heard while its answer was on its way. That settles a doubt that
 * was raised before the read was asked.
 *
 * @param asked the place of the read in the desktop's order of events
 */
export function settleDoubt(entry: CallEntry, asked: number): CallEntry {
  if (!entry.recording.doubt || asked <= entry.doubtedAt) return entry;
  return withRecording(entry, { doubt: undefined });
}

/** Marks a call as over because the server no longer reports it. */
export function endCall(entry: CallEntry, order: number, at: number): CallEntry {
  const { recording } = entry;
  if (recording.ended) return entry;
  return {
    ...entry,
    order,
    recording: {
      ...recording,
      doubt: undefined,
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
  { pending, allowed }: CallRecording,
  operationName: RecordingOperationName,
): 'operation-pending' | 'operation-not-allowed' | undefined {
  if (pending && !canOvertake(pending, operationName)) return 'operation-pending';
  return allowed.includes(operationName) ? undefined : 'operation-not-allowed';
}

function canOvertake(pending: PendingOperation, operationName: RecordingOperationName): boolean {
  const { mayOvertake } = recordingOperations[operationName];
  // The request of an operation that an error message has refused may still be under way.
  const isAnswered =
    pending.progress === 'overdue' ||
    (pending.progress === 'refused' && pending.acceptedAt !== undefined);
  return isAnswered && mayOvertake.includes(pending.operationName);
}

/**
 * Marks an operation pending. What the server said stays as it was said. An operation that was
 * pending until now is superseded. When another tab asks, the outcome of a refused operation is
 * kept, because the agent who looks at this tab still has to be told of the refusal.
 *
 * @param order the latest place in the desktop's order of events
 */
export function requestOperation(
  entry: CallEntry,
  request: Omit<PendingOperation, 'from' | 'progress' | 'overtakes'>,
  order: number,
): CallEntry {
  const { state, pending: overtaken } = entry.recording;
  const pending: PendingOperation = {
    ...request,
    from: state,
    progress: 'requested',
    ...(overtaken && { overtakes: overtaken.operationName }),
  };
  const outcome = outcomeBeside(request, entry.recording);
  const requested = { ...withRecording(entry, { pending, outcome }), requestedAt: order };
  return outcome ? withAuthor(requested, outcome) : requested;
}

/** The outcome that is shown while a new operation is pending. */
function outcomeBeside(
  { cause, requestedAt: at }: Pick<PendingOperation, 'cause' | 'requestedAt'>,
  { pending: overtaken, outcome: before }: CallRecording,
): OperationOutcome | undefined {
  if (overtaken) return { ...overtaken, at, ending: 'superseded' };
  if (cause === 'other-tab' && before?.ending === 'rejected') return before;
  return leftUnanswered(before, at);
}

/**
 * Marks that the server accepted the operation. This does not confirm it. If an error message of the
 * server has refused the operation, it stays refused.
 */
export function acceptOperation(entry: CallEntry, requestId: number, at: number): CallEntry {
  const { pending, outcome } = entry.recording;
  const acceptance = { progress: 'accepted', acceptedAt: at } as const;
  if (pending?.requestId === requestId)
    return pending.progress === 'refused'
      ? withRecording(entry, { pending: { ...pending, acceptedAt: at } })
      : withRecording(entry, { pending: { ...pending, ...acceptance } });
  return isUnanswered(outcome, requestId)
    ? withAuthor(entry, { ...outcome, ...acceptance })
    : entry;
}

/** Marks that the server refused the operation. From now on no message and no read confirms it. */
export function refuseOperation(entry: CallEntry, requestId: number): CallEntry {
  const { outcome } = entry.recording;
  // The refusal came after the time of the operation was over.
  if (outcome?.requestId === requestId && outcome.ending === 'unconfirmed')
    return withRecording(entry, { outcome: { ...outcome, progress: 'refused' } });
  return withProgress(entry, requestId, 'refused');
}

/**
 * Marks an operation as overdue, because its request was answered or failed a while ago and the call
 * does not show the result. A refused operation stays refused, because the call is about to be read
 * and must not confirm it.
 */
export function markOverdue(entry: CallEntry, requestId: number): CallEntry {
  if (entry.recording.pending?.progress === 'refused') return entry;
  return withProgress(entry, requestId, 'overdue');
}

/** Ends a pending operation that no message of the server has ended. */
export function failOperation(
  entry: CallEntry,
  requestId: number,
  failure: Extract<OperationEnding, { ending: 'rejected' | 'unconfirmed' }>,
  at: number,
): CallEntry {
  const { pending, outcome } = entry.recording;
  if (pending?.requestId === requestId)
    return withRecording(entry, { pending: undefined, outcome: { ...pending, at, ...failure } });
  if (!isUnanswered(outcome, requestId)) return entry;
  // The call reached the state before the server answered. After a refusal this operation was not
  // the cause. Where the answer was lost, there can be no better proof than that the call reached the
  // state.
  const isRefused = failure.ending === 'rejected' && !failure.error.isOutcomeUnknown;
  return isRefused
    ? withAuthor(entry, { ...outcome, at, ...failure, progress: 'refused' })
    : withAuthor(entry, { ...outcome, progress: 'overdue' });
}

/** Ends a pending operation of another tab that was overtaken there. */
export function supersedeOperation(entry: CallEntry, requestId: number, at: number): CallEntry {
  const { pending } = entry.recording;
  if (pending?.requestId !== requestId) return entry;
  return withRecording(entry, {
    pending: undefined,
    outcome: { ...pending, at, ending: 'superseded' },
  });
}

/** Notes that the agent checked again and that the server said the same as before. */
export function noteRecheck(entry: CallEntry, at: number): CallEntry {
  const { outcome } = entry.recording;
  if (outcome?.ending !== 'unconfirmed') return entry;
  return withRecording(entry, { outcome: { ...outcome, checkedAt: at } });
}

/**
 * The state that a description of a call tells. If the description names no state, there is no
 * recording (`None`), unless something contradicts that. Then the state is `Unknown`.
 */
function stateOf(
  { named }: CallEntry,
  call: Call,
  offered: readonly RecordingOperationName[],
): ReportedRecordingState {
  if (call.recordingState !== 'None') return call.recordingState;
  const isOffered = offered.some((name) => name !== 'StartCallRecording');
  const isRecorded = gsipRecord(call) === 'Recording' || gsipRecord(call) === 'Paused';
  return named || isOffered || isRecorded ? 'Unknown' : 'None';
}

/** How a description of a call contradicts itself. `key` tells one contradiction from the next. */
function disagreementOf(
  call: Call,
  state: ReportedRecordingState,
  offered: readonly RecordingOperationName[],
): { readonly why: RecordingDoubt; readonly key: string } | undefined {
  const record = gsipRecord(call);
  const why = whyInDoubt();
  return why && { why, key: [why, call.recordingState, record, ...offered].join(' ') };

  function whyInDoubt(): RecordingDoubt | undefined {
    if (call.recordingState === 'None') return state === 'Unknown' ? 'missing-state' : undefined;
    if (contradictoryOperations(state, offered).length > 0) return 'capabilities';
    const isConsistent = record === undefined || state === 'Unknown' || record === state;
    return isConsistent ? undefined : 'gsip-record';
  }
}

const gsipRecordStates: ReadonlyMap<string, RecordingState> = new Map([
  ['ON', 'Recording'],
  ['PAUSED', 'Paused'],
  ['OFF', 'Stopped'],
]);

/**
 * What `GSIP_RECORD` in the call's `userData` says. It decides no state, and only raises doubts. A
 * routing strategy may set it as well, and may spell it differently.
 */
function gsipRecord(call: Call): RecordingState | undefined {
  const word = call.userData['GSIP_RECORD'];
  return typeof word === 'string' ? gsipRecordStates.get(word.trim().toUpperCase()) : undefined;
}

function endingOf(
  pending: PendingOperation,
  state: ReportedRecordingState,
  allowed: readonly RecordingOperationName[],
  isNamed: boolean,
  isEnded: boolean,
): 'confirmed' | 'superseded' | 'ended' | undefined {
  const isRefused = pending.progress === 'refused';
  const { confirmedBy } = recordingOperations[pending.operationName];
  if (state === confirmedBy && !isRefused) return 'confirmed';
  if (isEnded) return 'ended';
  // A description that names no state, or one that is not known here, settles nothing. Neither does
  // any state settle a refused operation, because the refusal itself is about to end it.
  if (!isNamed || state === 'Unknown' || isRefused) return undefined;
  const isOvertakenDone =
    pending.overtakes && recordingOperations[pending.overtakes].confirmedBy === state;
  if (state !== pending.from && !isOvertakenDone) return 'superseded';
  return allowed.includes(pending.operationName) ? undefined : 'superseded';
}

/** Whether a change to `state` still confirms an operation that has ended without proof. */
function isLateConfirmation(
  outcome: OperationOutcome | undefined,
  state: ReportedRecordingState,
  at: number,
): outcome is OperationOutcome {
  if (!outcome || outcome.progress === 'refused') return false;
  if (at - outcome.at > lateConfirmationSpan) return false;
  const isOpen =
    outcome.ending === 'unconfirmed' ||
    (outcome.ending === 'rejected' && outcome.error.isOutcomeUnknown);
  return isOpen && recordingOperations[outcome.operationName].confirmedBy === state;
}

function authorOf(
  maker: OperationOutcome | undefined,
): Pick<RecordingChange, 'by' | 'cause' | 'requestId'> {
  return maker?.ending === 'confirmed'
    ? { by: 'agent', cause: maker.cause, requestId: maker.requestId }
    : { by: 'someone-else', cause: 'unknown', requestId: undefined };
}

/**
 * What is left of an outcome when something newer takes its place. An operation whose request the
 * server has not answered by then is superseded: the call did reach the state that was asked for,
 * but nothing says that this operation was the cause.
 */
function leftUnanswered(
  outcome: OperationOutcome | undefined,
  at: number,
): OperationOutcome | undefined {
  return outcome && isProvisional(outcome) ? { ...outcome, at, ending: 'superseded' } : undefined;
}

/** Whether the call has reached the state that was asked for before the server answered the request. */
function isUnanswered(
  outcome: OperationOutcome | undefined,
  requestId: number,
): outcome is OperationOutcome {
  return outcome?.requestId === requestId && isProvisional(outcome);
}

/** Sets an outcome whose request was answered, and with it who made the change. */
function withAuthor(entry: CallEntry, outcome: OperationOutcome): CallEntry {
  const { change } = entry.recording;
  if (change?.requestId !== outcome.requestId) return withRecording(entry, { outcome });
  return withRecording(entry, { outcome, change: { ...change, ...authorOf(outcome) } });
}

function withProgress(
  entry: CallEntry,
  requestId: number,
  progress: PendingOperation['progress'],
): CallEntry {
  const { pending } = entry.recording;
  if (pending?.requestId !== requestId) return entry;
  return withRecording(entry, { pending: { ...pending, progress } });
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
