import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type Range,
  type VirtualItem,
} from '@tanstack/virtual-core';
import { useCallback, useEffect, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { useVirtualizer } from './useVirtualizer.ts';

/** A row that has to be in the page. */
export interface VisibleRow {
  readonly id: string;
  readonly index: number;
  /** The height of the rows before it that are not in the page, in px. */
  readonly gap: number;
}

export interface VisibleRows {
  readonly rows: readonly VisibleRow[];
  /** The height of all rows together, in px. Undefined while all of them are in the page. */
  readonly height: number | undefined;
  /** Give it to each row as its `ref`, together with `data-index`. */
  readonly measure: (row: HTMLElement | null) => void;
}

/** How many rows are in the page above and below those that can be seen. */
const overscan = 6;
/** The height that a row is taken to have before it was measured, in px. */
const usualHeight = 48;
/** The size that the visible part is taken to have before it was measured, in px. */
const usualView = { width: 800, height: 600 };

/**
 * Returns the rows of a long table that have to be in the page: those that can be seen, and the one with
 * the focus, which would be lost with its row. While the page is printed, all rows are in the page.
 */
export function useVisibleRows(
  ids: readonly string[],
  scroller: RefObject<HTMLElement | null>,
  focused: string | undefined,
): VisibleRows {
  const isPrinting = useIsPrinting();
  const at = focused === undefined ? -1 : ids.indexOf(focused);
  const rangeExtractor = useCallback(
    (range: Range) => {
      const visible = defaultRangeExtractor(range);
      return at === -1 || visible.includes(at) ? visible : [...visible, at].sort((a, b) => a - b);
    },
    [at],
  );
  const virtualizer = useVirtualizer<HTMLElement, HTMLElement>({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => usualHeight,
    getItemKey: useCallback((index: number) => ids[index] ?? index, [ids]),
    overscan,
    initialRect: usualView,
    rangeExtractor,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
  });
  const { measureElement: measure } = virtualizer;
  if (isPrinting)
    return { rows: ids.map((id, index) => ({ id, index, gap: 0 })), height: undefined, measure };

  const rows = withGaps(virtualizer.getVirtualItems(), ids);
  return { rows, height: virtualizer.getTotalSize(), measure };
}

function withGaps(items: readonly VirtualItem[], ids: readonly string[]): VisibleRow[] {
  return items.flatMap(({ index, start }, place) => {
    const id = ids[index];
    const gap = start - (items[place - 1]?.end ?? 0);
    return id === undefined ? [] : [{ id, index, gap }];
  });
}

function useIsPrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    // The browser prints the page as it is when the handlers have returned, so React renders at
    // once.
    const begin = (): void => flushSync(() => setPrinting(true));
    const end = (): void => setPrinting(false);
    addEventListener('beforeprint', begin);
    addEventListener('afterprint', end);
    return () => {
      removeEventListener('beforeprint', begin);
      removeEventListener('afterprint', end);
    };
  }, []);
  return isPrinting;
}
