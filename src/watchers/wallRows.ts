import { isMoved, type WallRow } from '../model/wallRow.ts';

/** A value that can be read, and that notifies its listeners when it changes. */
export interface Watched<Value> {
  readonly getState: () => Value;
  readonly subscribe: (listener: () => void) => () => void;
}

/** The rows of a wall, by the ids of their calls. */
export interface WallRows {
  readonly get: (id: string) => WallRow | undefined;
  readonly all: () => Iterable<WallRow>;
  /** The row of one call, for the widget that shows it. */
  readonly watch: (id: string) => Watched<WallRow | undefined>;
  /**
   * Puts a row in the place of the one before. `moved`: its place may be another one now. The
   * widgets that show the row are notified later, by `notifyChanges`.
   */
  readonly set: (row: WallRow) => 'same' | 'changed' | 'moved';
  readonly remove: (id: string) => void;
  /** Notifies the widgets of all rows that have changed since the last call. */
  readonly notifyChanges: () => void;
}

export function createWallRows(): WallRows {
  const rows = new Map<string, WallRow>();
  const changed = new Set<string>();
  const listenersOf = new Map<string, Set<() => void>>();

  return {
    get: (id) => rows.get(id),
    all: () => rows.values(),
    watch: (id) => ({
      getState: () => rows.get(id),
      subscribe: (listener) => {
        const listeners = listenersOf.get(id) ?? new Set();
        listenersOf.set(id, listeners.add(listener));
        return () => {
          listeners.delete(listener);
          if (listeners.size === 0 && listenersOf.get(id) === listeners) listenersOf.delete(id);
        };
      },
    }),
    set: (row) => {
      const before = rows.get(row.id);
      if (before === row) return 'same';
      rows.set(row.id, row);
      changed.add(row.id);
      return isMoved(before, row) ? 'moved' : 'changed';
    },
    remove: (id) => {
      rows.delete(id);
    },
    notifyChanges: () => {
      const ids = [...changed];
      changed.clear();
      for (const id of ids) for (const listener of listenersOf.get(id) ?? []) listener();
    },
  };
}
