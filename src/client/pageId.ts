const key = Symbol.for('tallylight.page.1');

/** Names this page. Every copy of this library on the page gives it the same name. */
export function pageId(): string {
  const known: unknown = Reflect.get(globalThis, key);
  if (typeof known === 'string') return known;
  const created = uniqueId();
  Reflect.set(globalThis, key, created);
  return created;
}

/** A text that no other page or tab has. Not `randomUUID`, which plain http pages lack. */
export function uniqueId(): string {
  return crypto.getRandomValues(new Uint32Array(2)).join('-');
}
