const key = Symbol.for('tallylight.page.1');

/** The id of this page. Every copy of this library on the page gets the same id. */
export function pageId(): string {
  const known: unknown = Reflect.get(globalThis, key);
  if (typeof known === 'string') return known;
  const created = uniqueId();
  Reflect.set(globalThis, key, created);
  return created;
}

/** An id that no other page or tab has. `randomUUID` is not used because pages on http lack it. */
export function uniqueId(): string {
  return crypto.getRandomValues(new Uint32Array(2)).join('-');
}

/**
 * Returns a function that returns the same id each time, and makes it at the first call. A desktop is
 * also created where a server renders a page, and Next does not build a page for which it has to make
 * a random number.
 */
export function idWhenAsked(make: () => string): () => string {
  let id: string | undefined;
  return () => (id ??= make());
}
