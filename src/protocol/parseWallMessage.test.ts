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

describe('what the source of a wall says', () => {
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

  // Whoever cannot say since when it is not heard has still said that it is not heard.
  it.each([-1, NaN, 'soon', {}, 1e300])('is not heard where it says so in %s', (notHeardFor) => {
    expect(callOf({ ...good, notHeardFor })).toMatchObject({ notHeardFor: 0 });
    expect(problemsOf({ type: 'call', call: { ...good, notHeardFor } })).toMatch(/notHeardFor/);
  });

  it.each([-1, Infinity, 'long', [], 1e12])('does not take %s for a time', (inStateFor) => {
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

  it('is refused where reading it throws', () => {
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

  it('never names what was in it', () => {
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

  it('counts what could not be read in a snapshot, and reads the rest', () => {
    const parsed = parseWallMessage({ type: 'snapshot', calls: [good, 7, { id: '' }, null] });
    expect(parsed).toMatchObject({ ok: true, said: { calls: [{ id: 'a' }], unreadable: 3 } });
  });

  it('reads at most 10,000 calls, and says that the others are missing', () => {
    const calls = Array.from({ length: 10_003 }, (_, index) => ({ ...good, id: `${index}` }));
    expect(parseWallMessage({ type: 'snapshot', calls })).toMatchObject({
      said: { unreadable: 3 },
      problems: ['calls: expected at most 10000'],
    });
    // A list that claims a length, and has nothing.
    expect(
      parseWallMessage({ type: 'snapshot', calls: Object.assign([], { length: 4e9 }) }),
    ).toMatchObject({
      said: { calls: [], unreadable: 4e9 },
    });
  });

  it('is in doubt about a call that one snapshot describes in two ways', () => {
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
