import type { CallId } from '../model/call.ts';
import { useDesktopContext } from './desktopContext.ts';
import { useFreshWhenShown } from './useFreshWhenShown.ts';
import { useReadable } from './useReadable.ts';

/**
 * The ids of the calls that the server reports, in the order they were heard of; an ended call
 * stays for a minute, so that its end can be seen. Only ids: a list of a thousand calls renders
 * when one comes or goes, and not at every event. Read each with `useCall`.
 *
 * @throws AgentDesktopError `no-agent-desktop` outside `<AgentDesktopProvider>`
 * @example useCalls().map((callId) => <RecordingControls key={callId} callId={callId} />)
 */
export function useCalls(): readonly CallId[] {
  const { callIds } = useDesktopContext('useCalls').desktop;
  useFreshWhenShown(callIds);
  return useReadable(callIds);
}
