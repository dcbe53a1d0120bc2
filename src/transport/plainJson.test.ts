import * as fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { plainJson } from './plainJson.ts';

/** As old scripts add it: the list is written as a text. */
function toText(this: unknown): string {
  return String(this);
}
function pollute(prototype: object): void {
  Object.defineProperty(prototype, 'toJSON', { value: toText, configurable: true });
}
afterEach(() => {
  for (const prototype of [Array.prototype, Object.prototype, String.prototype])
    Reflect.deleteProperty(prototype, 'toJSON');
});

it('writes what JSON.stringify writes', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(plainJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(plainJson({ a: undefined, b: [undefined] })).toBe('{"b":[null]}');
});

it('writes a handshake as it is on a page whose old script has added toJSON', () => {
  const message = { supportedConnectionTypes: ['long-polling'], advice: { timeout: 0 }, ack: true };
  const clean = JSON.stringify([message]);
  for (const prototype of [Array.prototype, Object.prototype, String.prototype]) pollute(prototype);
  expect(plainJson([message])).toBe(clean);
});
