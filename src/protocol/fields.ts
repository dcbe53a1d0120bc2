/** What a parser says when it lets something in no further. Nothing known may change by it. */
export interface Refused {
  readonly ok: false;
  /** Which part, and what was expected there. Never the value: it may be personal data. */
  readonly problem: string;
}

/** Takes a value that is what it should be, and leaves any other out: it cannot cost the call. */
export type Field<Value> = (value: unknown) => Value | undefined;

function field<Value>(is: (value: unknown) => value is Value): Field<Value> {
  return (value) => (is(value) ? value : undefined);
}

/** No field of the documents comes near the limit; what passes it is not meant to be shown. */
export const text: Field<string> = field(
  (value): value is string => typeof value === 'string' && value.length <= 4096,
);

export const flag: Field<boolean> = field((value): value is boolean => typeof value === 'boolean');

export const integer: Field<number> = field((value): value is number => Number.isInteger(value));

export const list: Field<readonly unknown[]> = field((value): value is readonly unknown[] =>
  Array.isArray(value),
);

/**
 * An object's own fields, in a copy that inherits none: what an old script put on
 * `Object.prototype` was said by no server.
 */
export const object: Field<Readonly<Record<string, unknown>>> = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { __proto__: null, ...value }
    : undefined;

/** An object's fields; none for what is no object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return object(value) ?? none;
}

const none: Readonly<Record<string, unknown>> = Object.freeze({ __proto__: null });

/**
 * An id goes into a URL path: `.` and `..` would there name another resource, and a lone
 * surrogate makes `encodeURIComponent` throw.
 */
export const callId: Field<string> = (value) => {
  const id = text(value);
  return id && /^(?!\.\.?$)\P{Surrogate}{1,1024}$/u.test(id) ? id : undefined;
};

/** The server writes seconds as text (`"duration":"498"`) and times as numbers. */
export const decimal: Field<number> = (value) => {
  const digits = typeof value === 'number' ? `${value}` : text(value);
  return digits && /^\d{1,15}(\.\d+)?$/.test(digits) ? Number(digits) : undefined;
};

/**
 * Reads fields that a message may well lack. What is not there, or not what it should be, is absent
 * from the result, never `undefined`.
 */
export function optionalFields<Fields extends Readonly<Record<string, Field<unknown>>>>(
  said: Readonly<Record<string, unknown>>,
  fields: Fields,
): Read<Fields> {
  // Spread where it is used. Assigning to an heir of a read-only field would throw.
  const values: Record<string, unknown> = { __proto__: null };
  // One loop: every message comes through here, and the agent waits for it.
  for (const name in fields) {
    // An old script's addition to `Object.prototype` is listed as well.
    if (!Object.hasOwn(fields, name)) continue;
    const value = fields[name]?.(said[name]);
    if (value !== undefined) values[name] = value;
  }
  // Says what the loop did, which it cannot tell the compiler itself.
  return values as Read<Fields>;
}

type Read<Fields extends Readonly<Record<string, Field<unknown>>>> = {
  -readonly [Name in keyof Fields]?: Exclude<ReturnType<Fields[Name]>, undefined>;
};
