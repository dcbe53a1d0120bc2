import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Call } from '../model/call.ts';
import { documentSamples } from './fixtures/documentSamples.ts';
import { parseCall } from './parseCall.ts';

function callOf(value: unknown): Call {
  const call = parseCall(value);
  if (!call) throw new Error('not read as a call');
  return call;
}

describe('a call', () => {
  it('needs nothing but its id', () => {
    expect(parseCall({ id: 'c1' })).toStrictEqual({
      id: 'c1',
      state: '',
      recordingState: 'None',
      capabilities: [],
      participants: [],
      userData: {},
    });
  });

  it.each([
    ['no object', undefined],
    ['null', null],
    ['a text', 'c1'],
    ['a list', [{ id: 'c1' }]],
    ['without an id', { state: 'Held' }],
  ])('is refused when it is %s', (_, value) => {
    expect(parseCall(value)).toBeUndefined();
  });

  it.each([
    ['a number', 4711],
    ['empty', ''],
    ['an object', { id: 'secret' }],
    ['longer than 1024 characters', 'secret'.repeat(171)],
    // `POST …/me/calls/..` would be `POST …/me`.
    ['two dots, which mean the folder above in a URL', '..'],
    ['a dot, which means the same folder in a URL', '.'],
    ['not encodable', 'secret\uD800'],
  ])('is refused when its id is %s', (_, id) => {
    expect(parseCall({ id })).toBeUndefined();
  });

  it.each(['c', 'x'.repeat(1024), '...', 'a/b', '☎️ 😀', '%2e%2e', '__proto__'])(
    'may have the id %s',
    (id) => {
      expect(callOf({ id }).id).toBe(id);
      expect(() => encodeURIComponent(id)).not.toThrow();
    },
  );

  it('is read without the optional fields that have a wrong type or are absurdly long', () => {
    const texts = 'connId callUuid ani dnis callType mute deviceUri uri path parentCallUri'.split(
      ' ',
    );
    const flags = 'supervisorListeningIn monitoring monitoredUserMuted'.split(' ');
    for (const [field, odd] of [
      ...texts.flatMap((text) => [5, null, {}, [], false, 'x'.repeat(4097)].map((o) => [text, o])),
      ...flags.flatMap((flag) => ['true', 1, null, {}].map((o) => [flag, o])),
    ] as [string, unknown][]) {
      expect(callOf({ id: 'c1', [field]: odd })).toStrictEqual(callOf({ id: 'c1' }));
    }
    for (const text of texts)
      expect(callOf({ id: 'c1', [text]: 'Off' })).toHaveProperty(text, 'Off');
    for (const flag of flags) expect(callOf({ id: 'c1', [flag]: true })).toHaveProperty(flag, true);
  });

  it('keeps any text as its state, and an empty text when there is none', () => {
    expect(callOf({ id: 'c1', state: 'Levitating' }).state).toBe('Levitating');
    expect(callOf({ id: 'c1', state: 7 }).state).toBe('');
  });
});

describe('recordingState', () => {
  it.each(['Recording', 'Paused', 'Stopped'])('%s is read unchanged', (recordingState) => {
    const call = callOf({ id: 'c1', recordingState, unknownRecordingState: 'Odd' });
    expect(call.recordingState).toBe(recordingState);
    expect(call).not.toHaveProperty('unknownRecordingState');
  });

  it.each([undefined, null])('%s means that the call carries none', (recordingState) => {
    const call = callOf({ id: 'c1', recordingState });
    expect(call.recordingState).toBe('None');
    expect(call).not.toHaveProperty('unknownRecordingState');
  });

  it.each([
    ['Pausing', 'Pausing'],
    ['recording', 'recording'],
    ['', ''],
    ['None', 'None'],
    ['R'.repeat(50_000), 'R'.repeat(40)],
    [1, '(number)'],
    [true, '(boolean)'],
    [['Recording'], '(object)'],
    // `String()` throws for this value.
    [{ toString: 1 }, '(object)'],
  ])('any other value is unknown, never recording, and is told', (recordingState, told) => {
    expect(callOf({ id: 'c1', recordingState })).toMatchObject({
      recordingState: 'Unknown',
      unknownRecordingState: told,
    });
  });
});

describe('capabilities', () => {
  it('keep unknown names, each once and in order, and leave out what is not a name', () => {
    const capabilities = ['Hold', 5, 'Levitate', null, 'Hold', {}, ['Hold'], 'PauseCallRecording'];
    expect(callOf({ id: 'c1', capabilities }).capabilities).toEqual([
      'Hold',
      'Levitate',
      'PauseCallRecording',
    ]);
  });

  it.each([undefined, null, 'PauseCallRecording', { 0: 'PauseCallRecording' }, 5])(
    'are none when the list is %s',
    (capabilities) => {
      expect(callOf({ id: 'c1', capabilities }).capabilities).toEqual([]);
    },
  );
});

