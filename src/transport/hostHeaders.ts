import type { AgentDesktopError } from '../model/errors.ts';
import { requestError } from '../model/requestError.ts';

/** Headers in any of the forms that `fetch` takes. */
export type RequestHeaders =
  Readonly<Record<string, string>> | Headers | readonly (readonly [string, string])[];

/**
 * The names and values of what a host gave as headers. Two of the same name are one by the rules of
 * HTTP, the last counts. What describes a body is left out: this library sends its own bodies.
 *
 * @throws AgentDesktopError `headers-failed` when it cannot be sent; never says what was given
 */
export function pairsOf(given: unknown): readonly (readonly [string, string])[] {
  return entriesOf(given)
    .map(checkedPair)
    .filter(([name]) => !ours.has(name.toLowerCase()));
}

/** A name as HTTP has it. */
export function isHeaderName(name: unknown): name is string {
  return typeof name === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(name);
}

const ours: ReadonlySet<string> = new Set(['accept', 'content-type', 'content-length']);

function entriesOf(given: unknown): readonly unknown[] {
  if (typeof given !== 'object' || given === null)
    throw refused(`headers() gave ${given === null ? 'null' : typeof given}.`);
  // `Headers`, also those of another frame or of a library, arrays of pairs, and maps.
  return Symbol.iterator in given && typeof given[Symbol.iterator] === 'function'
    ? // It was just asked for its iterator; what that gives is checked one by one.
      [...(given as Iterable<unknown>)]
    : Object.entries(given);
}

function checkedPair(entry: unknown, index: number): readonly [string, string] {
  const [name, value, ...more]: readonly unknown[] = Array.isArray(entry) ? entry : [];
  const which = `${index + 1} of headers()`;
  if (!Array.isArray(entry) || more.length > 0) throw refused(`Entry ${which} is no pair.`);
  if (!isHeaderName(name)) throw refused(`The name of entry ${which} is no name of a header.`);
  if (typeof value !== 'string') throw refused(`The value of entry ${which} is no text.`);
  // Line breaks would make another header of the rest, and no server knows letters beyond Latin-1.
  const trimmed = value.trim();
  if (!/^[\t\x20-\x7E\x80-\xFF]*$/.test(trimmed))
    throw refused(`The value of entry ${which} has characters that no header may have.`);
  return [name, trimmed];
}

/** Never with what was given: names and values may be swapped, and the values let the agent in. */
function refused(happened: string): AgentDesktopError {
  return requestError('headers-failed', {
    happened,
    toDo: 'Return an object of texts, a list of pairs of texts, or Headers.',
  });
}
