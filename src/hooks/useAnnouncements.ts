import { useEffect, useRef } from 'react';
import type { CallId } from '../model/call.ts';
import { useDesktopContext } from './desktopContext.ts';

/**
 * While the component is mounted, changes of the call's recording are announced to screen readers.
 * Use it in a widget of your own. `RecordingControls` and `RecordingStatus` do it already, and
 * nothing is announced twice.
 *
 * @param callLabel names the call in the sentence while several are watched
 * @throws AgentDesktopError `no-agent-desktop` outside `<AgentDesktopProvider>`
 * @example useAnnouncements(callId, 'Ada King');
 */
export function useAnnouncements(callId: CallId, callLabel?: string): void {
  const { announcer } = useDesktopContext('useAnnouncements');
  const label = useRef(callLabel);
  useEffect(() => {
    label.current = callLabel;
  }, [callLabel]);
  useEffect(() => announcer.watch(callId, () => label.current), [announcer, callId]);
}
