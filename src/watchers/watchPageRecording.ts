import type { AgentDesktop } from '../client/agentDesktop.ts';
import { watchEachCall } from './watchEachCall.ts';
import { isStale } from '../model/connection.ts';
import { pageRecordings, recordingForPage, type PageRecording } from '../model/pageRecording.ts';
import type { CallEntry } from '../store/callEntry.ts';

type Kind = ReturnType<typeof recordingForPage>;

/**
 * Reports the state of all calls of a desktop together, now and whenever it changes. It
 * keeps counts and does not look through the calls, so that an event costs the same with one call
 * and with a thousand.
 *
 * @param onChange is called with undefined while it is certain that no call is recorded or paused
 * @returns a function that stops the watching
 */
export function watchPageRecording(
  desktop: AgentDesktop,
  onChange: (now: PageRecording | undefined) => void,
): () => void {
  const counts: Record<Kind, number> = {
    'not-known': 0,
    paused: 0,
    recording: 0,
    nothing: 0,
    over: 0,
  };
  let reported: PageRecording | undefined;
  let isReady = false;

  const kindNow = (): PageRecording | undefined => {
    const goingOn = counts['not-known'] + counts.paused + counts.recording + counts.nothing;
    // A call that was not recorded when the server was last heard may be recorded by now.
    if (isStale(desktop.connection.getState())) return goingOn > 0 ? 'not-known' : undefined;
    return pageRecordings.find((kind) => counts[kind] > 0);
  };
  const reportIfChanged = (): void => {
    const now = kindNow();
    if (!isReady || now === reported) return;
    reported = now;
    onChange(now);
  };
  const stopCalls = watchEachCall(desktop, (_, call) => {
    let kind: Kind = 'over';
    const count = (next: Kind): void => {
      if (next === kind) return;
      counts[kind] -= 1;
      counts[next] += 1;
      kind = next;
      reportIfChanged();
    };
    counts.over += 1;
    const read = ({ recording }: CallEntry): void => count(recordingForPage(recording));
    read(call.getState());
    const unsubscribe = call.subscribe(read);
    return () => {
      unsubscribe();
      count('over');
      counts.over -= 1;
    };
  });
  const stopConnection = desktop.connection.subscribe(reportIfChanged);
  isReady = true;
  reportIfChanged();
  return () => {
    isReady = false;
    stopCalls();
    stopConnection();
  };
}
