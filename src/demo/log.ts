/** The latest entries of a log, newest first, for a list on the page. */
export interface Log<Entry> {
  readonly add: (entry: Entry) => void;
  readonly subscribe: (listener: () => void) => () => void;
  readonly entries: () => readonly Numbered<Entry>[];
}

/** `key` is the number of the entry since the page was opened. */
type Numbered<Entry> = Entry & { readonly key: number };

export function createLog<Entry extends object>(most: number): Log<Entry> {
  const listeners = new Set<() => void>();
  let entries: readonly Numbered<Entry>[] = [];
  let count = 0;
  return {
    add: (entry) => {
      entries = [{ ...entry, key: count++ }, ...entries].slice(0, most);
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    entries: () => entries,
  };
}