describe('participants', () => {
  it('are read from objects, where "" means that there is none', () => {
    const participants = [
      {
        e164Number: '',
        formattedPhoneNumber: '(555) 5001',
        phoneNumber: '5555001',
        digits: '5001',
      },
      { e164Number: '+15555002', digits: 7 },
      { e164Number: '', formattedPhoneNumber: '', phoneNumber: '', digits: '' },
    ];
    expect(callOf({ id: 'c1', participants }).participants).toStrictEqual([
      { formattedPhoneNumber: '(555) 5001', phoneNumber: '5555001', digits: '5001' },
      { formattedPhoneNumber: '+15555002', e164Number: '+15555002' },
      { formattedPhoneNumber: '' },
    ]);
  });

  it('are read from numbers, with what participantsInfo says about each of them', () => {
    const participants = ['5000', '5001', ''];
    const participantsInfo = [{ formattedPhoneNumber: '50-00', E164digits: '15000' }, 'odd'];
    expect(callOf({ id: 'c1', participants, participantsInfo }).participants).toStrictEqual([
      { formattedPhoneNumber: '50-00', phoneNumber: '5000', e164Number: '15000' },
      { formattedPhoneNumber: '5001', phoneNumber: '5001' },
      { formattedPhoneNumber: '' },
    ]);
  });

  it('are read from participantsInfo alone when nothing else is there', () => {
    const participantsInfo = [{ formattedPhoneNumber: '5000', E164digits: '5000' }];
    const participants = [{ formattedPhoneNumber: '5000', e164Number: '5000' }];
    expect(callOf({ id: 'c1', participantsInfo }).participants).toEqual(participants);
  });

  it('prefer what an object says itself to participantsInfo', () => {
    const participants = [{ phoneNumber: '1' }];
    const participantsInfo = [{ formattedPhoneNumber: '2' }];
    expect(callOf({ id: 'c1', participants, participantsInfo }).participants).toEqual([
      { formattedPhoneNumber: '1', phoneNumber: '1' },
    ]);
  });

  it('leave out values that are neither, and keep the other entries with their own info', () => {
    const participants = [7, null, '5000', true, 'x'.repeat(4097)];
    const participantsInfo = [{}, {}, { formattedPhoneNumber: '50-00' }];
    expect(callOf({ id: 'c1', participants, participantsInfo }).participants).toEqual([
      { formattedPhoneNumber: '50-00', phoneNumber: '5000' },
    ]);
    expect(callOf({ id: 'c1', participants: '5000' }).participants).toEqual([]);
  });
});

describe('duration', () => {
  it.each([
    ['498', 498],
    ['0', 0],
    ['1.5', 1.5],
    [34, 34],
  ])('%s is a number of seconds', (duration, seconds) => {
    expect(callOf({ id: 'c1', duration }).duration).toBe(seconds);
  });

  it.each([
    '',
    '-1',
    -1,
    NaN,
    Infinity,
    'NaN',
    '1e3',
    '0x10',
    ' 5',
    '9'.repeat(400),
    null,
    [5],
    {},
  ])('%s is left out', (duration) => {
    expect(callOf({ id: 'c1', duration })).not.toHaveProperty('duration');
  });
});

describe('userData', () => {
  it('is kept unchanged, with nested values', () => {
    const nested = { list: [1, { deep: null }] };
    const { userData } = callOf({ id: 'c1', userData: { nested, empty: '' } });
    expect(userData).toEqual({ nested, empty: '' });
    expect(userData['nested']).toBe(nested);
  });

  it.each([undefined, null, 'x', 5, [['a', 'b']]])('is empty when it is %s', (userData) => {
    expect(callOf({ id: 'c1', userData }).userData).toStrictEqual({});
  });

  it('cannot change a prototype with its keys', () => {
    const userData: unknown = JSON.parse(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    );
    const call = callOf({ id: 'c1', userData });
    expect(Object.getPrototypeOf(call.userData)).toBe(Object.prototype);
    expect(Object.keys(call.userData)).toEqual(['__proto__', 'constructor']);
    expect(call.userData['polluted']).toBeUndefined();
    expect({}).not.toHaveProperty('polluted');
  });

  it('is copied, so later changes to the message do not change it', () => {
    const userData = { a: 1 };
    const call = callOf({ id: 'c1', userData });
    userData.a = 2;
    expect(call.userData).toEqual({ a: 1 });
  });
});

describe('whatever one field contains', () => {
  const whole = documentSamples['reference-pause'].event.data.call;
  const fields = Object.keys(whole).filter((field) => field !== 'id');
  const anything = fc.oneof(
    fc.jsonValue(),
    fc.anything({ withBigInt: true, withNullPrototype: true }),
  );

  it('the other fields are read as before', () => {
    const before = callOf(whole);
    fc.assert(
      fc.property(fc.constantFrom(...fields), anything, (field, value) => {
        const after: Record<string, unknown> = { ...callOf({ ...whole, [field]: value }) };
        const others: Record<string, unknown> = { ...before };
        delete after[field];
        delete others[field];
        // This field exists only together with an unknown `recordingState`.
        if (field === 'recordingState') delete after['unknownRecordingState'];
        expect(after).toStrictEqual(others);
      }),
    );
  });

  it('an id is read unchanged, or the call is refused', () => {
    fc.assert(
      fc.property(fc.oneof(anything, fc.string({ unit: 'binary' })), (value) => {
        const call = parseCall({ id: value });
        expect(call?.id).toBe(call && value);
        expect(encodeURIComponent(call?.id ?? 'c1')).not.toMatch(/^$|^\.\.?$/);
      }),
    );
  });

  it('unknown fields change nothing', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), anything), (unknown) => {
        expect(callOf({ ...unknown, ...whole, participantsInfo: [] })).toEqual(callOf(whole));
      }),
    );
  });
});
