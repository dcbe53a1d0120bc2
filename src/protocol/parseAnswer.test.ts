import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentSamples } from './fixtures/documentSamples.ts';
import { parseAnswer, parseCallsAnswer } from './parseAnswer.ts';
import { parseCall } from './parseCall.ts';

const notCalls = { ok: false, problem: 'answer: expected statusCode 0 and calls' };

describe('an answer', () => {
  it('contains its code, and its message if there is one', () => {
    expect(parseAnswer({ statusCode: 0 })).toStrictEqual({ statusCode: 0 });
    expect(parseAnswer({ statusCode: 5, statusMessage: 'Denied' })).toStrictEqual({
      statusCode: 5,
      statusMessage: 'Denied',
    });
  });

  it.each([{ odd: 1 }, null, 'x'.repeat(4097)])('leaves out the message %o', (statusMessage) => {
    const parsed = parseAnswer({ statusCode: 5, statusMessage });
    expect(parsed).toStrictEqual({ statusCode: 5 });
  });

  it.each([undefined, null, '', '{"statusCode":0}', 0, [], {}])(
    'is refused when it is %o',
    (body) => {
      expect(parseAnswer(body)).toBeUndefined();
    },
  );

  it.each(['0', null, NaN, 0.5, true, [0]])('is refused when its code is %o', (statusCode) => {
    expect(parseAnswer({ statusCode })).toBeUndefined();
  });
});

describe('the answer with one call', () => {
  it('is read as that call, and does not mean that there is no other call', () => {
    const { call } = documentSamples['reference-stop'].event.data;
    expect(parseCall(call)).toBeDefined();
    expect(parseCallsAnswer({ statusCode: 0, call })).toStrictEqual({
      ok: true,
      calls: [parseCall(call)],
      isComplete: false,
      problems: [],
    });
  });

  it.each([
    { statusCode: 0, call: { id: 7, ani: 'secret' } },
    { statusCode: 6, call: { id: 'c1' } },
    { call: { id: 'c1' } },
    '<html>',
  ])('%o is refused', (body) => {
    expect(parseCallsAnswer(body)).toEqual(notCalls);
  });
});

describe('the answer with all calls', () => {
  it('may contain no call', () => {
    expect(parseCallsAnswer({ statusCode: 0, calls: [] })).toStrictEqual({
      ok: true,
      calls: [],
      isComplete: true,
      problems: [],
    });
  });

  it('keeps the other calls when one cannot be read, and reports which one', () => {
    const calls = [
      { id: 'c1' },
      { id: 7, ani: 'secret' },
      null,
      { id: 'c2', recordingState: 'Odd' },
    ];
    expect(parseCallsAnswer({ statusCode: 0, calls })).toStrictEqual({
      ok: true,
      calls: [parseCall({ id: 'c1' }), parseCall({ id: 'c2', recordingState: 'Odd' })],
      isComplete: false,
      problems: [
        'calls[1]: expected an object with an id fit for a URL',
        'calls[2]: expected an object with an id fit for a URL',
      ],
    });
  });

  it('is complete when every entry could be read', () => {
    const parsed = parseCallsAnswer({ statusCode: 0, calls: [{ id: 'c1' }, { id: 'c2' }] });
    expect(parsed).toMatchObject({ calls: [{ id: 'c1' }, { id: 'c2' }], isComplete: true });
  });

  it('is read from its list when it also contains a single call', () => {
    const parsed = parseCallsAnswer({ statusCode: 0, calls: [{ id: 'c1' }], call: { id: 'c2' } });
    expect(parsed).toMatchObject({ calls: [{ id: 'c1' }], isComplete: true });
  });

  it.each([
    ['contains addresses only', { statusCode: 0, uris: ['/api/v2/me/calls/c1'] }],
    [
      'contains addresses, and null as its list',
      { statusCode: 0, calls: null, uris: ['/me/calls/c1'] },
    ],
    ['contains no list of addresses', { statusCode: 0, uris: 'none' }],
    // A gateway renamed the list, and the agent read that there are no calls.
    ['has a list of another name', { statusCode: 0, items: [{ id: 'c1' }] }],
    ['has an object of another name', { statusCode: 0, data: { calls: [{ id: 'c1' }] } }],
    ['is missing', undefined],
    ['has no statusCode', { calls: [] }],
    ['is a web page', '<html>'],
  ])('is refused, not taken for no calls, when it %s', (_, body) => {
    expect(parseCallsAnswer(body)).toEqual(notCalls);
  });

  it.each([
    { statusCode: 0 },
    { statusCode: 0, statusMessage: 'OK' },
    { statusCode: 0, calls: null },
    { statusCode: 0, call: null },
    { statusCode: 0, uris: [] },
    { statusCode: 0, uris: [], devices: [], serverTime: 5, next: null },
  ])('is told apart from nonsense when it is %o: there may be no calls', (body) => {
    // Regression: a server that leaves out empty lists was shown as lost for ever when the agent
    // had no calls.
    expect(parseCallsAnswer(body)).toStrictEqual({ ...notCalls, lacks: 'list' });
  });

  it.each([{}, 'c1', { length: 0 }, 0, false])('is refused when its list is %o', (calls) => {
    expect(parseCallsAnswer({ statusCode: 0, calls })).toEqual(notCalls);
  });

  it('is refused when the server has refused the request, whatever else the answer contains', () => {
    expect(parseCallsAnswer({ statusCode: 4, calls: [] })).toEqual(notCalls);
  });

  it('reports a hole in the list, so that the list is not taken for complete', () => {
    const parsed = parseCallsAnswer({ statusCode: 0, calls: Array.from({ length: 2 }) });
    expect(parsed).toMatchObject({
      ok: true,
      calls: [],
      isComplete: false,
      problems: { length: 2 },
    });
    const withHoles: unknown[] = [];
    withHoles.length = 2;
    expect(parseCallsAnswer({ statusCode: 0, calls: withHoles })).toEqual(parsed);
  });

  it('loses no readable call, whatever else the list contains', () => {
    const readable = Object.values(documentSamples).map((sample) => sample.event.data.call);
    const junk = fc.anything().filter((value) => !parseCall(value));
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...readable), junk)), (list) => {
        const parsed = parseCallsAnswer({ statusCode: 0, calls: list });
        const read = list.map(parseCall).filter((call) => call !== undefined);
        const problems = { length: list.length - read.length };
        const isComplete = problems.length === 0;
        expect(parsed).toMatchObject({ ok: true, calls: read, isComplete, problems });
      }),
    );
  });
});
