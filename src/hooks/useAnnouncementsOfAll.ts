import { useEffect, useRef } from 'react';
import type { Call } from '../model/call.ts';
import { callHost } from '../model/hostCallback.ts';
import { watchEachCall } from '../watchers/watchEachCall.ts';
import { useDesktopContext } from './desktopContext.ts';

/**
 * Announces the changes of all calls, for a list that draws only some of them. The widgets that are
 * drawn do the same, and nothing is announced twice.
 *
 * @param which `none` where every call has a widget of its own
 */
export function useAnnouncementsOfAll(
  which: 'all' | 'none',
  callLabel: (call: Call) => string | undefined,
): void {
  const { desktop, announcer } = useDesktopContext('useAnnouncementsOfAll');
  const latest = useRef(callLabel);
  useEffect(() => {
    latest.current = callLabel;
  }, [callLabel]);
  useEffect(() => {
    if (which === 'none') return undefined;
    return watchEachCall(desktop, (callId, store) =>
      announcer.watch(callId, () => {
        const { call } = store.getState();
        return call && callHost('callLabel', desktop.report, () => latest.current(call));
      }),
    );
  }, [desktop, announcer, which]);
}
