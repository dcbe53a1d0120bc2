import type { CallId } from '../model/call.ts';
import { useDesktopContext } from './desktopContext.ts';
import { useFreshWhenShown } from './useFreshWhenShown.ts';
import { useReadable } from './useReadable.ts';

/**
 * Returns the ids of the calls that the server reports, in the order in which the page heard of
 * them. A call stays in the list for a minute after its end, so that the agent can see that it
 * ended. It returns only ids, so that a list of a thousand calls renders when a call comes or goes,
 * and not at every event. Read each call with `useCall`.
 *
 * @throws AgentDesktopError `no-agent-desktop` outside `<AgentDesktopProvider>`
 * @example useCalls().map((callId) => <RecordingControls key={callId} callId={callId} />)
 */
export function useCalls(): readonly CallId[] {
  const { callIds } = useDesktopContext('useCalls').desktop;
  useFreshWhenShown(callIds);
  return useReadable(callIds);
}
