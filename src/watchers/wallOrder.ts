import { createStore } from 'zustand/vanilla';
import { inTime } from '../client/shownWindows.ts';
import { steadyNow } from '../model/steadyClock.ts';
import { heldOrder, noFilter, orderRows, type WallFilter } from '../model/wallRow.ts';
import type { Watched, WallRows } from './wallRows.ts';

/** Which calls a wall shows, in which order. */
interface WallPlaces {
  readonly ids: readonly string[];
  /**
   * `held`: the pointer or the focus is in the table, and nothing moves. `behind`: nothing moves, and
   * some calls are not in their right places.
   */
  readonly order: 'free' | 'held' | 'behind';
}

/** Decides which rows a wall shows, and in which order. */
export interface WallOrder {
  readonly places: Watched<WallPlaces>;
  readonly filter: (filter: WallFilter) => void;
  /** This call has the focus now, or nothing in the table has it. */
  readonly setFocused: (id: string | undefined) => void;
  /** Whether the pointer is over the table now. */
  readonly setPointerInside: (isInside: boolean) => void;
  /** Gives every call its right place, although the pointer or the focus is in the table. */
  readonly sortNow: () => void;
  /** Notes that the place of a row may be another one now. */
  readonly noteMoved: () => void;
  /** Orders the rows, if any was moved: at once, or when the order may change again. */
  readonly sortWhenAllowed: () => void;
  /** Lets the order change at the next `sortWhenAllowed`, even if it has just changed. */
  readonly allowNow: () => void;
  /** Nobody uses the table any more, so every call gets its right place. */
  readonly release: () => void;
}

/** The order changes at most this often, because nobody could read a table that changes faster. In ms. */
const orderEvery = 1_000;

export function createWallOrder(rows: WallRows): WallOrder {
  const places = createStore<WallPlaces>(() => ({ ids: [], order: 'free' }));
  let filter = noFilter;
  let focused: string | undefined;
  let isPointerInside = false;
  /** `unsorted`: the place of a row may be wrong. `planned`: a timer will order the rows. */
  let phase: 'sorted' | 'unsorted' | 'planned' = 'unsorted';
  let orderedAt = -Infinity;
  let cancelTimer = (): void => undefined;

  return {
    places,
    filter: (next) => {
      filter = next;
      order('renewed');
    },
    setFocused: (id) => {
      if (focused === id) return;
      focused = id;
      order('kept');
    },
    setPointerInside: (isInside) => {
      if (isPointerInside === isInside) return;
      isPointerInside = isInside;
      order('kept');
    },
    sortNow: () => {
      order('renewed');
    },
    noteMoved: () => {
      if (phase === 'sorted') phase = 'unsorted';
    },
    sortWhenAllowed: () => {
      if (phase === 'sorted') return;
      const wait = orderedAt + orderEvery - steadyNow();
      if (wait <= 0) order('kept');
      else if (phase === 'unsorted') {
        phase = 'planned';
        cancelTimer = inTime(() => order('kept'), wait);
      }
    },
    allowNow: () => {
      orderedAt = -Infinity;
    },
    release: () => {
      focused = undefined;
      isPointerInside = false;
      order('kept');
    },
  };

  /** @param held whether the order is kept while the pointer or the focus is in the table */
  function order(held: 'kept' | 'renewed'): void {
    cancelTimer();
    phase = 'sorted';
    orderedAt = steadyNow();
    const before = places.getState();
    const ordered = orderRows(rows.all(), filter);
    const isInUse = isPointerInside || focused !== undefined;
    const ids =
      isInUse && held === 'kept'
        ? heldOrder(before.ids, ordered, (id) => rows.get(id) !== undefined)
        : withFocused(before.ids, ordered);
    removeGone(ids);
    const after: WallPlaces = {
      ids: isSameList(ids, before.ids) ? before.ids : ids,
      order: !isInUse ? 'free' : isSameList(ids, ordered) ? 'held' : 'behind',
    };
    if (after.ids !== before.ids || after.order !== before.order) places.setState(after, true);
  }

  /** The focus would be lost with its row, so the row with the focus stays where it was. */
  function withFocused(shown: readonly string[], ordered: readonly string[]): readonly string[] {
    if (focused === undefined || !rows.get(focused) || ordered.includes(focused)) return ordered;
    const at = shown.indexOf(focused);
    return at === -1 ? ordered : [...ordered.slice(0, at), focused, ...ordered.slice(at)];
  }

  /** Removes the rows of calls that the source does not report any more and the wall does not show. */
  function removeGone(shownIds: readonly string[]): void {
    const shown = new Set(shownIds);
    for (const { id, presence } of rows.all())
      if (presence === 'gone' && !shown.has(id)) rows.remove(id);
  }
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each, index) => each === other[index]);
}
