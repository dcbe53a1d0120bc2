import type { CallId } from './call.ts';
import type { RecordingChange } from './callRecording.ts';
import type { AgentDesktopErrorCode } from './errors.ts';
import type { OperationCause, OperationOutcome } from './operation.ts';
import type { RecordingOperationName, ReportedRecordingState } from './recording.ts';

/**
 * Something that happened to a call's recording, for a log or an audit. It contains no personal
 * data: no participants, no `userData`, no agent.
 */
export interface RecordingEvent {
  /** 1, 2, 3 … for each watcher, without a gap. A missing number means that an event was lost. */
  readonly sequence: number;
  readonly callId: CallId;
  /**
   * The number of the operation that the event is about. All events of one operation have the same
   * number.
   */
  readonly requestId: number | undefined;
  /** The operation that was asked for here; undefined if nobody here asked for one. */
  readonly operationName: RecordingOperationName | undefined;
  /**
   * `automatic`: it came with the end of the call, or a rule of this desktop asked for it.
   * `someone-else`: no operation of this agent's is known to have made it. It may have been another
   * person, a recording rule, the device or another program.
   */
  readonly origin: 'this-agent' | 'someone-else' | 'automatic';
  /** Why the operation was asked for, if that is known. It is never guessed. */
  readonly cause: OperationCause | 'unknown';
  /**
   * `requested`: it was asked for in this very moment. Then how it ended, as in `OperationOutcome`;
   * an `unconfirmed` may be followed by a late `confirmed`, and a `confirmed` is told once the server
   * has accepted the operation. Without an operation: `changed`, or `ended` when the call is over.
   */
  readonly result: OperationOutcome['ending'] | 'requested' | 'changed';
  /** What the server had said before, and what it said then. */
  readonly from: ReportedRecordingState;
  readonly to: ReportedRecordingState;
  /**
   * When this page knew of it. For `confirmed` it is the time of the confirmation. Client clock,
   * epoch ms.
   */
  readonly atClient: number;
  /** Client clock, epoch ms. */
  readonly requestedAtClient: number | undefined;
  /** When the server took the operation. Client clock, epoch ms. */
  readonly acceptedAtClient: number | undefined;
  /** The time of the message that told it, if the message has one. Server's clock, epoch ms. */
  readonly serverTime: number | undefined;
  /** `snapshot`: a read told it, so it may have happened well before `atClient`. */
  readonly saidBy: RecordingChange['saidBy'] | undefined;
  /** From the request to the result, in ms. */
  readonly latencyMs: number | undefined;
  readonly errorCode: AgentDesktopErrorCode | undefined;
}

/** The columns of the file, and the order of the members of the JSON. */
const columns: readonly (keyof RecordingEvent)[] = [
  'callId',
  'operationName',
  'origin',
  'result',
  'from',
  'to',
  'atClient',
  'requestedAtClient',
  'acceptedAtClient',
  'serverTime',
  'saidBy',
  'latencyMs',
  'errorCode',
  'cause',
  'requestId',
  'sequence',
];

/**
 * The events as JSON, an array of objects. Times are written as ISO 8601 in UTC, and what is not
 * known is left out.
 *
 * @example new Blob([recordingEventsToJson(events)], { type: 'application/json' })
 */
export function recordingEventsToJson(events: readonly RecordingEvent[]): string {
  return JSON.stringify(
    events.map((event) => Object.fromEntries(columns.map((key) => [key, written(event, key)]))),
    undefined,
    2,
  );
}

/**
 * The events as CSV with a header line. Times are written as ISO 8601 in UTC; what is not known is
 * empty. An apostrophe is put before whatever a spreadsheet would run as a formula: at the beginning
 * of a cell, and after each character that separates cells in some country, such as a semicolon.
 *
 * @see "RFC 4180"
 * @example new Blob([recordingEventsToCsv(events)], { type: 'text/csv;charset=utf-8' })
 */
export function recordingEventsToCsv(events: readonly RecordingEvent[]): string {
  const lines = [
    columns,
    ...events.map((event) => columns.map((key) => String(written(event, key) ?? ''))),
  ];
  return lines.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

const times: ReadonlySet<keyof RecordingEvent> = new Set([
  'atClient',
  'requestedAtClient',
  'acceptedAtClient',
  'serverTime',
]);

function written(event: RecordingEvent, key: keyof RecordingEvent): string | number | undefined {
  const value = event[key];
  return typeof value === 'number' && times.has(key) ? isoTime(value) : value;
}

/**
 * A server may send any number as a time. A number that is no time must not make the whole file
 * fail.
 */
function isoTime(epoch: number): string | number {
  const date = new Date(epoch);
  return Number.isNaN(date.getTime()) ? epoch : date.toISOString();
}

/**
 * Matches where a formula could begin. That is at the start of the text, and after every character
 * that may separate cells: a spreadsheet splits at the separator of its own country, a semicolon or
 * a tab, and may ignore quotes then. Some spreadsheets skip spaces, quotes and invisible characters
 * before a formula, and treat full-width signs such as `＝` like `=`.
 */
const formulaAtStart = /^(?=[\s"'\p{Cc}\p{Cf}]*[=+\-@＝＋－＠﹦﹢﹣﹫−]|[\t\r\n])/u;
const formulaInside =
  /[,;|:\t\r\n\v\f\u0085\u2028\u2029](?=[\s"'\p{Cc}\p{Cf}]*[=+\-@＝＋－＠﹦﹢﹣﹫−])/gu;

function cell(text: string): string {
  const harmless = text.replace(formulaInside, "$&'").replace(formulaAtStart, "'");
  return /[",;|\t\r\n']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
