import type { CallId } from '../model/call.ts';
import type { AnswerAge, MessageAge } from '../client/eventOrder.ts';
import type { ReadResult } from '../client/readResult.ts';
import { callName } from './callName.ts';
import { describeChange } from './describeChange.ts';
import { describeConnection } from './describeConnection.ts';
import { describeDiagnostic } from './describeDiagnostic.ts';
import { describeRequest, describeError, describeProgress } from './describeOperation.ts';
import { describeTab } from './describeTab.ts';
import type { LogEntry, LoggedEvent } from './inspectionLog.ts';
import { seconds } from './times.ts';

/** What a line is about. */
export type Topic = 'connection' | 'tabs' | 'message' | 'read' | 'operation' | 'diagnostic';

/** An entry of the log in words. It has no personal data, so it may leave the page. */
export interface Line {
  readonly key: number;
  /** Steady clock, epoch ms. */
  readonly at: number;
  readonly topic: Topic;
  /** The place in the order of messages and reads. */
  readonly order: number | undefined;
  /** The short name of the call. */
  readonly call: string | undefined;
  readonly text: string;
  /** What it changed. Undefined for an event that cannot change a call. */
  readonly changes: readonly string[] | undefined;
}

/** @param entries oldest first */
export function linesOf(entries: readonly LogEntry[]): readonly Line[] {
  /** The reads, by their places in the order. */
  const reads = new Map<number, RequestedRead>();
  return entries.map(({ key, at, event }) => {
    if (event.type === 'read-asked') reads.set(event.order, { at, reads: event.reads });
    const order = 'order' in event ? event.order : undefined;
    const callId = callIdOf(event);
    return {
      key,
      at,
      topic: topicOf(event),
      order,
      call: callId === undefined ? undefined : callName(callId),
      text: textOf(event, at, order === undefined ? undefined : reads.get(order)),
      changes: 'before' in event ? describeChange(event.before, event.after) : undefined,
    };
  });
}

interface RequestedRead {
  readonly at: number;
  readonly reads: 'all-calls' | 'one-call';
}

function callIdOf(event: LoggedEvent): CallId | undefined {
  if (event.type === 'diagnostic')
    return 'callId' in event.diagnostic ? event.diagnostic.callId : undefined;
  return 'callId' in event ? event.callId : undefined;
}

function topicOf({ type }: LoggedEvent): Topic {
  switch (type) {
    case 'message':
    case 'other-message':
      return 'message';
    case 'read-asked':
    case 'call-read':
    case 'read-answered':
    case 'read-failed':
      return 'read';
    case 'tab':
      return 'tabs';
    case 'operation':
    case 'confirmation-timeout':
      return 'operation';
    case 'diagnostic':
      return 'diagnostic';
    case 'connection':
    case 'link':
    case 'inspection':
      return 'connection';
    default:
      return type satisfies never;
  }
}

/** @param read the read that the event is about, if its request is still in the log */
function textOf(event: LoggedEvent, at: number, read: RequestedRead | undefined): string {
  const after = read ? ` after ${seconds(at - read.at)}` : '';
  switch (event.type) {
    case 'inspection':
      return event.change === 'begins'
        ? 'the devtools begin to listen'
        : 'the devtools stop listening; what comes until they begin again is not in this list';
    case 'confirmation-timeout':
      return `an operation may wait for ${seconds(event.milliseconds)}`;
    case 'connection':
      return `is ${describeConnection(event.state)}`;
    case 'link':
      return `the notification link is ${event.phase}`;
    case 'tab':
      return `this tab ${describeTab(event.part)}`;
    case 'operation':
      return `${describeRequest(event.operation)}: ${describeProgress(event.operation)}`;
    case 'message':
      return `${typeName(event.notificationType)}: ${describeMessageAge(event.judged)}`;
    case 'other-message':
      return otherMessages[event.is];
    case 'read-asked':
      return event.by === 'this-tab'
        ? `asks for ${readWords[event.reads]}`
        : `another tab asks for ${readWords[event.reads]}`;
    case 'call-read':
      return event.answer === 'contains-it'
        ? answers[event.judged]
        : `the complete list lacks this call; ${answers[event.judged]}`;
    case 'read-answered':
      return `answered${after} with ${describeResult(event.result, read?.reads)}`;
    case 'read-failed':
      return `failed${after}: ${describeError(event.error)}`;
    case 'diagnostic':
      return describeDiagnostic(event.diagnostic);
    default:
      return event satisfies never;
  }
}

const readWords = { 'all-calls': 'all calls', 'one-call': 'one call' } as const;

function describeResult(result: ReadResult, reads: RequestedRead['reads'] | undefined): string {
  switch (result) {
    case 'all':
      return 'all calls';
    case 'some':
      return reads === 'one-call' ? 'the call' : 'calls of which some cannot be read';
    case 'nothing':
      return 'something that cannot be read';
    default:
      return result satisfies never;
  }
}

const otherMessages = {
  error: 'an error of the server',
  'about-something-else': 'about something else than a call',
  unreadable: 'unreadable',
} as const;

const answers: Readonly<Record<AnswerAge | 'is-over', string>> = {
  newer: 'newer than what was known',
  crossed: 'newer than what was known, though another read was answered meanwhile',
  'overtaken-by-message': 'not used, because a message came after the read was asked',
  'overtaken-by-read': 'not used, because a read that was asked later was answered before',
  'is-over': 'not used, because the call is over',
};

function describeMessageAge(judged: MessageAge): string {
  switch (judged.age) {
    case 'newer':
      return 'newer than what was known';
    case 'most-likely-newer':
      return 'most likely newer than what was known';
    case 'uncertain':
      return 'in doubt, because it contradicts a read and has no time';
    case 'older':
      return `held back, because it seems to be older (${judged.by})`;
    default:
      return judged satisfies never;
  }
}

/** The words of the API for a message. Any other word may contain anything, so it is left out. */
const notificationTypes: readonly string[] = [
  'CallRecordingStateChange',
  'StatusChange',
  'ParticipantsUpdated',
  'AttachedDataChanged',
];

function typeName(notificationType: string): string {
  return notificationTypes.find((each) => each === notificationType) ?? 'a message';
}
