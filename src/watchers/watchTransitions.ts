import type { CallRecording } from '../model/callRecording.ts';
import type { CallEntry } from '../store/callEntry.ts';
import type { ReadableStore } from '../store/readableStore.ts';

/**
 * Reports what happened to a call's recording. One response of the server may contain many messages
 * about a call. They are reported as one transition, from the state before the first message to the
 * state after the last one. The end of an operation is reported at once and by itself, because a
 * later message would replace it.
 *
 * @param before what counts as known when the watching begins
 */
export function watchTransitions(
  store: ReadableStore<CallEntry>,
  before: CallRecording,
  onTransition: (before: CallRecording, after: CallRecording) => void,
): () => void {
  let reported = before;
  /** `due`: the transition is reported at the end of the current task. */
  let phase: 'idle' | 'due' | 'ended' = 'idle';

  const report = (): void => {
    const after = store.getState().recording;
    if (after === reported) return;
    // The call is being read again. Until then it is not known whether there is anything to tell.
    if (after.doubt && after.state === 'Unknown') return;
    const last = reported;
    reported = after;
    onTransition(last, after);
  };
  const reportSoon = (): void => {
    if (phase !== 'idle') return;
    phase = 'due';
    queueMicrotask(() => {
      if (phase === 'ended') return;
      phase = 'idle';
      report();
    });
  };
  const unsubscribe = store.subscribe(({ recording: after }) => {
    if (after.outcome !== reported.outcome || after.pending !== reported.pending) report();
    else reportSoon();
  });
  // This waits until the mount is over, because StrictMode mounts everything twice and "Recording is
  // paused" must be announced once.
  reportSoon();
  return () => {
    phase = 'ended';
    unsubscribe();
  };
}
