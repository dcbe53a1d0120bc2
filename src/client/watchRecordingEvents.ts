import type { CallId } from '../model/call.ts';
import type { RecordingEvent } from '../model/recordingEvent.ts';
import type { CallEntry } from '../store/callEntry.ts';
import type { AgentDesktop } from './agentDesktop.ts';
import { watchEachCall } from './watchEachCall.ts';

/**
 * Tells of everything that happens to the recordings of a desktop's calls from now on: operations
 * and how they ended, changes that nobody here asked for, ends of calls. In the order it happened,
 * each once, whether a widget shows the call or not. Works without React.
 *
 * What happened before, and while nobody was connected, is not told; a call that is read again
 * after that tells of a change with `saidBy: 'snapshot'`.
 *
 * @returns a function that stops it
 * @example
 * const events: RecordingEvent[] = [];
 * const stop = watchRecordingEvents(desktop, (event) => events.push(event));
 * const download = new Blob([recordingEventsToCsv(events)], { type: 'text/csv' });
 */
export function watchRecordingEvents(
  desktop: AgentDesktop,
  onRecordingEvent: (event: RecordingEvent) => void,
): () => void {
  return watchEachCall(desktop, (callId) =>
    desktop.call(callId).subscribe((after, before) => {
      for (const event of eventsBetween(callId, before, after)) {
        // Later: what a host's function throws must not cost the agent the truth.
        queueMicrotask(() => {
          onRecordingEvent(event);
        });
      }
    }),
  );
}

function eventsBetween(
  callId: CallId,
  beforeEntry: CallEntry,
  afterEntry: CallEntry,
): readonly RecordingEvent[] {
  const [before, after] = [beforeEntry.recording, afterEntry.recording];
  const { outcome, change, ended } = after;
  const isChanged = change !== before.change;
  const isEnded = ended !== undefined && before.ended === undefined && before.isKnown;
  const isSettled =
    outcome !== undefined &&
    (outcome.requestId !== before.outcome?.requestId || outcome.ending !== before.outcome.ending);

  const told = {
    callId,
    operationName: undefined,
    from: before.state,
    to: after.state,
    requestedAtClient: undefined,
    acceptedAtClient: undefined,
    // Only of the message that told this: the entry keeps the time of the newest one.
    serverTime:
      afterEntry.serverTime === beforeEntry.serverTime ? undefined : afterEntry.serverTime,
    saidBy: isChanged ? change?.saidBy : undefined,
    latencyMs: undefined,
    errorCode: undefined,
  };
  const events: RecordingEvent[] = [];
  if (isSettled) {
    const { requestedAt, at } = outcome;
    events.push({
      ...told,
      operationName: outcome.operationName,
      origin: outcome.origin ?? 'this-agent',
      result: outcome.ending,
      from: outcome.from,
      atClient: at,
      requestedAtClient: requestedAt,
      acceptedAtClient: outcome.acceptedAt,
      // The client's clock may have been set back in between.
      latencyMs: Math.max(0, at - requestedAt),
      errorCode: outcome.ending === 'rejected' ? outcome.error.code : undefined,
    });
  }
  // What came with the end of the call is told as its end.
  if (isChanged && change?.by === 'someone-else' && !isEnded)
    events.push({ ...told, origin: 'someone-else', result: 'changed', atClient: change.at });
  if (isEnded) events.push({ ...told, origin: 'automatic', result: 'ended', atClient: ended.at });
  return events;
}
