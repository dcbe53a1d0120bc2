import { steadyNow } from '../model/steadyClock.ts';

/** How long two copies of this library may take to say the same, in ms. */
const sameMoment = 1_000;

/** What was said on this page last, by which copy of this library, and when. */
type SaidOnPage = Map<string, { readonly by: object; readonly at: number }>;

/** Two bundles on one page each have a copy of this library, and each copy has its own. */
const thisCopy = {};

const key = Symbol.for('tallylight.said.1');

/**
 * Whether a sentence is to be said by this copy of the library. Where a page has several copies, for
 * the parts of a desktop that were bundled apart, all of them notice the same change, and one says it.
 *
 * @param about the call, or the connection: the same sentence about another call is another sentence
 */
export function mayBeSaid(about: string, text: string): boolean {
  const said = saidOnPage();
  const what = `${about} ${text}`;
  const before = said.get(what);
  const at = steadyNow();
  if (before && before.by !== thisCopy && at - before.at < sameMoment) return false;
  for (const [each, { at: saidAt }] of said) if (at - saidAt >= sameMoment) said.delete(each);
  said.set(what, { by: thisCopy, at });
  return true;
}

function saidOnPage(): SaidOnPage {
  const known: unknown = Reflect.get(globalThis, key);
  // Another copy has put it there, or nobody has. Whatever else stands there is not ours.
  if (known instanceof Map) return known as SaidOnPage;
  const created: SaidOnPage = new Map();
  if (known === undefined) Reflect.set(globalThis, key, created);
  return created;
}
