import { useMemo, useSyncExternalStore } from 'react';
import type { CallId } from '../model/call.ts';
import type { CallRecording } from '../model/callRecording.ts';
import type { CallEntry } from '../store/callEntry.ts';
import type { ReadableStore } from '../store/readableStore.ts';
import { useDesktopContext, type DesktopContextValue } from './desktopContext.ts';
import { useFreshWhenShown } from './useFreshWhenShown.ts';
import { useSelected } from './useReadable.ts';

/**
 * Returns a call's recording: what the server said and what was requested. The object stays the same
 * until something in it differs, so a message about `duration` or `userData` renders nothing.
 *
 * @throws AgentDesktopError `no-agent-desktop` outside `<AgentDesktopProvider>`
 * @example const { state, pending } = useCallRecording(callId);
 */
export function useCallRecording(callId: CallId): CallRecording {
  const { desktop } = useDesktopContext('useCallRecording');
  const store = desktop.call(callId);
  useFreshWhenShown(store);
  return useSelected(store, (entry) => entry.recording);
}

/**
 * Does the same for a widget, which reads its context once for all its hooks. It does not render
 * when the server has accepted the operation, because nothing on the screen may change by that.
 */
export function useRecordingIn({ desktop }: DesktopContextValue, callId: CallId): CallRecording {
  const store = desktop.call(callId);
  useFreshWhenShown(store);
  const { subscribe, getState, getInitialState } = useMemo(
    () => recordingWithoutAcceptance(store),
    [store],
  );
  return useSyncExternalStore(subscribe, getState, getInitialState);
}

/**
 * These functions are the same at each render, because React has more to compare when they are new.
 */
function recordingWithoutAcceptance({
  subscribe,
  getState,
  getInitialState,
}: ReadableStore<CallEntry>): ReadableStore<CallRecording> {
  return {
    getState: () => getState().recording,
    getInitialState: () => getInitialState().recording,
    subscribe: (listener) =>
      subscribe(({ recording: now }, { recording: before }) => {
        const [pending, was] = [now.pending, before.pending];
        // The object is another one, but it is for the same request: the server has accepted it,
        // and nothing else differs.
        const isAcceptance =
          pending !== was &&
          pending?.requestId === was?.requestId &&
          pending?.progress === 'accepted';
        if (!isAcceptance) listener(now, before);
      }),
  };
}
