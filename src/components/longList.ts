import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  observeWindowOffset,
  observeWindowRect,
  Virtualizer,
  windowScroll,
  type Range,
  type VirtualizerOptions,
} from '@tanstack/virtual-core';
import { parentInFlatTree } from '../watchers/flatTree.ts';

/**
 * A row that is drawn, or a group of rows that are left out, with the height that they would have
 * in px.
 */
export type RowInView =
  | { readonly index: number; readonly measure: (element: Element | null) => void }
  | { readonly index: undefined; readonly key: string; readonly height: number };

export interface LongListOptions {
  readonly count: number;
  readonly keyOf: (index: number) => string;
  /** The row that stays drawn wherever the list is scrolled to, because it has the focus. */
  readonly focused: () => number | undefined;
  /** The height of a row, from its first element. In px. */
  readonly heightOf: (first: Element) => number;
  /** About the height of a row, in px. Each row that is drawn is measured. */
  readonly usualHeight: number;
}

/** A list that is in the page, and of which only the rows in view are drawn. */
export interface LongList {
  /** The rows to draw now: those in view, some beside them, and the focused one with its neighbours. */
  readonly rows: (options: LongListOptions) => readonly RowInView[];
  /** Has to be called whenever rows have been drawn. */
  readonly settle: () => void;
  readonly end: () => void;
}

/** This many rows are drawn above and below those in view, so that the Tab key finds the next one. */
const beyondView = 5;

/**
 * @param onChange is called when other rows have come into view
 * @returns undefined for a list in another window than the page, where it is not known which rows are
 *   in view
 * @see https://tanstack.com/virtual/latest/docs/api/virtualizer
 */
export function createLongList(list: HTMLElement, onChange: () => void): LongList | undefined {
  if (list.ownerDocument.defaultView !== window) return undefined;
  const gap = Number.parseFloat(getComputedStyle(list).rowGap) || 0;
  const { top } = list.getBoundingClientRect();
  const scroller = scrollerOf(list);
  return scroller
    ? createInScroller<Element>(onChange, {
        gap,
        scrollMargin: top - scroller.getBoundingClientRect().top + scroller.scrollTop,
        getScrollElement: () => scroller,
        observeElementRect,
        observeElementOffset,
        scrollToFn: elementScroll,
      })
    : createInScroller<Window>(onChange, {
        gap,
        scrollMargin: top + scrollY,
        getScrollElement: () => window,
        observeElementRect: observeWindowRect,
        observeElementOffset: observeWindowOffset,
        scrollToFn: windowScroll,
        initialOffset: () => scrollY,
      });
}

/** What does not change while the list stays where it is. */
type Place<Scroller extends Element | Window> = Pick<
  VirtualizerOptions<Scroller, Element>,
  | 'getScrollElement'
  | 'observeElementRect'
  | 'observeElementOffset'
  | 'scrollToFn'
  | 'initialOffset'
> & {
  /** Between two rows, in px. */
  readonly gap: number;
  /** How far down in what is scrolled the list begins, in px. */
  readonly scrollMargin: number;
};

function createInScroller<Scroller extends Element | Window>(
  onChange: () => void,
  place: Place<Scroller>,
): LongList {
  const { gap, scrollMargin } = place;
  const common = { ...place, overscan: beyondView, onChange: () => onChange() };
  const virtualizer = new Virtualizer<Scroller, Element>({
    ...common,
    count: 0,
    estimateSize: () => 0,
  });
  /* oxlint-disable no-underscore-dangle -- a virtualizer offers these two to its adapters by these names */
  const end = virtualizer._didMount();
  const settle = (): void => virtualizer._willUpdate();
  // The virtualizer now knows what is in view, so the first result of `rows` is right.
  settle();
  return {
    rows: ({ count, keyOf, focused, heightOf, usualHeight }) => {
      virtualizer.setOptions({
        ...common,
        count,
        getItemKey: keyOf,
        estimateSize: () => usualHeight,
        // A row of a hidden list has the height 0. With that height, all rows would count as being
        // in view.
        measureElement: (first) => heightOf(first) || usualHeight,
        rangeExtractor: (range) => withFocused(range, focused()),
      });
      return rowsOf(virtualizer, scrollMargin, gap);
    },
    settle,
    end,
  };
  /* oxlint-enable no-underscore-dangle */
}

function rowsOf<Scroller extends Element | Window>(
  virtualizer: Virtualizer<Scroller, Element>,
  begin: number,
  gap: number,
): readonly RowInView[] {
  const rows: RowInView[] = [];
  let below = begin;
  const leaveOut = (until: number, key: string): void => {
    // The element that takes the place of these rows has a gap of its own.
    const height = until - below - gap;
    if (height > 0) rows.push({ index: undefined, key, height });
  };
  for (const { index, key, start, end } of virtualizer.getVirtualItems()) {
    leaveOut(start, `before ${String(key)}`);
    rows.push({ index, measure: virtualizer.measureElement });
    below = end + gap;
  }
  leaveOut(begin + virtualizer.getTotalSize() + gap, 'after all');
  return rows;
}

/** The element around the list that can be scrolled up and down; undefined for the window. */
function scrollerOf(list: HTMLElement): Element | undefined {
  for (let at = parentInFlatTree(list); at; at = parentInFlatTree(at)) {
    if (at === document.body || at === document.documentElement) return undefined;
    if (at instanceof Element && /auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return undefined;
}

function withFocused(range: Range, focused: number | undefined): number[] {
  const indexes = new Set(defaultRangeExtractor(range));
  if (focused !== undefined)
    for (const index of [focused - 1, focused, focused + 1])
      if (index >= 0 && index < range.count) indexes.add(index);
  return [...indexes].sort((one, other) => one - other);
}
