import { useMemo, type RefObject } from 'react';
import type { CallId } from '../model/call.ts';
import { isOutOfDate, type CallRecording } from '../model/callRecording.ts';
import type { CallEntry } from '../store/callEntry.ts';
import type { ReadableStore } from '../store/readableStore.ts';
import {
  shownConnectionOf,
  type ShownConnection,
  type ShownConnectionStore,
} from '../watchers/shownConnection.ts';
import { useDesktopContext, type DesktopContextValue } from './desktopContext.ts';
import { useFreshWhenShown } from './useFreshWhenShown.ts';
import { useReadable, useSelected, type Readable } from './useReadable.ts';

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
  const recording = useMemo(() => recordingOf(store), [store]);
  return useReadable(recording);
}

/** What a widget shows of a call: what is known of its recording, and how far that can be trusted. */
export interface ShownRecording {
  readonly recording: CallRecording;
  readonly connection: ShownConnection;
}

/**
 * Does the same for a widget that shows the connection, too. It reads both through one subscription
 * of React's, because each of them costs every widget memory and time.
 *
 * @param inside an element that stands right below the one that has `data-stale`. That one is marked
 *   before React renders. Without it, the widget is rendered at once when the connection is lost
 */
export function useShownRecording(
  { desktop }: DesktopContextValue,
  callId: CallId,
  inside?: RefObject<Element | null>,
): ShownRecording {
  const store = desktop.call(callId);
  const shown = useMemo(
    () => shownRecording(recordingOf(store), shownConnectionOf(desktop), inside),
    [store, desktop, inside],
  );
  useFreshWhenShown(shown);
  return useReadable(shown);
}

function shownRecording(
  recordings: Readable<CallRecording>,
  connections: ShownConnectionStore,
  inside: RefObject<Element | null> | undefined,
): Readable<ShownRecording> {
  const initial = {
    recording: recordings.getInitialState(),
    connection: connections.getInitialState(),
  };
  let last: ShownRecording = initial;
  const getState = (): ShownRecording => {
    const recording = recordings.getState();
    const connection = connections.getState();
    if (recording !== last.recording || connection !== last.connection)
      last = { recording, connection };
    return last;
  };
  /**
   * React sets and removes the attribute as well when it renders. It changes nothing where it has
   * rendered the same before, so what was marked here is also unmarked here.
   */
  const mark = (): void => {
    const { recording, connection } = getState();
    inside?.current?.parentElement?.toggleAttribute(
      'data-stale',
      isOutOfDate(recording, connection.status),
    );
  };
  return {
    getState,
    getInitialState: () => initial,
    subscribe: (listener) => {
      // It may have been marked before it was hidden, and what it shows may be right again.
      mark();
      const stopCall = recordings.subscribe(listener);
      const stopConnection = connections.follow({
        onStale: inside ? mark : listener,
        onChange: () => {
          mark();
          listener();
        },
      });
      return () => {
        stopCall();
        stopConnection();
      };
    },
  };
}

/**
 * These functions are the same at each render, because React has more to compare when they are new.
 */
function recordingOf({
  subscribe,
  getState,
  getInitialState,
}: ReadableStore<CallEntry>): Readable<CallRecording> {
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
        if (!isAcceptance) listener();
      }),
  };
}
