import { Virtualizer, type VirtualizerOptions } from '@tanstack/virtual-core';
import { useReducer, useState } from 'react';
import { useCommitEffect } from './useCommitEffect.ts';

/**
 * Connects a virtualizer of TanStack Virtual to a component, which is rendered when the rows in view
 * change.
 *
 * `@tanstack/react-virtual` does the same with about 200 more lines. It is not used, because `react`
 * and `react-dom` are peers of it that are not optional: npm would install them for pages that have
 * only the custom elements, which run on Preact. As an optional peer of ours, it would have to be
 * installed by every page with a wall. What is repeated here are the four calls that each adapter of
 * TanStack makes: the constructor, `setOptions`, `_didMount`, and `_willUpdate`. The last two are in the
 * published types. An adapter has no other way to start and to update a virtualizer.
 * `components/longList.ts` makes the same calls without React, because it is loaded only for a long list.
 *
 * @see https://tanstack.com/virtual/latest/docs/api/virtualizer
 * @see https://github.com/TanStack/virtual/blob/main/packages/react-virtual/src/index.tsx
 */
export function useVirtualizer<Scroller extends Element | Window, Row extends Element>(
  options: VirtualizerOptions<Scroller, Row>,
): Virtualizer<Scroller, Row> {
  const [, render] = useReducer((count: number) => count + 1, 0);
  const withRender = { ...options, onChange: () => render() };
  const [virtualizer] = useState(() => new Virtualizer<Scroller, Row>(withRender));
  virtualizer.setOptions(withRender);
  /* oxlint-disable no-underscore-dangle -- TanStack gives its adapters these two methods by these names */
  useCommitEffect(() => virtualizer._didMount(), [virtualizer]);
  useCommitEffect(() => virtualizer._willUpdate());
  /* oxlint-enable no-underscore-dangle */
  return virtualizer;
}
