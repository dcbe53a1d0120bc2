import { useReducer, useRef } from 'react';
import type { ReadableStore } from '../store/readableStore.ts';
import { useCommitEffect } from './useCommitEffect.ts';

/**
 * Draws a component anew before it is painted when it is shown again, as `<Activity>` and Suspense do
 * with what they have hidden, and the store has changed meanwhile. Until then it has listened to
 * nothing, and React would show for one frame what was true when it was hidden.
 */
export function useFreshWhenShown<State>({
  getState,
}: Pick<ReadableStore<State>, 'getState'>): void {
  const [, drawAgain] = useReducer((times: number, _action: undefined) => times + 1, 0);
  const hidden = useRef<{ readonly state: State }>(undefined);
  useCommitEffect(() => {
    if (hidden.current && hidden.current.state !== getState()) drawAgain(undefined);
    hidden.current = undefined;
    return () => {
      hidden.current = { state: getState() };
    };
  }, [getState]);
}
