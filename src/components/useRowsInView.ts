import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  observeWindowOffset,
  observeWindowRect,
  windowScroll,
  type Range,
} from '@tanstack/virtual-core';
import { useState, type RefObject } from 'react';
import { useCommitEffect } from '../hooks/useCommitEffect.ts';
import { useVirtualizer } from '../hooks/useVirtualizer.ts';
import { parentInFlatTree } from './flatTree.ts';

/**
 * A row that is drawn, or a group of rows that are left out, with the height that they would have
 * in px.
 */
export type RowInView =
  | { readonly index: number; readonly measure: (element: Element | null) => void }
  | { readonly index: undefined; readonly key: string; readonly height: number };

export interface RowsOptions {
  /** The element that has the rows inside, and that is there as long as there are any. */
  readonly list: RefObject<HTMLElement | null>;
  readonly count: number;
  readonly keyOf: (index: number) => string;
  /** The row that stays drawn wherever the list is scrolled to, because it has the focus. */
  readonly focused: () => number | undefined;
  /** The height of a row, from its first element. In px. */
  readonly heightOf: (first: Element) => number;
}

/**
 * A list of up to this many rows is drawn as a whole, because React mounts about as many widgets in
 * one frame. In a longer list, only the rows in view are drawn.
 */
const fewRows = 200;
/** About the height of a row, in px. Each row that is drawn is measured. */
const usualHeight = 116;
/** This many rows are drawn above and below those in view, so that the Tab key finds the next one. */
const beyondView = 5;
/** This many rows are drawn before it is known which of them are in view. */
const firstRows = 20;

/**
 * Tells which rows of a long list are drawn: those in view, some beside them, and the one that has the
 * focus with its neighbours.
 *
 * @returns undefined while all rows are drawn
 */
export function useRowsInView(options: RowsOptions): readonly RowInView[] | undefined {
  const { list, count, keyOf, focused, heightOf } = options;
  const [place, setPlace] = useState<Place>();
  const isLong = count > fewRows;
  useCommitEffect(() => {
    setPlace(isLong && list.current ? placeOf(list.current) : undefined);
  }, [isLong, list]);

  const scroller = place?.scroller;
  const common = {
    count,
    getItemKey: keyOf,
    estimateSize: () => usualHeight,
    // A row of a hidden list has the height 0. With that height, all rows would count as being in
    // view.
    measureElement: (first: Element) => heightOf(first) || usualHeight,
    overscan: beyondView,
    gap: place?.gap ?? 0,
    scrollMargin: place?.offset ?? 0,
    rangeExtractor: (range: Range) => withFocused(range, focused()),
  };
  const isInElement = scroller !== undefined && typeof scroller !== 'string';
  const inElement = useVirtualizer<Element, Element>({
    ...common,
    enabled: isInElement,
    getScrollElement: () => (isInElement ? scroller : null),
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
  });
  const inWindow = useVirtualizer<Window, Element>({
    ...common,
    enabled: scroller === 'window',
    getScrollElement: () => (typeof document === 'undefined' ? null : window),
    observeElementRect: observeWindowRect,
    observeElementOffset: observeWindowOffset,
    scrollToFn: windowScroll,
    initialOffset: () => (typeof document === 'undefined' ? 0 : scrollY),
  });

  if (!isLong || scroller === 'elsewhere') return undefined;
  if (!place) return beforePlaceIsKnown(count);
  const virtualizer = isInElement ? inElement : inWindow;
  const rows: RowInView[] = [];
  let below = place.offset;
  const leaveOut = (until: number, key: string): void => {
    // The element that stands for the rows has a gap of its own.
    const height = until - below - place.gap;
    if (height > 0) rows.push({ index: undefined, key, height });
  };
  for (const { index, key, start, end } of virtualizer.getVirtualItems()) {
    leaveOut(start, `before ${key}`);
    rows.push({ index, measure: virtualizer.measureElement });
    below = end + place.gap;
  }
  leaveOut(place.offset + virtualizer.getTotalSize() + place.gap, 'after all');
  return rows;
}

function beforePlaceIsKnown(count: number): readonly RowInView[] {
  const rows = Array.from({ length: firstRows }, (_, index) => ({
    index,
    measure: () => undefined,
  }));
  return [
    ...rows,
    { index: undefined, key: 'after all', height: (count - firstRows) * usualHeight },
  ];
}

/** Where a list stands, as far as the rows in view depend on it. */
interface Place {
  /** `elsewhere`: the list is in another window, where it is not known which rows are in view. */
  readonly scroller: Element | 'window' | 'elsewhere';
  /** How far down in what is scrolled the list begins, in px. */
  readonly offset: number;
  /** Between two rows, in px. */
  readonly gap: number;
}

function placeOf(list: HTMLElement): Place {
  if (list.ownerDocument.defaultView !== window)
    return { scroller: 'elsewhere', offset: 0, gap: 0 };
  const scroller = scrollerOf(list);
  const { top } = list.getBoundingClientRect();
  const offset =
    scroller === 'window'
      ? top + scrollY
      : top - scroller.getBoundingClientRect().top + scroller.scrollTop;
  return { scroller, offset, gap: Number.parseFloat(getComputedStyle(list).rowGap) || 0 };
}

/** The element around the list that can be scrolled up and down, or else the window. */
function scrollerOf(list: HTMLElement): Element | 'window' {
  for (let at = parentInFlatTree(list); at; at = parentInFlatTree(at)) {
    if (at === document.body || at === document.documentElement) return 'window';
    if (at instanceof Element && /auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return 'window';
}

function withFocused(range: Range, focused: number | undefined): number[] {
  const indexes = new Set(defaultRangeExtractor(range));
  if (focused !== undefined)
    for (const index of [focused - 1, focused, focused + 1])
      if (index >= 0 && index < range.count) indexes.add(index);
  return [...indexes].sort((one, other) => one - other);
}
