import { describe, expect, it } from 'vitest';
import { parseWallMessage } from './parseWallMessage.ts';

const good = { id: 'a', agent: 'Ada King', recordingState: 'Recording' };

function callOf(call: unknown): unknown {
  const parsed = parseWallMessage({ type: 'call', call });
  return parsed.ok && parsed.said.type === 'call' ? parsed.said.call : parsed;
}

function problemsOf(message: unknown): string {
  const parsed = parseWallMessage(message);
  return parsed.ok ? parsed.problems.join('; ') : parsed.problem;
}

describe('a message of the source of a wall', () => {
  it('is read field by field', () => {
    expect(
      callOf({
        ...good,
        label: 'Billing',
        state: 'Released',
        recordingState: 'Paused',
        inStateFor: 1_000.4,
        beginning: 'seen',
        notHeardFor: '20',
        doubt: 'capabilities',
      }),
    ).toEqual({
      id: 'a',
      agent: 'Ada King',
      label: 'Billing',
      presence: 'ended',
      recordingState: 'Paused',
      unknownRecordingState: undefined,
      inStateFor: 1_000.4,
      beginning: 'seen',
      notHeardFor: 20,
      certainty: 'in-doubt',
    });
  });

  it.each([
    ['Snoozing', 'Snoozing'],
    [undefined, '(undefined)'],
    [null, '(object)'],
    [7, '(number)'],
    ['recording', 'recording'],
    ['__proto__', '__proto__'],
  ])(
    'is unknown where the word is %s, and never not recording',
    (recordingState, unknownRecordingState) => {
      expect(callOf({ ...good, recordingState })).toMatchObject({
        recordingState: 'Unknown',
        unknownRecordingState,
      });
    },
  );

  // A source with an invalid time since when it gets no messages still says that it gets none.
  it.each([-1, NaN, 'soon', {}, 1e300])(
    'counts as without messages where the time for that is %s',
    (notHeardFor) => {
      expect(callOf({ ...good, notHeardFor })).toMatchObject({ notHeardFor: 0 });
      expect(problemsOf({ type: 'call', call: { ...good, notHeardFor } })).toMatch(/notHeardFor/);
    },
  );

  it.each([-1, Infinity, 'long', [], 1e12])('does not accept %s as a time', (inStateFor) => {
    expect(callOf({ ...good, inStateFor })).toMatchObject({ inStateFor: undefined });
  });

  it.each([
    [undefined, /type/],
    [null, /type/],
    ['snapshot', /type/],
    [[], /type/],
    [{ type: 'toString' }, /type/],
    [{ type: 'snapshot' }, /calls: expected a list/],
    [{ type: 'snapshot', calls: { length: 1 } }, /calls: expected a list/],
    [{ type: 'call' }, /call: expected an object/],
    [{ type: 'call', call: { ...good, id: '' } }, /call\.id/],
    [{ type: 'call', call: { ...good, id: 7 } }, /call\.id/],
    [{ type: 'call', call: { ...good, id: 'x'.repeat(2_000) } }, /call\.id/],
    [{ type: 'gone' }, /id/],
  ])('is refused with the part that is wrong: %o', (message, problem) => {
    expect(parseWallMessage(message).ok).toBe(false);
    expect(problemsOf(message)).toMatch(problem);
  });

  it('is refused if reading it throws', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    for (const message of [
      proxy,
      { type: 'snapshot', calls: proxy },
      { type: 'call', call: proxy },
      {
        get type() {
          throw new Error('no');
        },
      },
      {
        type: 'call',
        call: {
          ...good,
          get agent() {
            throw new Error('no');
          },
        },
      },
    ])
      expect(parseWallMessage(message)).toMatchObject({ ok: false });
  });

  it('is not quoted in the problem that is reported', () => {
    const told = problemsOf({
      type: 'snapshot',
      calls: [
        { id: '', agent: '4111 1111' },
        { id: 'b', agent: 7, label: { card: '4111 1111' } },
      ],
    });
    expect(told).toMatch(/calls\[0\]\.id.*calls\[1\]\.agent.*calls\[1\]\.label/);
    expect(told).not.toContain('4111');
  });

  it('has its unreadable calls counted if it is a snapshot, and the other ones read', () => {
    const parsed = parseWallMessage({ type: 'snapshot', calls: [good, 7, { id: '' }, null] });
    expect(parsed).toMatchObject({ ok: true, said: { calls: [{ id: 'a' }], unreadable: 3 } });
  });

  it('is read up to 10,000 calls, and the others are reported as missing', () => {
    const calls = Array.from({ length: 10_003 }, (_, index) => ({ ...good, id: `${index}` }));
    expect(parseWallMessage({ type: 'snapshot', calls })).toMatchObject({
      said: { unreadable: 3 },
      problems: ['calls: expected at most 10000'],
    });
    // This list has a length, but no entries.
    expect(
      parseWallMessage({ type: 'snapshot', calls: Object.assign([], { length: 4e9 }) }),
    ).toMatchObject({
      said: { calls: [], unreadable: 4e9 },
    });
  });

  it('raises a doubt about a call that it describes in two ways', () => {
    const parsed = parseWallMessage({
      type: 'snapshot',
      calls: [
        good,
        { ...good, recordingState: 'Paused' },
        { ...good, id: 'b' },
        { ...good, id: 'b' },
      ],
    });
    expect(parsed).toMatchObject({
      said: {
        calls: [
          { id: 'a', certainty: 'in-doubt' },
          { id: 'b', certainty: 'certain' },
        ],
      },
    });
  });
});
