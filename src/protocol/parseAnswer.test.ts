import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentSamples } from './fixtures/documentSamples.ts';
import { parseAnswer, parseCallAnswer, parseCallsAnswer } from './parseAnswer.ts';
import { parseCall } from './parseCall.ts';

const notAnAnswer = 'answer: expected an object with a statusCode';

describe('an answer', () => {
  it('says its code and, where there is one, its message', () => {
    expect(parseAnswer({ statusCode: 0 })).toStrictEqual({ ok: true, statusCode: 0 });
    expect(parseAnswer({ statusCode: 5, statusMessage: 'Denied' })).toStrictEqual({
      ok: true,
      statusCode: 5,
      statusMessage: 'Denied',
    });
    expect(parseAnswer({ statusCode: 5, statusMessage: { odd: 1 } })).toStrictEqual({
      ok: true,
      statusCode: 5,
    });
  });

  it.each([undefined, null, '', '{"statusCode":0}', 0, [], {}])(
    'is refused when it is %o',
    (body) => {
      expect(parseAnswer(body)).toEqual({ ok: false, problem: notAnAnswer });
    },
  );

  it.each(['0', null, NaN, 0.5, true, [0]])('is refused when its code is %o', (statusCode) => {
    const problem = 'statusCode: expected a whole number';
    expect(parseAnswer({ statusCode })).toEqual({ ok: false, problem });
  });
});

describe('the answer with one call', () => {
  it('is that call', () => {
    const { call } = documentSamples['reference-stop'].event.data;
    expect(parseCallAnswer({ statusCode: 0, call })).toStrictEqual(parseCall(call));
    expect(parseCallAnswer({ statusCode: 0, call })).toMatchObject({ ok: true });
  });

  it.each([
    [{ statusCode: 0 }, 'call: expected an object with an id'],
    [{ statusCode: 6, call: { id: 'c1' } }, 'statusCode: expected 0'],
    [{ call: { id: 'c1' } }, notAnAnswer],
    ['<html>', notAnAnswer],
  ])('%o is refused', (body, problem) => {
    expect(parseCallAnswer(body)).toEqual({ ok: false, problem });
  });
});

describe('the answer with all calls', () => {
  it('may hold none', () => {
    expect(parseCallsAnswer({ statusCode: 0, calls: [] })).toStrictEqual({
      ok: true,
      calls: [],
      problems: [],
      unknownRecordingStates: [],
    });
  });

  it('keeps the others when one cannot be read, and says which one could not', () => {
    const calls = [
      { id: 'c1' },
      { id: 7, ani: 'secret' },
      null,
      { id: 'c2', recordingState: 'Odd' },
    ];
    const parsed = parseCallsAnswer({ statusCode: 0, calls });
    expect(parsed).toMatchObject({ ok: true, calls: [{ id: 'c1' }, { id: 'c2' }] });
    expect(parsed).toMatchObject({
      problems: [
        'calls[1].id: expected 1 to 1024 characters that can stand in a URL path',
        'calls[2]: expected an object with an id',
      ],
      unknownRecordingStates: [{ callId: 'c2', value: 'Odd' }],
    });
  });

  it.each([
    ['has addresses only', { statusCode: 0, uris: ['/api/v2/me/calls/c1'] }],
    ['has no list', { statusCode: 0 }],
    ['has no answer', undefined],
    ['has no statusCode', { calls: [] }],
    ['is a page', '<html>'],
  ])('is refused, not taken for no calls, when it %s', (_, body) => {
    const problem = 'answer: expected an object with a statusCode and a list of calls';
    expect(parseCallsAnswer(body)).toEqual({ ok: false, problem });
  });

  it.each([null, {}, 'c1', { length: 0 }])('is refused when its list is %o', (calls) => {
    const problem = 'calls: expected a list';
    expect(parseCallsAnswer({ statusCode: 0, calls })).toEqual({ ok: false, problem });
  });

  it('is refused when the server said no, whatever else it holds', () => {
    const problem = 'statusCode: expected 0';
    expect(parseCallsAnswer({ statusCode: 4, calls: [] })).toEqual({ ok: false, problem });
  });

  it('tells a hole in the list, so that it is not taken for no calls', () => {
    const parsed = parseCallsAnswer({ statusCode: 0, calls: Array.from({ length: 2 }) });
    expect(parsed).toMatchObject({ ok: true, calls: [], problems: { length: 2 } });
    const withHoles: unknown[] = [];
    withHoles.length = 2;
    expect(parseCallsAnswer({ statusCode: 0, calls: withHoles })).toEqual(parsed);
  });

  it('loses no readable call among whatever else is listed', () => {
    const readable = Object.values(documentSamples).map((sample) => sample.event.data.call);
    const junk = fc.anything().filter((value) => !parseCall(value).ok);
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...readable), junk)), (list) => {
        const parsed = parseCallsAnswer({ statusCode: 0, calls: list });
        const read = list.map(parseCall).flatMap((each) => (each.ok ? [each.call] : []));
        const problems = { length: list.length - read.length };
        expect(parsed).toMatchObject({ ok: true, calls: read, problems });
      }),
    );
  });
});
