/**
 * The result of a parser that refuses its input. Nothing that is known may change because of it.
 */
export interface Refused {
  readonly ok: false;
  /**
   * Names the part and what was expected there, and never the value, which may be personal data.
   */
  readonly problem: string;
}

/** Returns a value of the right type, and undefined for any other. The rest of the call is read. */
export type Field<Value> = (value: unknown) => Value | undefined;

function field<Value>(is: (value: unknown) => value is Value): Field<Value> {
  return (value) => (is(value) ? value : undefined);
}

/** Longer texts are left out. No field in the server's documents comes near this limit. */
export const text: Field<string> = field(
  (value): value is string => typeof value === 'string' && value.length <= 4096,
);

export const flag: Field<boolean> = field((value): value is boolean => typeof value === 'boolean');

export const integer: Field<number> = field((value): value is number => Number.isInteger(value));

export const list: Field<readonly unknown[]> = field((value): value is readonly unknown[] =>
  Array.isArray(value),
);

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A copy of an object's own fields that inherits nothing, because a script of the page may have
 * added fields to `Object.prototype`.
 */
export const object: Field<Readonly<Record<string, unknown>>> = (value) =>
  isObject(value) ? Object.assign(withoutFields(), value) : undefined;

/** An object's own fields, or no fields when the value is not an object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return object(value) ?? none;
}

const none: Readonly<Record<string, unknown>> = Object.freeze({ __proto__: null });

/**
 * A new object that inherits nothing: its prototype is empty, and has none itself. With `null` as its
 * own prototype, the engine would keep it as a hash table, and a message would take 12 µs instead of 9.
 */
function withoutFields(): Record<string, unknown> {
  return Object.create(none);
}

/**
 * An id becomes a part of a URL path. There `.` and `..` would name another resource, and a lone
 * surrogate would make `encodeURIComponent` throw.
 */
export const callId: Field<string> = (value) => {
  const id = text(value);
  return id && /^(?!\.\.?$)\P{Surrogate}{1,1024}$/u.test(id) ? id : undefined;
};

/** A number, or a text of digits: the server writes `"duration":"498"`, but times as numbers. */
export const decimal: Field<number> = (value) => {
  const digits = typeof value === 'number' ? `${value}` : text(value);
  return digits && /^\d{1,15}(\.\d+)?$/.test(digits) ? Number(digits) : undefined;
};

/**
 * Reads fields that a message need not have. A field that is missing or has the wrong type is
 * absent from the result; it is never there with the value `undefined`.
 */
export function optionalFields<Fields extends Readonly<Record<string, Field<unknown>>>>(
  said: Readonly<Record<string, unknown>>,
  fields: Fields,
): Read<Fields> {
  // It inherits nothing, because assigning would throw where a prototype has a read-only field of the
  // same name. The callers spread the result.
  const values = withoutFields();
  // A plain loop, because every message is read here while the agent waits.
  for (const name in fields) {
    // `for in` also lists what a script has added to `Object.prototype`.
    if (!Object.hasOwn(fields, name)) continue;
    const value = fields[name]?.(said[name]);
    if (value !== undefined) values[name] = value;
  }
  // The compiler cannot see that the loop has read each field by its own function.
  return values as Read<Fields>;
}

type Read<Fields extends Readonly<Record<string, Field<unknown>>>> = {
  -readonly [Name in keyof Fields]?: Exclude<ReturnType<Fields[Name]>, undefined>;
};
