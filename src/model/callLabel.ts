/**
 * What a host calls a call, as a text. A host without TypeScript may give anything, and an empty text
 * names nothing.
 */
export function callLabelOf(given: unknown): string | undefined {
  const text = typeof given === 'number' ? String(given) : given;
  return typeof text === 'string' && text.trim() !== '' ? text : undefined;
}
