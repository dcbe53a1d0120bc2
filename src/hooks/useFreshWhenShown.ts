import { useReducer, useRef } from 'react';
import { useCommitEffect } from './useFocusRescue.ts';

/**
 * Draws a component anew before it is painted when it is shown again, as `<Activity>` and Suspense do
 * with what they have hidden. Until then it has listened to nothing, and React would show for one
 * frame what was true when it was hidden.
 */
export function useFreshWhenShown(): void {
  const [, drawAgain] = useReducer((times: number, _action: undefined) => times + 1, 0);
  const wasShown = useRef(false);
  useCommitEffect(() => {
    if (wasShown.current) drawAgain(undefined);
    wasShown.current = true;
  }, []);
}
