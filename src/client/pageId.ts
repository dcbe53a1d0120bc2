const key = Symbol.for('tallylight.page.1');

/** Names this page. Every copy of this library on the page gives it the same name. */
export function pageId(): string {
  const known: unknown = Reflect.get(globalThis, key);
  if (typeof known === 'string') return known;
  const created = Math.random().toString(36).slice(2);
  Reflect.set(globalThis, key, created);
  return created;
}
