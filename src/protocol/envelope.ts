import { object } from './fields.ts';

/**
 * What a message says: a Bayeux message's `data`, or all of it where there is none; and of the JSON
 * text of either the same. Undefined where there is no object in it.
 */
export function dataOf(message: unknown): ReturnType<typeof object> {
  const outer = jsonObject(message);
  return outer && 'data' in outer ? jsonObject(outer.data) : outer;
}

/**
 * An object, or the one that a JSON text says, also after a byte order mark. Undefined where it is
 * neither.
 */
export function jsonObject(value: unknown): ReturnType<typeof object> {
  try {
    return object(typeof value === 'string' ? JSON.parse(value.replace(/^\uFEFF/, '')) : value);
  } catch {
    return undefined;
  }
}
