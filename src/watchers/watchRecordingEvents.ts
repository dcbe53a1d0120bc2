import type { CallId } from '../model/call.ts';
import { isSameChange, type CallRecording, type RecordingChange } from '../model/callRecording.ts';
import { isProvisional, type OperationCause, type OperationOutcome } from '../model/operation.ts';
import type { RecordingEvent } from '../model/recordingEvent.ts';
import { toClientTime } from '../model/steadyClock.ts';
import type { CallEntry } from '../store/callEntry.ts';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import { watchEachCall } from './watchEachCall.ts';

type EventWithoutSequence = Omit<RecordingEvent, 'sequence'>;

/**
 * Tells of everything that happens to the recordings of a desktop's calls from now on: operations
 * when they are asked for and how they ended, changes that nobody here asked for, ends of calls. In
 * the order it happened, each once, whether a widget shows the call or not. Works without React.
 *
 * Each event is told in the moment it happens, a press before its request is sent. So what the
 * function passes on at once, such as with `navigator.sendBeacon`, survives a page that dies while
 * the operation is pending. What the function throws is told to `onDiagnostic`.
 *
 * What happened before, and while nobody was connected, is not told; a call that is read again
 * after that tells of a change with `saidBy: 'snapshot'`.
 *
 * @returns a function that stops it
 * @example
 * const stop = watchRecordingEvents(desktop, (event) => {
 *   navigator.sendBeacon('/recording-log', recordingEventsToJson([event]));
 * });
 */
export function watchRecordingEvents(
  desktop: AgentDesktop,
  onRecordingEvent: (event: RecordingEvent) => void,
): () => void {
  let sequence = 0;
  return watchEachCall(desktop, (callId, call) =>
    call.subscribe((after, before) => {
      for (const event of eventsBetween(callId, before, after)) {
        sequence += 1;
        try {
          onRecordingEvent({ sequence, ...event });
        } catch (cause) {
          desktop.report({
            code: 'host-callback-failed',
            callback: 'watchRecordingEvents',
            cause,
          });
        }
      }
    }),
  );
}

function eventsBetween(
  callId: CallId,
  beforeEntry: CallEntry,
  afterEntry: CallEntry,
): readonly EventWithoutSequence[] {
  const [before, after] = [beforeEntry.recording, afterEntry.recording];
  if (before === after) return [];
  const { outcome, pending, change, ended } = after;
  const isEnded = ended !== undefined && before.ended === undefined && before.isKnown;
  const told: Omit<EventWithoutSequence, 'result' | 'origin' | 'atClient'> = {
    callId,
    requestId: undefined,
    operationName: undefined,
    cause: 'unknown',
    from: before.state,
    to: after.state,
    requestedAtClient: undefined,
    acceptedAtClient: undefined,
    // Only of the message that told this: the entry keeps the time of the newest one.
    serverTime:
      afterEntry.serverTime === beforeEntry.serverTime ? undefined : afterEntry.serverTime,
    saidBy: isSameChange(change, before.change) ? undefined : change?.saidBy,
    latencyMs: undefined,
    errorCode: undefined,
  };
  const events: EventWithoutSequence[] = [];
  const untold = untoldChange(before, after);
  if (untold) {
    const { from, to, at, saidBy } = untold;
    const atClient = toClientTime(at);
    const earlier = { ...told, from, to, saidBy, serverTime: undefined, atClient };
    events.push({ ...earlier, origin: 'someone-else', result: 'changed' });
  }
  if (outcome && isToldNow(outcome, before.outcome)) {
    const { requestId, requestedAt, acceptedAt, at } = outcome;
    events.push({
      ...told,
      requestId,
      operationName: outcome.operationName,
      origin: originOf(outcome.cause),
      cause: outcome.cause,
      result: outcome.ending,
      from: outcome.from,
      atClient: toClientTime(at),
      requestedAtClient: toClientTime(requestedAt),
      acceptedAtClient: acceptedAt === undefined ? undefined : toClientTime(acceptedAt),
      // The time of the confirmation may come before that of the acceptance, never of the request.
      latencyMs: at - requestedAt,
      errorCode: outcome.ending === 'rejected' ? outcome.error.code : undefined,
    });
  }
  if (pending && pending.requestId !== before.pending?.requestId) {
    const at = toClientTime(pending.requestedAt);
    events.push({
      ...told,
      requestId: pending.requestId,
      operationName: pending.operationName,
      origin: originOf(pending.cause),
      cause: pending.cause,
      result: 'requested',
      atClient: at,
      requestedAtClient: at,
    });
  }
  // What came with the end of the call is told as its end.
  if (change && isUnaskedNow(after, before) && !isEnded) {
    const { from, to, at } = change;
    const atClient = toClientTime(at);
    events.push({ ...told, from, to, origin: 'someone-else', result: 'changed', atClient });
  }
  if (isEnded) {
    const atClient = toClientTime(ended.at);
    events.push({ ...told, origin: 'automatic', result: 'ended', atClient });
  }
  return events;
}

/**
 * Whether an outcome is to be told now. A confirmation that came before the server answered the
 * request is told with that answer: after a refusal the operation was not the cause.
 */
function isToldNow(outcome: OperationOutcome, before: OperationOutcome | undefined): boolean {
  if (isProvisional(outcome)) return false;
  return (
    outcome.requestId !== before?.requestId ||
    outcome.ending !== before.ending ||
    isProvisional(before)
  );
}

/**
 * The change that an operation seemed to have made, where something newer took its place before the
 * server answered the request. It has not been told yet, because the answer was to say who made it.
 */
function untoldChange(
  { change, outcome }: CallRecording,
  after: CallRecording,
): RecordingChange | undefined {
  const isLeft =
    outcome &&
    isProvisional(outcome) &&
    outcome.requestId === after.outcome?.requestId &&
    after.outcome.ending === 'superseded';
  return isLeft && change?.requestId === outcome.requestId ? change : undefined;
}

/** Whether a change has just been learned of that no operation of this agent is known to have made. */
function isUnaskedNow(after: CallRecording, before: CallRecording): boolean {
  const { change } = after;
  if (change?.by !== 'someone-else') return false;
  if (!isSameChange(change, before.change)) return true;
  return before.change?.by !== 'someone-else' && !untoldChange(before, after);
}

function originOf(cause: OperationCause): RecordingEvent['origin'] {
  switch (cause) {
    case 'sensitive-section':
    case 'pause-limit':
    case 'automatic':
      return 'automatic';
    case 'button':
    case 'shortcut':
    case 'host':
    case 'other-tab':
      return 'this-agent';
    default:
      return cause satisfies never;
  }
}
