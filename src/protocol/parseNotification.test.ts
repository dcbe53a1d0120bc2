import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentSamples } from './fixtures/documentSamples.ts';
import { parseNotification } from './parseNotification.ts';

const { event } = documentSamples['wiki-start'];
const ignored = { ok: true, notification: undefined };

describe('a message', () => {
  it.each([
    ['only its data', event.data],
    ['the JSON of the message', JSON.stringify(event)],
    ['the JSON of its data', JSON.stringify(event.data)],
    ['a message whose data is JSON', { ...event, data: JSON.stringify(event.data) }],
  ])('says the same when it comes as %s', (_, message) => {
    expect(parseNotification(message)).toStrictEqual(parseNotification(event));
    expect(parseNotification(message)).toMatchObject({ ok: true, notification: { kind: 'call' } });
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a number', 5],
    ['not JSON', '<html>502 Bad Gateway</html>'],
    ['incomplete JSON', JSON.stringify(event).slice(0, -20)],
    ['JSON that is not an object', '"CallStateChangeMessage"'],
    ['deeply nested', '['.repeat(200_000)],
    ['an envelope without data', { channel: '/v2/me/calls', data: null }],
    ['an envelope with a text as data', { channel: '/v2/me/calls', data: 'secret' }],
    ['an envelope with a list as data', { channel: '/v2/me/calls', data: [event] }],
    ['a list', [event]],
  ])('is refused when it is %s', (_, message) => {
    expect(parseNotification(message)).toEqual({
      ok: false,
      problem: 'message: expected an object',
    });
  });

  it.each([
    ['says nothing', {}],
    ['should have a call and has none', { messageType: 'CallStateChangeMessage' }],
    ['has a call that is not an object', { messageType: 'CallStateChangeMessage', call: 'secret' }],
  ])('is refused when it %s', (_, data) => {
    expect(parseNotification({ data })).toEqual({
      ok: false,
      problem: 'call: expected an object with an id fit for a URL',
    });
  });

  it.each(['StatusChange', 'ParticipantsUpdated', 'AttachedDataChanged', 'CallLevitated'])(
    'is read for its call when its notificationType is %s',
    (notificationType) => {
      expect(parseNotification({ data: { ...event.data, notificationType } })).toMatchObject({
        notification: { kind: 'call', notificationType, call: { recordingState: 'Recording' } },
      });
    },
  );

  it('is read for its call although it has neither type', () => {
    expect(parseNotification({ call: { id: 'c1' } })).toMatchObject({
      notification: { kind: 'call', notificationType: '', call: { id: 'c1' } },
    });
  });

  it.each([
    ['a number', 5],
    ['null', null],
    ['an object', {}],
    ['absurdly long', 'x'.repeat(4097)],
  ])('loses no more than its phoneNumber when that is %s', (_, phoneNumber) => {
    const { phoneNumber: __, ...data } = { phoneNumber: '', ...event.data };
    expect(parseNotification({ data: { ...data, phoneNumber } })).toStrictEqual(
      parseNotification({ data }),
    );
  });

  it('of another kind is read for its call when it contains a whole call', () => {
    const data = { messageType: 'SomethingNewMessage', call: { id: 'c1', state: 'Held' } };
    expect(parseNotification({ data })).toMatchObject({ notification: { call: { id: 'c1' } } });
  });

  it.each([
    ['has no call', {}],
    ['has an unreadable call', { call: { id: 5, state: 'Held' } }],
    // If this were read as a whole call, it would mean that there is no recording and no button.
    ['only names a call', { call: { id: 'c1', uri: '/api/v2/me/calls/c1' } }],
  ])('of another kind is ignored when it %s', (_, more) => {
    const data = { messageType: 'DeviceStateChangeMessage', ...more };
    expect(parseNotification({ data })).toEqual(ignored);
  });

  it('reports a recording state that this library does not know', () => {
    const call = { id: 'c1', recordingState: 'Buffering' };
    expect(parseNotification({ data: { ...event.data, call } })).toMatchObject({
      ok: true,
      notification: {
        call: { recordingState: 'Unknown', unknownRecordingState: 'Buffering' },
      },
    });
  });
});

