import type { InspectionEvent } from '../client/inspection.ts';
import type { CallId } from '../model/call.ts';
import type { CallRecording } from '../model/callRecording.ts';
import type { ConnectionState } from '../model/connection.ts';
import type { OperationOutcome, PendingOperation } from '../model/operation.ts';
import { describeProgress } from './describeOperation.ts';
import { describeTab } from './describeTab.ts';

/** What is written into the log: the events of `desktop.inspect`, and changes of the desktop's stores. */
export type LoggedEvent =
  | InspectionEvent
  | { readonly type: 'connection'; readonly state: ConnectionState }
  | ({ readonly type: 'operation' } & LoggedOperation)
  /** Nobody listened to the desktop between `ends` and `begins`. */
  | { readonly type: 'inspection'; readonly change: 'begins' | 'ends' };

/** An operation as it is or was last. It has an `ending` when it has ended. */
export interface LoggedOperation {
  readonly callId: CallId;
  readonly operation: PendingOperation | OperationOutcome;
}

export interface LogEntry {
  /** 1, 2, 3 … for each log. */
  readonly key: number;
  /** Steady clock, epoch ms. */
  readonly at: number;
  readonly event: LoggedEvent;
}

/** What is known of a desktop that is or was inspected. */
export interface InspectionLog {
  readonly connection: ConnectionState;
  readonly link: Extract<InspectionEvent, { readonly type: 'link' }>['phase'] | undefined;
  /** Undefined while the link has reported no tabs. */
  readonly tab: Extract<InspectionEvent, { readonly type: 'tab' }>['part'] | undefined;
  /** In ms. */
  readonly confirmationTimeout: number | undefined;
  readonly calls: ReadonlyMap<CallId, CallRecording>;
  /** The latest operations, oldest first. */
  readonly operations: readonly LoggedOperation[];
  /** The latest events, oldest first. */
  readonly entries: readonly LogEntry[];
  /** How many earlier events are no longer kept. */
  readonly dropped: number;
  /** The key of the latest entry that was written. */
  readonly lastKey: number;
}

/** More is dropped, so that a page that is open for a whole shift does not grow. */
const mostEntries = 500;
const mostOperations = 30;

export const emptyLog: InspectionLog = {
  connection: { phase: 'idle' },
  link: undefined,
  tab: undefined,
  confirmationTimeout: undefined,
  calls: new Map(),
  operations: [],
  entries: [],
  dropped: 0,
  lastKey: 0,
};

/** @param at when it happened, by the steady clock */
export function logAfter(log: InspectionLog, event: LoggedEvent, at: number): InspectionLog {
  switch (event.type) {
    case 'confirmation-timeout':
      return { ...log, confirmationTimeout: event.milliseconds };
    case 'connection': {
      const next = { ...log, connection: event.state };
      // While the link is lost, each read changes the time until which the shown state was right.
      return isSamePhase(log, event.state) ? next : write(next, event, at);
    }
    case 'link':
      return event.phase === log.link ? log : write({ ...log, link: event.phase }, event, at);
    case 'tab':
      // A tab that follows another one gets this event again at each message of the leader.
      return log.tab && describeTab(event.part) === describeTab(log.tab)
        ? log
        : write({ ...log, tab: event.part }, event, at);
    case 'operation': {
      const operations = operationsAfter(log.operations, event);
      // An operation that was confirmed may be accepted afterwards. That is seen in its clocks only.
      return isSameProgress(log.operations, event)
        ? { ...log, operations }
        : write({ ...log, operations }, event, at);
    }
    case 'message':
    case 'call-read':
      return insert(log, event, at);
    case 'other-message':
    case 'read-asked':
    case 'read-answered':
    case 'read-failed':
    case 'diagnostic':
    case 'inspection':
      return write(log, event, at);
    default:
      return event satisfies never;
  }
}

/** @param recording undefined when the desktop has forgotten the call */
export function logWithCall(
  log: InspectionLog,
  callId: CallId,
  recording: CallRecording | undefined,
): InspectionLog {
  const calls = new Map(log.calls);
  if (recording) calls.set(callId, recording);
  else calls.delete(callId);
  return { ...log, calls };
}

function write(log: InspectionLog, event: LoggedEvent, at: number): InspectionLog {
  const lastKey = log.lastKey + 1;
  const entries = [...log.entries, { key: lastKey, at, event }];
  const tooMany = Math.max(0, entries.length - mostEntries);
  return { ...log, entries: entries.slice(tooMany), dropped: log.dropped + tooMany, lastKey };
}

/**
 * Writes a message or a read. Its event comes after it was applied, and the change of the store comes
 * before that and says how it ended an operation. The line of the message says the same, so the line of
 * the operation is removed. Diagnostics about the call come after the message that they are about.
 */
function insert(
  log: InspectionLog,
  event: Extract<LoggedEvent, { readonly type: 'message' | 'call-read' }>,
  at: number,
): InspectionLog {
  const { callId, before, after } = event;
  const consequences: LogEntry[] = [];
  let entries = log.entries;
  for (let last = entries.at(-1); last; last = entries.at(-1)) {
    const isDiagnostic = last.event.type === 'diagnostic' && isAbout(last.event, callId);
    const isSettled =
      last.event.type === 'operation' &&
      last.event.operation === after.outcome &&
      after.outcome !== before.outcome;
    if (!isDiagnostic && !isSettled) break;
    if (isDiagnostic) consequences.unshift(last);
    entries = entries.slice(0, -1);
  }
  let next = write({ ...log, entries }, event, at);
  for (const { event: consequence, at: then } of consequences)
    next = write(next, consequence, then);
  return next;
}

function isSamePhase({ connection, entries }: InspectionLog, state: ConnectionState): boolean {
  const reasonOf = (of: ConnectionState): string => (of.phase === 'lost' ? of.reason : '');
  return (
    // The first line describes the connection at the beginning.
    entries.some(({ event }) => event.type === 'connection') &&
    connection.phase === state.phase &&
    reasonOf(connection) === reasonOf(state)
  );
}

function isAbout(
  { diagnostic }: Extract<LoggedEvent, { readonly type: 'diagnostic' }>,
  callId: CallId,
): boolean {
  return 'callId' in diagnostic && diagnostic.callId === callId;
}

function isSameProgress(
  operations: readonly LoggedOperation[],
  { operation }: LoggedOperation,
): boolean {
  const before = operations.find((other) => other.operation.requestId === operation.requestId);
  return before !== undefined && describeProgress(before.operation) === describeProgress(operation);
}

function operationsAfter(
  operations: readonly LoggedOperation[],
  { callId, operation }: LoggedOperation,
): readonly LoggedOperation[] {
  const isSame = (other: LoggedOperation): boolean =>
    other.operation.requestId === operation.requestId;
  return operations.some(isSame)
    ? operations.map((other) => (isSame(other) ? { callId, operation } : other))
    : [...operations, { callId, operation }].slice(-mostOperations);
}
