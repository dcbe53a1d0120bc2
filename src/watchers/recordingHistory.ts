import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CallId } from '../model/call.ts';
import { closeHeard, hearState, type RecordingHistory } from '../model/timeline.ts';
import type { CallEntry } from '../store/callEntry.ts';
import type { ReadableStore } from '../store/readableStore.ts';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import { watchEachCall } from './watchEachCall.ts';

// The histories are kept beside the calls and not in them, so that a desktop without a timeline
// pays nothing for them. They go by a store of the desktop, which a copy of it shares.
const histories = new WeakMap<
  AgentDesktop['connection'],
  Map<CallId, StoreApi<RecordingHistory>>
>();
const kept = new WeakSet<AgentDesktop['connection']>();

/**
 * Writes down from now on what the server says of every call's recording, for `RecordingTimeline`.
 * The first timeline does so by itself; call it when the desktop is made, and the timelines know of
 * everything that this page heard before one was shown.
 *
 * @example
 * const desktop = createAgentDesktop({ baseUrl: 'https://gws.example' });
 * keepRecordingHistory(desktop);
 */
export function keepRecordingHistory(desktop: AgentDesktop): void {
  if (kept.has(desktop.connection)) return;
  kept.add(desktop.connection);
  // For as long as there is the desktop: a history with a hole in it would be taken for the truth.
  watchEachCall(desktop, (callId, entry) => {
    const history = historyOf(desktop, callId, entry);
    const hear = (now: CallEntry): void => {
      const status = desktop.connection.getState();
      const unheardSince = 'asOf' in status ? status.asOf : undefined;
      const before = history.getState();
      const after = receiveEntry(before, now, unheardSince);
      if (after !== before) history.setState(after, true);
    };
    hear(entry.getState());
    const unsubscribe = entry.subscribe(hear);
    return () => {
      unsubscribe();
      histories.get(desktop.connection)?.delete(callId);
    };
  });
}

/** What was heard of one call. Its `id`, `connId` or `callUuid` will do. */
export function recordingHistoryOf(
  desktop: AgentDesktop,
  callId: CallId,
): ReadableStore<RecordingHistory> {
  const entry = desktop.call(callId);
  return historyOf(desktop, entry.getState().recording.callId ?? callId, entry);
}

function historyOf(
  desktop: AgentDesktop,
  callId: CallId,
  entry: ReadableStore<CallEntry>,
): StoreApi<RecordingHistory> {
  const ofDesktop =
    histories.get(desktop.connection) ?? new Map<CallId, StoreApi<RecordingHistory>>();
  histories.set(desktop.connection, ofDesktop);
  const known = ofDesktop.get(callId);
  if (known) return known;
  const history = createStore<RecordingHistory>(() => begin(entry.getState()));
  ofDesktop.set(callId, history);
  return history;
}

/** All that a call tells of its past: since when this page has known it to be as it is. */
function begin({ call, heardAt, recording }: CallEntry): RecordingHistory {
  const { since, state, ended } = recording;
  if (since === undefined || heardAt === undefined) return { startedAt: undefined, heard: [] };
  const isClocked = call?.duration !== undefined;
  return {
    startedAt: Math.min(since, isClocked ? heardAt - call.duration * 1_000 : heardAt),
    heard: [{ state: ended?.state ?? state, from: since, until: ended?.at }],
  };
}

function receiveEntry(
  history: RecordingHistory,
  entry: CallEntry,
  unheardSince: number | undefined,
): RecordingHistory {
  const { heardAt, recording } = entry;
  if (history.startedAt === undefined || heardAt === undefined) return begin(entry);
  const at = recording.ended?.at ?? heardAt;
  // What was heard before the link was lost is no answer to the loss; nor is a press.
  const hole = unheardSince !== undefined && unheardSince < at ? unheardSince : undefined;
  // A state that comes with the end of the call says how the recording was left, not how it was.
  const heard = recording.ended
    ? closeHeard(history.heard, hole ?? at)
    : hearState(history.heard, recording.state, at, hole);
  return heard === history.heard ? history : { ...history, heard };
}
