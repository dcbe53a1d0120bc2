import { useReducer, useState, type RefObject } from 'react';
import { useCommitEffect } from '../hooks/useCommitEffect.ts';
import type { LongList, LongListOptions, RowInView } from './longList.ts';

export interface RowsOptions extends Omit<LongListOptions, 'usualHeight'> {
  /** The element that has the rows inside, and that is there as long as there are any. */
  readonly list: RefObject<HTMLElement | null>;
}

/**
 * A list of up to this many rows is drawn as a whole, because React mounts about as many widgets in
 * one frame. In a longer list, only the rows in view are drawn.
 */
const fewRows = 200;
/** About the height of a row, in px. */
const usualHeight = 116;
/** This many rows are drawn before it is known which of them are in view. */
const firstRows = 20;

/**
 * Returns which rows of a long list are rendered: those in view, some beside them, and the one that has the
 * focus with its neighbours.
 *
 * Which rows are in view is found out by TanStack Virtual. It has more code than the whole list, and
 * hardly any agent has so many calls, so it is fetched when a list has become long. If it cannot be
 * fetched, all rows are drawn.
 *
 * @returns undefined while all rows are drawn
 */
export function useRowsInView({ list, ...options }: RowsOptions): readonly RowInView[] | undefined {
  const [longList, setLongList] = useState<LongList | 'all-in-view'>();
  const [, render] = useReducer((count: number) => count + 1, 0);
  const isLong = options.count > fewRows;
  useCommitEffect(() => {
    if (!isLong) return undefined;
    let created: LongList | undefined;
    let isOver = false;
    void import('./longList.ts')
      .then(({ createLongList }) => {
        if (isOver || !list.current) return;
        created = createLongList(list.current, render);
        setLongList(created ?? 'all-in-view');
      })
      .catch(() => {
        if (!isOver) setLongList('all-in-view');
      });
    return () => {
      isOver = true;
      created?.end();
      setLongList(undefined);
    };
  }, [isLong, list]);
  useCommitEffect(() => {
    if (longList !== 'all-in-view') longList?.settle();
  });

  if (!isLong || longList === 'all-in-view') return undefined;
  return longList?.rows({ ...options, usualHeight }) ?? beforeViewIsKnown(options.count);
}

function beforeViewIsKnown(count: number): readonly RowInView[] {
  const rows = Array.from({ length: firstRows }, (_, index) => ({
    index,
    measure: () => undefined,
  }));
  return [
    ...rows,
    { index: undefined, key: 'after all', height: (count - firstRows) * usualHeight },
  ];
}
