import type { AgentDesktopError } from '../model/errors.ts';
import { requestError } from '../model/requestError.ts';

/** Headers in any of the forms that `fetch` takes. */
export type RequestHeaders =
  | Readonly<Record<string, string>>
  | Headers
  | readonly (readonly [string, string])[];

/**
 * Returns the names and values of the headers that a host has given. Headers that describe the body
 * of a request are left out, because this library makes the bodies itself.
 *
 * @throws AgentDesktopError `headers-failed` when a header cannot be sent. The error does not
 *   contain the header.
 */
export function pairsOf(given: unknown): readonly (readonly [string, string])[] {
  return entriesOf(given)
    .map(checkedPair)
    .filter(([name]) => !ours.has(name.toLowerCase()));
}

/** Whether a value is a name that HTTP allows for a header. */
export function isHeaderName(name: unknown): name is string {
  return typeof name === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(name);
}

const ours: ReadonlySet<string> = new Set(['accept', 'content-type', 'content-length']);

function entriesOf(given: unknown): readonly unknown[] {
  if (typeof given !== 'object' || given === null)
    throw refused(`The callback headers() returned ${nameOf(given)}.`);
  // This covers `Headers` (also of another frame or of a library), lists of pairs, and maps.
  return Symbol.iterator in given && typeof given[Symbol.iterator] === 'function'
    ? // The line before has checked that it is iterable. Each entry is checked later.
      [...(given as Iterable<unknown>)]
    : ownEntriesOf(given);
}

/**
 * Only own fields count, as in `fetch`. An object that inherits its fields, or that computes them in
 * the getters of its class, would seem to have no headers, and the server would refuse the request.
 */
function ownEntriesOf(given: object): readonly unknown[] {
  const entries = Object.entries(given);
  const prototype: unknown = Object.getPrototypeOf(given);
  // The prototype of a plain object inherits from nothing, also in another frame.
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (entries.length === 0 && !isPlain)
    throw refused('The callback headers() returned an object without fields of its own.');
  return entries;
}

function nameOf(given: unknown): string {
  return (given ?? undefined) === undefined ? 'nothing' : `a ${typeof given}`;
}

function checkedPair(entry: unknown, index: number): readonly [string, string] {
  const [name, value, ...more]: readonly unknown[] = Array.isArray(entry) ? entry : [];
  const which = `${index + 1} of headers()`;
  if (!Array.isArray(entry) || more.length > 0) throw refused(`Entry ${which} is not a pair.`);
  if (!isHeaderName(name)) throw refused(`Entry ${which} has a name that no header can have.`);
  if (typeof value !== 'string') throw refused(`Entry ${which} has a value that is not a text.`);
  // A line break would begin another header, and a header cannot carry letters beyond Latin-1.
  const trimmed = value.trim();
  if (!/^[\t\x20-\x7E\x80-\xFF]*$/.test(trimmed))
    throw refused(`Entry ${which} has a value with characters that no header can have.`);
  return [name, trimmed];
}

/**
 * The error contains neither names nor values. A host may have swapped the two by mistake, and the
 * values are credentials.
 */
function refused(happened: string): AgentDesktopError {
  return requestError('headers-failed', {
    happened,
    toDo: 'Return an object of texts, a list of pairs of texts, or Headers.',
  });
}
