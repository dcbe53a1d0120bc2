import { afterEach, describe, expect, it } from 'vitest';
import { isPerform, isShowCall } from './frameMessages.ts';

const perform = {
  tallylight: 1,
  type: 'perform',
  callId: 'c1',
  operationName: 'PauseCallRecording',
  commandId: '7',
};
const show = { tallylight: 1, type: 'show-call', callId: 'c1', callLabel: 'Ada Lovelace' };

it('recognizes a command and a choice of a call', () => {
  expect([isPerform(perform), isShowCall(perform)]).toEqual([true, false]);
  expect([isPerform(show), isShowCall(show)]).toEqual([false, true]);
  expect(isShowCall({ tallylight: 1, type: 'show-call', callId: '' })).toBe(true);
});

describe('a message that looks like one', () => {
  afterEach(() => {
    for (const key of Object.keys(perform)) Reflect.deleteProperty(Object.prototype, key);
  });

  it.each<[how: string, message: unknown]>([
    ['is null', null],
    ['is a text', 'perform'],
    ['is an array', Object.assign([], perform)],
    ['is a map', Object.assign(new Map(), perform)],
    ['is a date', Object.assign(new Date(), perform)],
    ['inherits its properties', Object.create(perform)],
    ['has another version', { ...perform, tallylight: 2 }],
    ['has a version that only looks the same', { ...perform, tallylight: '1' }],
    ['has undefined as its id', { ...perform, commandId: undefined }],
    ['has a number as its call', { ...perform, callId: 1 }],
    ['has a list as its call', { ...perform, callId: ['c1'] }],
    ['has a very long call', { ...perform, callId: 'c'.repeat(257) }],
    ['has a very long id', { ...perform, commandId: 'c'.repeat(1_000_000) }],
    ['names no operation', { ...perform, operationName: 'DeleteCallRecording' }],
    ['names a property that every object has', { ...perform, operationName: 'constructor' }],
    ['names the prototype', { ...perform, operationName: '__proto__' }],
    ['names a list of operations', { ...perform, operationName: ['StopCallRecording'] }],
    ['has one property too many', { ...perform, force: true }],
    [
      'has a prototype as a property',
      JSON.parse(JSON.stringify(perform).replace('{', '{"__proto__":{},')),
    ],
    ['has an additional symbol', { ...perform, [Symbol('more')]: 1 }],
    [
      'has a getter',
      Object.defineProperty({ ...perform }, 'callId', { get: () => 'c1', enumerable: true }),
    ],
  ])('is none when it %s', (_, message) => {
    expect(isPerform(message)).toBe(false);
    expect(isShowCall(message)).toBe(false);
  });

  it('is not accepted if the page has put the properties on all objects', () => {
    Object.assign(Object.prototype, perform);
    expect(isPerform({})).toBe(false);
    Object.assign(Object.prototype, show);
    expect(isShowCall({})).toBe(false);
  });
});
