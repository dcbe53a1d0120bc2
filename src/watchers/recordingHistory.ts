import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CallId } from '../model/call.ts';
import type { CallRecording, RecordingDoubt } from '../model/callRecording.ts';
import { lastRightAt } from '../model/connection.ts';
import {
  closeHeard,
  hearState,
  type HistoryDoubt,
  type RecordingHistory,
} from '../model/timeline.ts';
import type { CallEntry } from '../store/callEntry.ts';
import type { ReadableStore } from '../store/readableStore.ts';
import type { AgentDesktop } from '../client/agentDesktop.ts';
import { onePerDesktop } from '../client/onePerDesktop.ts';
import { watchEachCall } from './watchEachCall.ts';

// The histories are not kept in the call entries, so that a desktop without a timeline has no cost for
// them.
const historiesOf = onePerDesktop(() => new Map<CallId, StoreApi<RecordingHistory>>());

/**
 * Records from now on what the server says about the recording of each call, for `RecordingTimeline`.
 * The first timeline that is shown calls it too. Call it when the desktop is made, so that timelines
 * also show what happened before the first of them was shown.
 *
 * @example
 * const desktop = createAgentDesktop({ baseUrl: 'https://gws.example' });
 * keepRecordingHistory(desktop);
 */
export function keepRecordingHistory(desktop: AgentDesktop): void {
  startRecording(desktop);
}

// The desktop is watched as long as it exists, because a gap in a history could not be seen later.
const startRecording = onePerDesktop((desktop) =>
  watchEachCall(desktop, (callId, entry) => {
    const history = historyOf(desktop, callId, entry);
    const record = (now: CallEntry): void => {
      const unheardSince = lastRightAt(desktop.connection.getState());
      const before = history.getState();
      const after = receiveEntry(before, now, unheardSince);
      if (after !== before) history.setState(after, true);
    };
    record(entry.getState());
    const unsubscribe = entry.subscribe(record);
    return () => {
      unsubscribe();
      historiesOf(desktop).delete(callId);
    };
  }),
);

/** The history of one call, by its `id`, `connId` or `callUuid`. */
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
  const ofDesktop = historiesOf(desktop);
  const known = ofDesktop.get(callId);
  if (known) return known;
  const history = createStore<RecordingHistory>(() => beginHistory(entry.getState()));
  ofDesktop.set(callId, history);
  return history;
}

/**
 * Makes a new history. It starts at the time since when this page has known the call's present
 * state.
 */
function beginHistory({ call, heardAt, recording }: CallEntry): RecordingHistory {
  const { since, state, ended, doubt } = recording;
  if (since === undefined || heardAt === undefined) return emptyHistory;
  const isClocked = call?.duration !== undefined;
  return {
    startedAt: Math.min(since, isClocked ? heardAt - call.duration * 1_000 : heardAt),
    heard: [{ state: ended?.state ?? state, from: since, until: ended?.at }],
    doubt: doubtOf(doubt),
  };
}

/**
 * When two messages contradict each other, the doubt is `open` until a read decides between them. Any
 * other doubt is `left` for ever, because no read says when a change happened.
 */
function doubtOf(doubt: RecordingDoubt | undefined): HistoryDoubt {
  if (doubt === undefined) return 'none';
  return doubt === 'older-message' || doubt === 'contradicted-read' ? 'open' : 'left';
}

function doubtAfter(before: HistoryDoubt, { doubt, ended }: CallRecording): HistoryDoubt {
  // The end of a call settles no doubt, so an open doubt stays open.
  return before === 'left' || (ended && !doubt) ? before : doubtOf(doubt);
}

const emptyHistory: RecordingHistory = { startedAt: undefined, heard: [], doubt: 'none' };

function receiveEntry(
  history: RecordingHistory,
  entry: CallEntry,
  unheardSince: number | undefined,
): RecordingHistory {
  const { heardAt, recording } = entry;
  if (history.startedAt === undefined || heardAt === undefined) return beginHistory(entry);
  const at = recording.ended?.at ?? heardAt;
  // There is a gap only if the server has said something since the connection was lost. An entry also
  // changes when an operation is requested, which says nothing about the recording.
  const gapFrom = unheardSince !== undefined && unheardSince < at ? unheardSince : undefined;
  // A state that comes with the end of the call says what the end did to the recording, and
  // not what the recording was doing until then.
  const heard = recording.ended
    ? closeHeard(history.heard, gapFrom ?? at)
    : hearState(history.heard, recording.state, at, gapFrom);
  // A read shows that there was a change, but not when. Where the connection was lost, the history
  // already has a gap for it.
  const isUntimed =
    heard !== history.heard && gapFrom === undefined && recording.change?.saidBy === 'snapshot';
  const doubt = isUntimed ? 'left' : doubtAfter(history.doubt, recording);
  return heard === history.heard && doubt === history.doubt
    ? history
    : { ...history, heard, doubt };
}
