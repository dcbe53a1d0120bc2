import type { CallId } from '../model/call.ts';

/** Digits and letters that are not mistaken for each other. */
const digits = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A short name for a call, for what leaves the page. The same id has the same name in every report, in
 * every tab. It has 20 bits: enough to tell the calls of a report apart, and too few to find out the
 * id, for example if a server uses telephone numbers as ids.
 *
 * @example callName('0071022ec8ac8056') // 'call-x7qd'
 */
export function callName(callId: CallId): string {
  // FNV-1a with 32 bits, of which 20 are used.
  let hash = 0x811c9dc5;
  for (const character of callId)
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  const bits = (hash ^ (hash >>> 20)) >>> 0;
  return `call-${[15, 10, 5, 0].map((shift) => digits[(bits >>> shift) & 31]).join('')}`;
}
