import { describe, expect, it } from 'vitest';
import { parseTabMessage } from './tabMessage.ts';

const requested = {
  type: 'requested',
  key: 'tab-1 7',
  callId: 'call-1',
  operationName: 'PauseCallRecording',
};

describe('parseTabMessage', () => {
  it.each([
    { type: 'who' },
    { type: 'reopen' },
    { type: 'open' },
    { type: 'is-open' },
    { type: 'alive' },
    { type: 'leaving' },
    { type: 'message', message: { channel: '/v2/me/calls', data: {} } },
    { type: 'down', code: 'timeout', text: 'Too late.', heardAt: 1_700_000_000_000 },
    {
      type: 'down',
      code: 'timeout',
      text: 'The server did not answer in time.',
      heardAt: undefined,
    },
    { type: 'claim', term: 0, id: 'tab-1' },
    { type: 'leads', term: 3, id: 'tab-1' },
    { type: 'operation', operation: requested },
    { type: 'operation', operation: { ...requested, cause: 'shortcut' } },
    { type: 'operation', operation: { type: 'accepted', key: 'k' } },
    { type: 'operation', operation: { type: 'failed', key: 'k', code: 'vetoed' } },
    { type: 'operation', operation: { type: 'failed', key: 'k', code: 'network', statusCode: 4 } },
    { type: 'operation', operation: { type: 'unconfirmed', key: 'k' } },
    { type: 'operation', operation: { type: 'overtaken', key: 'k' } },
    { type: 'operation', operation: { type: 'ended', key: 'k' } },
    { type: 'read', read: { type: 'wanted' } },
    { type: 'read', read: { type: 'queued' } },
    { type: 'read', read: { type: 'asked', key: 'k', at: 1_700_000_000_000 } },
    { type: 'read', read: { type: 'answered', key: 'k', answer: { calls: [] } } },
    { type: 'read', read: { type: 'failed', key: 'k', code: 'timeout', text: 'Too late.' } },
    {
      type: 'read',
      read: { type: 'failed', key: 'k', code: 'server-busy', text: 'x', retryAfter: 30_000 },
    },
  ])('accepts a message of the type $type unchanged', (message) => {
    expect(parseTabMessage(structuredClone(message))).toStrictEqual(message);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a word', 'open'],
    ['a list', ['open']],
    ['an object without a type', {}],
    ['a type of another version', { type: 'shout' }],
    ['a type with the name of a property of every object', { type: 'constructor' }],
    ['a loss with an unknown code', { type: 'down', code: 'tired', text: 'So tired.' }],
    ['a loss with the name of a method as code', { type: 'down', code: 'toString', text: 'x' }],
    [
      'a loss that says that this tab is signed out',
      { type: 'down', code: 'not-signed-in', text: 'x' },
    ],
    [
      'a loss whose time is not a number',
      { type: 'down', code: 'timeout', text: 'x', heardAt: Number.NaN },
    ],
    ['a loss at an infinite time', { type: 'down', code: 'timeout', text: 'x', heardAt: Infinity }],
    ['a loss at a negative time', { type: 'down', code: 'timeout', text: 'x', heardAt: -1 }],
    ['a loss whose time is a text', { type: 'down', code: 'timeout', text: 'x', heardAt: '1' }],
    ['a claim without a term', { type: 'claim', id: 'tab-1' }],
    ['a claim with an empty id', { type: 'claim', term: 1, id: '' }],
    ['a leader with an infinite term', { type: 'leads', term: Infinity, id: 'tab-1' }],
    ['a loss without a text', { type: 'down', code: 'timeout' }],
    ['a read that is missing', { type: 'read' }],
    ['a read of an unknown kind', { type: 'read', read: { type: 'guessed', key: 'k' } }],
    ['a read without a key', { type: 'read', read: { type: 'answered', answer: {} } }],
    [
      'a read without the time when it was asked',
      { type: 'read', read: { type: 'asked', key: 'k' } },
    ],
    [
      'a read that failed with an unknown code',
      { type: 'read', read: { type: 'failed', key: 'k', code: 'tired', text: 'x' } },
    ],
    [
      'a read that failed without a text',
      { type: 'read', read: { type: 'failed', key: 'k', code: 'timeout' } },
    ],
    [
      'a read that is to be tried again after a negative time',
      {
        type: 'read',
        read: { type: 'failed', key: 'k', code: 'timeout', text: 'x', retryAfter: -1 },
      },
    ],
    ['an operation that is missing', { type: 'operation' }],
    ['an operation of an unknown kind', { operation: { type: 'undone', key: 'k' } }],
    ['an operation without a key', { operation: { ...requested, key: undefined } }],
    ['an operation with an empty key', { operation: { ...requested, key: '' } }],
    ['an operation with a very long key', { operation: { ...requested, key: 'k'.repeat(501) } }],
    ['a request without a call', { operation: { ...requested, callId: undefined } }],
    ['a request with a number for a call', { operation: { ...requested, callId: 7 } }],
    [
      'a request for something that is not an operation',
      { operation: { ...requested, operationName: 'Hold' } },
    ],
    ['a request whose cause is not a text', { operation: { ...requested, cause: {} } }],
    ['a failure without a code', { operation: { type: 'failed', key: 'k' } }],
    ['a failure with a wrong code', { operation: { type: 'failed', key: 'k', code: 'no' } }],
    [
      'a failure whose status is not a whole number',
      { operation: { type: 'failed', key: 'k', code: 'network', statusCode: 1.5 } },
    ],
    [
      'a failure whose status is a text',
      { operation: { type: 'failed', key: 'k', code: 'network', statusCode: '4' } },
    ],
  ])('ignores %s', (_, data) => {
    const message =
      typeof data === 'object' && data !== null && 'operation' in data
        ? { type: 'operation', ...data }
        : data;
    expect(parseTabMessage(message)).toBeUndefined();
  });

  it('accepts a retryAfter of at most five minutes from another tab', () => {
    const read = { type: 'failed', key: 'k', code: 'server-busy', text: 'x' };
    expect(parseTabMessage({ type: 'read', read: { ...read, retryAfter: 1e300 } })).toStrictEqual({
      type: 'read',
      read: { ...read, retryAfter: 300_000 },
    });
  });

  it('takes no field from Object.prototype, which an old page may have added to', () => {
    // oxlint-disable-next-line no-extend-native -- an old page does this
    Object.defineProperty(Object.prototype, 'key', { value: 'k', configurable: true });
    try {
      expect(parseTabMessage({ type: 'operation', operation: { type: 'ended' } })).toBeUndefined();
    } finally {
      Reflect.deleteProperty(Object.prototype, 'key');
    }
  });

  it('leaves out fields that it does not know', () => {
    const operation = { ...requested, userData: { name: 'Ada' } };
    expect(parseTabMessage({ type: 'operation', operation })).toStrictEqual({
      type: 'operation',
      operation: requested,
    });
  });
});
