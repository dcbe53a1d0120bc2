/**
 * Writes JSON without `toJSON`. Old scripts, such as Prototype.js 1.6, add a `toJSON` to every list, and
 * then `JSON.stringify` writes a list as a text, which no server understands.
 *
 * @param value only texts, numbers, truth values, `null`, lists, and plain objects of such values
 */
export function plainJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((each) => plainJson(each)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${plainJson(field)}`).join(',')}}`;
}
