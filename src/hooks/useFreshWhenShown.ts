import { useReducer, useRef } from 'react';
import type { ReadableStore } from '../store/readableStore.ts';
import { useCommitEffect } from './useCommitEffect.ts';

/**
 * Renders a component again before the browser paints it, when the component was hidden by
 * `<Activity>` or Suspense, is shown again, and the store has changed meanwhile. A hidden component
 * is not subscribed to the store, so without this React would show for one frame what was true when
 * it was hidden.
 */
export function useFreshWhenShown<State>({
  getState,
}: Pick<ReadableStore<State>, 'getState'>): void {
  const [, renderAgain] = useReducer((times: number, _action: undefined) => times + 1, 0);
  const hidden = useRef<{ readonly state: State }>(undefined);
  useCommitEffect(() => {
    if (hidden.current && hidden.current.state !== getState()) renderAgain(undefined);
    hidden.current = undefined;
    return () => {
      hidden.current = { state: getState() };
    };
  }, [getState]);
}
