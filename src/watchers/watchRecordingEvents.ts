import type { CallId } from '../model/call.ts';
import { isSameChange, type CallRecording, type RecordingChange } from '../model/callRecording.ts';
import { callHost } from '../model/hostCallback.ts';
import { isProvisional, type OperationCause, type OperationOutcome } from '../model/operation.ts';
import type { RecordingEvent } from '../model/recordingEvent.ts';
import { toClientTime } from '../model/steadyClock.ts';
import type { CallEntry } from '../store/callEntry.ts';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import { watchEachCall } from './watchEachCall.ts';

type EventWithoutSequence = Omit<RecordingEvent, 'sequence'>;

/**
 * Reports everything that happens to the recordings of a desktop's calls from now on: when operations
 * are requested and how they end, changes that nobody requested on this desktop, and the ends of
 * calls. Each event is reported once, in the order in which it happened, whether a widget shows the
 * call or not. It works without React.
 *
 * Each event is reported in the moment it happens, and a press before its request is sent. If the
 * function sends it on at once, for example with `navigator.sendBeacon`, the event is not lost when
 * the page is closed while the operation is pending. If the function throws, or if its promise
 * rejects, the error is reported to `onDiagnostic`.
 *
 * What happened before, or while the desktop was not connected, is not reported. When the call is
 * read after that, the change is reported with `saidBy: 'snapshot'`.
 *
 * @returns a function that stops the reports
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
        const numbered = { sequence, ...event };
        callHost('watchRecordingEvents', desktop.report, () => onRecordingEvent(numbered));
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
  const common: Omit<EventWithoutSequence, 'result' | 'origin' | 'atClient'> = {
    callId,
    requestId: undefined,
    operationName: undefined,
    cause: 'unknown',
    from: before.state,
    to: after.state,
    requestedAtClient: undefined,
    acceptedAtClient: undefined,
    // The entry keeps the time of the newest message, so the time belongs to this change only if it
    // is new.
    serverTime:
      afterEntry.serverTime === beforeEntry.serverTime ? undefined : afterEntry.serverTime,
    saidBy: isSameChange(change, before.change) ? undefined : change?.saidBy,
    latencyMs: undefined,
    errorCode: undefined,
  };
  const events: EventWithoutSequence[] = [];
  const unreported = unreportedChange(before, after);
  if (unreported) {
    const { from, to, at, saidBy } = unreported;
    const atClient = toClientTime(at);
    const earlier = { ...common, from, to, saidBy, serverTime: undefined, atClient };
    events.push({ ...earlier, origin: 'someone-else', result: 'changed' });
  }
  if (outcome && isReportedNow(outcome, before.outcome)) {
    const { requestId, requestedAt, acceptedAt, at } = outcome;
    events.push({
      ...common,
      requestId,
      operationName: outcome.operationName,
      origin: originOf(outcome.cause),
      cause: outcome.cause,
      result: outcome.ending,
      from: outcome.from,
      atClient: toClientTime(at),
      requestedAtClient: toClientTime(requestedAt),
      acceptedAtClient: acceptedAt === undefined ? undefined : toClientTime(acceptedAt),
      // A confirmation may come before the acceptance, but never before the request.
      latencyMs: at - requestedAt,
      errorCode: outcome.ending === 'rejected' ? outcome.error.code : undefined,
    });
  }
  if (pending && pending.requestId !== before.pending?.requestId) {
    const at = toClientTime(pending.requestedAt);
    events.push({
      ...common,
      requestId: pending.requestId,
      operationName: pending.operationName,
      origin: originOf(pending.cause),
      cause: pending.cause,
      result: 'requested',
      atClient: at,
      requestedAtClient: at,
    });
  }
  // A change that came with the end of the call is reported as the end.
  if (change && isUnrequestedNow(after, before) && !isEnded) {
    const { from, to, at } = change;
    const atClient = toClientTime(at);
    events.push({ ...common, from, to, origin: 'someone-else', result: 'changed', atClient });
  }
  if (isEnded) {
    const atClient = toClientTime(ended.at);
    events.push({ ...common, origin: 'automatic', result: 'ended', atClient });
  }
  return events;
}

/**
 * Whether an outcome is to be reported now. A confirmation that came before the server's answer is
 * reported when the answer comes, because after a refusal the operation was not the cause.
 */
function isReportedNow(outcome: OperationOutcome, before: OperationOutcome | undefined): boolean {
  if (isProvisional(outcome)) return false;
  return (
    outcome.requestId !== before?.requestId ||
    outcome.ending !== before.ending ||
    isProvisional(before)
  );
}

/**
 * A change that an operation seemed to have made, if something newer has replaced it before the
 * server answered the request. It has not been reported yet, because the answer was to tell who made
 * it.
 */
function unreportedChange(
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

/** Whether there is a new change that no operation of this agent is known to have made. */
function isUnrequestedNow(after: CallRecording, before: CallRecording): boolean {
  const { change } = after;
  if (change?.by !== 'someone-else') return false;
  if (!isSameChange(change, before.change)) return true;
  return before.change?.by !== 'someone-else' && !unreportedChange(before, after);
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
