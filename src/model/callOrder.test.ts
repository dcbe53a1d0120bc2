import { describe, expect, it } from 'vitest';
import { orderCalls, type CallOrder, type CallToOrder } from './callOrder.ts';

const uriOf = (id: string): string => `http://gws.example/api/v2/me/calls/${id}`;

function call(id: string, more: Partial<CallToOrder> = {}): CallToOrder {
  return { id, pausedSince: undefined, ...more };
}

/**
 * Writes the order as a text such as `a (b c) d`. The brackets are around calls that belong
 * together.
 */
function orderOf(calls: readonly CallToOrder[], order: CallOrder = 'arrival'): string {
  return orderCalls(calls, order)
    .map(({ callId, place }) =>
      place === 'alone' ? callId : place === 'first' ? `[${callId}` : `+${callId}`,
    )
    .join(' ');
}

describe('the order of calls', () => {
  it('is that of their arrival', () => {
    expect(orderOf([call('a'), call('b', { pausedSince: 5 }), call('c')])).toBe('a b c');
  });

  it('can put the longest pause first, while the other calls keep their order', () => {
    const calls = [
      call('a'),
      call('b', { pausedSince: 9 }),
      call('c'),
      call('d', { pausedSince: 5 }),
    ];
    expect(orderOf(calls, 'paused-longest-first')).toBe('d b a c');
  });

  it.each([
    ['its uri', { uri: uriOf('x') }, uriOf('x')],
    ['its id at the end of any URL', {}, '/calls/a'],
    ['its id with encoded characters', { id: 'a/1' }, uriOf('a%2F1')],
    ['another of its ids', { connId: '0071' }, uriOf('0071')],
    ['a third id of the call', { callUuid: 'uuid' }, `${uriOf('uuid')}?fields=all`],
  ])('finds the call that a consult call was made from by %s', (_, names, parentCallUri) => {
    const main = call('a', names);
    const calls = [main, call('b'), call('c', { parentCallUri })];
    expect(orderOf(calls)).toBe(`[${main.id} +c b`);
  });

  it('keeps a group together, and sorts it by its longest pause', () => {
    const calls = [
      call('a', { pausedSince: 5 }),
      call('b'),
      call('c', { parentCallUri: uriOf('b'), pausedSince: 3 }),
    ];
    expect(orderOf(calls, 'paused-longest-first')).toBe('[b +c a');
  });

  it('puts the consult call of a consult call into the same group', () => {
    const calls = [
      call('a'),
      call('b', { parentCallUri: uriOf('a') }),
      call('c', { parentCallUri: uriOf('b') }),
    ];
    expect(orderOf(calls)).toBe('[a +b +c');
  });

  it('puts a consult call after its main call, although the consult call was reported first', () => {
    expect(orderOf([call('c', { parentCallUri: uriOf('a') }), call('b'), call('a')])).toBe(
      '[a +c b',
    );
  });

  it('does not move a call whose parent is not listed, or that names itself as its parent', () => {
    expect(orderOf([call('a', { parentCallUri: uriOf('gone') }), call('b')])).toBe('a b');
    expect(orderOf([call('a', { parentCallUri: uriOf('a') }), call('b')])).toBe('a b');
    expect(orderOf([call('a', { parentCallUri: '%E0%A4%A' })])).toBe('a');
  });

  it('can be computed although calls name each other as parents', () => {
    const calls = [
      call('a', { parentCallUri: uriOf('b') }),
      call('b', { parentCallUri: uriOf('a') }),
      call('c', { parentCallUri: uriOf('a') }),
    ];
    expect(orderOf(calls)).toBe('[a +b +c');
  });

  it('takes an id for the call that has it as its own id', () => {
    const calls = [
      call('a', { callUuid: 'b' }),
      call('b'),
      call('c', { parentCallUri: uriOf('b') }),
    ];
    expect(orderOf(calls)).toBe('a [b +c');
  });

  it('groups a long chain of parents, whichever end was reported first', () => {
    const line = Array.from({ length: 1_000 }, (_, index) =>
      call(`c${index}`, index ? { parentCallUri: uriOf(`c${index - 1}`) } : {}),
    );
    for (const calls of [line, line.toReversed()]) {
      const places = orderCalls(calls, 'arrival').map(({ place }) => place);
      expect(places).toEqual(['first', ...places.slice(1).map(() => 'next')]);
    }
  });
});
