import * as v from 'valibot';

/** What a parser says when it lets something in no further. Nothing known may change by it. */
export interface Refused {
  readonly ok: false;
  /** Which part, and what was expected there. Never the value: it may be personal data. */
  readonly problem: string;
}

/** Every schema whose refusal is told carries its own message: the library's would quote the value. */
export function refusal(issues: readonly [{ readonly message: string }, ...unknown[]]): Refused {
  return { ok: false, problem: issues[0].message };
}

/** A field that is left out when it is not what it should be, so that it cannot cost the call. */
export function lenient<Schema extends v.GenericSchema>(
  schema: Schema,
): v.SchemaWithFallback<v.OptionalSchema<Schema, undefined>, undefined> {
  return v.fallback(v.optional(schema), undefined);
}

/** No field of the documents comes near the limit; what passes it is not meant to be shown. */
const longestText = 4096;

export const text: v.GenericSchema<string> = v.custom(
  (value) => typeof value === 'string' && value.length <= longestText,
);

export const flag: v.GenericSchema<boolean> = v.custom((value) => typeof value === 'boolean');

export const anything: v.GenericSchema = v.custom(() => true);

export const list: v.GenericSchema<readonly unknown[]> = v.custom(
  Array.isArray,
  'calls: expected a list',
);

const longestCallId = 1024;

/**
 * An id goes into a URL path: `.` and `..` would there name another resource, and a lone
 * surrogate makes `encodeURIComponent` throw.
 */
export const callId: v.GenericSchema<string> = v.custom(
  (value) =>
    typeof value === 'string' &&
    value.length <= longestCallId &&
    /^(?!\.{1,2}$)\P{Surrogate}+$/u.test(value),
  `call.id: expected 1 to ${longestCallId} characters that can stand in a URL path`,
);

/** The server writes seconds as text (`"duration":"498"`) and times as numbers. */
export function decimal(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && number >= 0 && number < Infinity ? number : undefined;
}

/** Leaves out what is undefined: an optional field of the model is absent, never `undefined`. */
export function present<const Fields extends object>(fields: Fields): Present<Fields> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  // Says what the filter did, which `fromEntries` cannot tell the compiler.
  return Object.fromEntries(entries) as Present<Fields>;
}

type Present<Fields> = {
  [Key in keyof Fields as undefined extends Fields[Key] ? never : Key]: Fields[Key];
} & {
  [Key in keyof Fields as undefined extends Fields[Key] ? Key : never]?: Exclude<
    Fields[Key],
    undefined
  >;
};
