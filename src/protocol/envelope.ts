import { object } from './fields.ts';

/**
 * Returns the content of a message: the `data` of a Bayeux message, or the whole message when it
 * has no `data`. Either may also come as JSON text. Returns undefined when there is no object in
 * it.
 */
export function dataOf(message: unknown): ReturnType<typeof object> {
  const outer = jsonObject(message);
  return outer && 'data' in outer ? jsonObject(outer.data) : outer;
}

/**
 * Returns an object, or the object in a JSON text, which may begin with a byte order mark. Returns
 * undefined for everything else.
 */
export function jsonObject(value: unknown): ReturnType<typeof object> {
  try {
    return object(typeof value === 'string' ? JSON.parse(value.replace(/^\uFEFF/, '')) : value);
  } catch {
    return undefined;
  }
}
