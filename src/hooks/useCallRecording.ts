import { useMemo } from 'react';
import { useStore } from 'zustand/react';
import type { CallId } from '../model/call.ts';
import type { CallRecording } from '../model/callRecording.ts';
import type { CallEntry } from '../store/callEntry.ts';
import type { ReadableStore } from '../store/desktopStore.ts';
import { useDesktopContext, type DesktopContextValue } from './desktopContext.ts';

/**
 * A call's recording: what the server said and what was asked. The same object until something
 * in it differs, so a message about `duration` or `userData` renders nothing.
 *
 * @throws AgentDesktopError `no-agent-desktop` outside `<AgentDesktopProvider>`
 * @example const { state, pending } = useCallRecording(callId);
 */
export function useCallRecording(callId: CallId): CallRecording {
  const { desktop } = useDesktopContext('useCallRecording');
  return useStore(desktop.call(callId), recordingOf);
}

/**
 * The same for a widget, which reads its context once for all its hooks. It does not render when
 * the server has accepted what was asked: nothing on the screen may change by that.
 */
export function useRecordingIn({ desktop }: DesktopContextValue, callId: CallId): CallRecording {
  const store = desktop.call(callId);
  return useStore(
    useMemo(() => withoutAcceptance(store), [store]),
    recordingOf,
  );
}

// One function for ever: with a new one each time React has more to compare.
const recordingOf = (entry: CallEntry): CallRecording => entry.recording;

function withoutAcceptance(store: ReadableStore<CallEntry>): ReadableStore<CallEntry> {
  return {
    ...store,
    subscribe: (listener) =>
      store.subscribe((now, before) => {
        const [pending, was] = [now.recording.pending, before.recording.pending];
        // Another object for the same request: its `progress` is all that differs.
        if (pending === was || pending?.requestId !== was?.requestId) listener(now, before);
      }),
  };
}
