/** Lists that were read before. They are few: one for each state that a call can be in. */
const known: (readonly string[])[] = [];
/** So many lists are kept, and each of them may have so many names. */
const mostLists = 16;
const mostNames = 64;

/**
 * Returns the names in a list of capabilities, each of them once. Whatever else is in the list is left
 * out.
 *
 * Nearly every message repeats a list that was read before. It gets that very list, which takes a third
 * of the time of reading it and no memory. Nobody can change it, because many calls share it.
 */
export function parseCapabilities(entries: readonly unknown[] = []): readonly string[] {
  for (const names of known) if (hasExactly(names, entries)) return names;
  const names = Object.freeze([...new Set(entries)].filter((name) => typeof name === 'string'));
  if (names.length !== entries.length || names.length > mostNames) return names;
  if (known.length === mostLists) known.length = 0;
  known.push(names);
  return names;
}

/** It begins at the end, where the operations on a recording are on the servers that we know. */
function hasExactly(names: readonly string[], entries: readonly unknown[]): boolean {
  if (names.length !== entries.length) return false;
  for (let place = names.length - 1; place >= 0; place -= 1)
    if (names[place] !== entries[place]) return false;
  return true;
}
