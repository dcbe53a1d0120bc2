import { steadyNow } from '../model/steadyClock.ts';

/** Two copies of this library announce the same change within this time. In ms. */
const sameMoment = 1_000;

/** For each sentence, which copy of this library announced it last on this page, and when. */
type AnnouncedOnPage = Map<string, { readonly by: object; readonly at: number }>;

/** Two bundles on one page each have a copy of this library, and each copy has its own object. */
const thisCopy = {};

const key = Symbol.for('tallylight.said.1');

/**
 * Returns whether this copy of the library has to announce a sentence, and records that it does. When
 * the parts of a desktop were bundled separately, the page has several copies of the library. All of
 * them notice the same change, and the first of them announces it.
 *
 * @param about the call, or the connection. The same sentence about another call is announced, too
 */
export function claimAnnouncement(about: string, text: string): boolean {
  const announced = announcedOnPage();
  const what = `${about} ${text}`;
  const before = announced.get(what);
  const at = steadyNow();
  if (before && before.by !== thisCopy && isSameMoment(before.at, at)) return false;
  forgetOld(announced, at);
  // The sentence goes to the end, so that the oldest ones are always at the beginning.
  announced.delete(what);
  announced.set(what, { by: thisCopy, at });
  return true;
}

/** Stops at the first sentence that is not old, because a thousand may be announced in one moment. */
function forgetOld(announced: AnnouncedOnPage, now: number): void {
  for (const [each, { at }] of announced) {
    if (isSameMoment(at, now)) return;
    announced.delete(each);
  }
}

/**
 * A time that is far ahead counts as another moment, too. A test that has moved a faked clock
 * leaves such times.
 */
function isSameMoment(one: number, other: number): boolean {
  return Math.abs(other - one) < sameMoment;
}

function announcedOnPage(): AnnouncedOnPage {
  const known: unknown = Reflect.get(globalThis, key);
  // Another copy has stored a map there, or nobody has stored anything. Any other value is not
  // ours.
  if (known instanceof Map) return known as AnnouncedOnPage;
  const created: AnnouncedOnPage = new Map();
  if (known === undefined) Reflect.set(globalThis, key, created);
  return created;
}
