import { useStore } from 'zustand/react';
import type { CallId } from '../model/call.ts';
import type { CallRecording } from '../model/callRecording.ts';
import type { CallEntry } from '../store/callEntry.ts';
import { useDesktopContext, type DesktopContextValue } from './desktopContext.ts';

/**
 * A call's recording: what the server said and what was asked. The same object until something
 * in it differs, so a message about `duration` or `userData` renders nothing.
 *
 * @throws AgentDesktopError `no-agent-desktop` outside `<AgentDesktopProvider>`
 * @example const { state, pending } = useCallRecording(callId);
 */
export function useCallRecording(callId: CallId): CallRecording {
  return useRecordingIn(useDesktopContext('useCallRecording'), callId);
}

/** The same for a widget that has read the context already: one widget, one reading of each. */
export function useRecordingIn({ desktop }: DesktopContextValue, callId: CallId): CallRecording {
  return useStore(desktop.call(callId), recordingOf);
}

// One function for ever: with a new one each time React has more to compare.
const recordingOf = (entry: CallEntry): CallRecording => entry.recording;