describe('the time of a message', () => {
  function serverTimeOf(metrics: unknown): unknown {
    const parsed = parseNotification({ data: { ...event.data, metrics } });
    if (!parsed.ok || parsed.notification?.kind !== 'call') throw new Error('not read as a call');
    expect(parsed.notification.call.id).toBe('00RV9H7S6O8V3BSHAG7GK2LAES00002M');
    return parsed.notification.serverTime;
  }

  it.each([1_445_007_211_000, '1445007211000'])('is read from %o', (serverGenerationTimestamp) => {
    expect(serverTimeOf({ eventProcessing: { serverGenerationTimestamp } })).toBe(
      1_445_007_211_000,
    );
  });

  it.each([0, -1, NaN, Infinity, '', 'yesterday', '2015-10-16', null, {}])(
    'is left out, and costs nothing else, when it is %s',
    (serverGenerationTimestamp) => {
      expect(serverTimeOf({ eventProcessing: { serverGenerationTimestamp } })).toBeUndefined();
    },
  );

  it.each([undefined, null, 5, 'x', [], {}, { eventProcessing: null }, { eventProcessing: 5 }])(
    'is left out when the metrics are %o',
    (metrics) => {
      expect(serverTimeOf(metrics)).toBeUndefined();
    },
  );
});

describe('an error message', () => {
  const messageType = 'ErrorMessage';

  it.each([
    ['call.id', { call: { id: 'c1' }, callUri: '/api/v2/me/calls/c2' }],
    ['callUri', { callUri: 'http://127.0.0.1:8080/api/v2/me/calls/c1' }],
    ['callUri, of which only the path is used', { callUri: '/api/v2/me/calls/c1/?fields=*#x' }],
    ['callUri, encoded', { callUri: '/me/calls/%631' }],
    ['callPath', { callPath: '/calls/c1' }],
    ['callPath when callUri is malformed', { callUri: '/calls/%E0%A4%A', callPath: '/calls/c1' }],
    [
      'callPath when call and callUri have wrong types',
      { call: 5, callUri: {}, callPath: '/calls/c1' },
    ],
    ['callPath when the other ids are unusable', { call: { id: '..' }, callPath: '/calls/c1' }],
  ])('names its call by %s', (_, more) => {
    expect(parseNotification({ data: { messageType, ...more } })).toStrictEqual({
      ok: true,
      notification: { kind: 'error', callId: 'c1' },
    });
  });

  it.each([{}, { callUri: '/api/v2/me/calls' }, { callPath: '/calls/%2e%2e' }, { call: null }])(
    'may name no call: %o',
    (more) => {
      expect(parseNotification({ data: { messageType, ...more } })).toStrictEqual({
        ok: true,
        notification: { kind: 'error' },
      });
    },
  );

  it('is read for its code, and its texts are left out because they may name people', () => {
    const parsed = { ok: true, notification: { kind: 'error', errorCode: 2 } };
    for (const errorCode of [2, '2'])
      expect(
        parseNotification({ messageType, errorCode, errorMessage: 'Ada King is not logged in' }),
      ).toStrictEqual(parsed);
  });
});

describe('whatever message arrives', () => {
  it('the parser never throws, and the problem that it reports never quotes the message', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything({ withNullPrototype: true }),
          fc.json(),
          fc.record(
            {
              messageType: fc.anything(),
              call: fc.anything(),
              metrics: fc.anything(),
              data: fc.anything(),
            },
            { requiredKeys: [] },
          ),
        ),
        (message) => {
          const parsed = parseNotification(message);
          expect(problems).toContain(parsed.ok ? undefined : parsed.problem);
        },
      ),
      { numRuns: 1000 },
    );
  });

  const problems = [
    undefined,
    'message: expected an object',
    'call: expected an object with an id fit for a URL',
  ];
});
