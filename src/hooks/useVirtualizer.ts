import { Virtualizer, type VirtualizerOptions } from '@tanstack/virtual-core';
import { useReducer, useState } from 'react';
import { useCommitEffect } from './useCommitEffect.ts';

/**
 * Connects a virtualizer of TanStack Virtual to a component, which is rendered when the rows in view
 * change.
 *
 * `@tanstack/react-virtual` does the same and more. It is not used, because npm would install its
 * peer dependency React also for pages that have only the custom elements.
 *
 * @see https://tanstack.com/virtual/latest/docs/api/virtualizer
 */
export function useVirtualizer<Scroller extends Element | Window, Row extends Element>(
  options: VirtualizerOptions<Scroller, Row>,
): Virtualizer<Scroller, Row> {
  const [, render] = useReducer((count: number) => count + 1, 0);
  const withRender = { ...options, onChange: () => render() };
  const [virtualizer] = useState(() => new Virtualizer<Scroller, Row>(withRender));
  virtualizer.setOptions(withRender);
  /* oxlint-disable no-underscore-dangle -- a virtualizer offers these two to its adapters by these names */
  useCommitEffect(() => virtualizer._didMount(), [virtualizer]);
  useCommitEffect(() => virtualizer._willUpdate());
  /* oxlint-enable no-underscore-dangle */
  return virtualizer;
}
