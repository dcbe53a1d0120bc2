import { describe, expect, it } from 'vitest';
import {
  heldOrder,
  isDoubtful,
  isPausedFor,
  knownFor,
  noFilter,
  orderRows,
  rowAfter,
  unheardRow,
  type SaidWallCall,
  type WallFilter,
  type WallRow,
} from './wallRow.ts';

const now = 1_000_000;

function said(more: Partial<SaidWallCall> = {}): SaidWallCall {
  return {
    id: 'a',
    agent: 'Ada King',
    label: undefined,
    presence: 'there',
    recordingState: 'Recording',
    unknownRecordingState: undefined,
    inStateFor: undefined,
    beginning: 'not-seen',
    notHeardFor: undefined,
    certainty: 'certain',
    ...more,
  };
}

function row(more: Partial<SaidWallCall> = {}, arrival = 0): WallRow {
  return rowAfter(said(more), undefined, now, arrival);
}

describe('the row of a call on a wall', () => {
  it('has the duration of its state that the source has sent', () => {
    const paused = row({ recordingState: 'Paused', inStateFor: 90_000, beginning: 'seen' });
    expect(knownFor(paused, now + 1_000)).toBe(91_000);
    expect(paused.beginning).toBe('seen');
  });

  it('has no duration if the source sends none', () => {
    expect(row({ beginning: 'seen' })).toMatchObject({ since: now, beginning: 'not-seen' });
  });

  it('is the same object when the source repeats itself, also with a little delay', () => {
    const before = row({ inStateFor: 90_000, beginning: 'seen' });
    expect(rowAfter(said(), before, now + 5_000, 7)).toBe(before);
    const again = said({ inStateFor: 95_400, beginning: 'seen' });
    expect(rowAfter(again, before, now + 5_000, 7)).toBe(before);
  });

  it('begins a new duration when it was in another state meanwhile', () => {
    const before = row({ recordingState: 'Paused', inStateFor: 90_000, beginning: 'seen' });
    const after = rowAfter(
      said({ recordingState: 'Paused', inStateFor: 1_000, beginning: 'seen' }),
      before,
      now + 60_000,
      7,
    );
    expect(knownFor(after, now + 60_000)).toBe(1_000);
  });

  // While no messages came, the call may have been resumed and paused again.
  it('does not count a time without messages, unless the source knows it', () => {
    const before = unheardRow(row({ recordingState: 'Paused', inStateFor: 90_000 }), now);
    const heard = rowAfter(said({ recordingState: 'Paused' }), before, now + 60_000, 7);
    expect(knownFor(heard, now + 60_000)).toBe(0);
    const known = said({ recordingState: 'Paused', inStateFor: 150_000 });
    expect(knownFor(rowAfter(known, before, now + 60_000, 7), now + 60_000)).toBe(150_000);
  });

  it('stops its time when no messages come any more', () => {
    const unheard = unheardRow(row({ recordingState: 'Paused', inStateFor: 90_000 }), now + 1_000);
    expect(knownFor(unheard, now + 500_000)).toBe(91_000);
    expect(isPausedFor(unheard, 90_000, now + 500_000)).toBe(true);
    expect(isPausedFor(unheard, 120_000, now + 500_000)).toBe(false);
    expect(unheardRow(unheard, now + 9_000)).toBe(unheard);
  });

  it.each<[string, Partial<SaidWallCall>, boolean]>([
    ['a state that is heard', {}, false],
    ['a word that nobody knows', { recordingState: 'Unknown' }, true],
    ['a contradiction', { certainty: 'in-doubt' }, true],
    ['a desktop that is not heard', { notHeardFor: 0 }, true],
    ['a call that is over', { presence: 'ended', notHeardFor: 0 }, false],
  ])('is in doubt or not: %s', (_, more, isIt) => {
    expect(isDoubtful(row(more))).toBe(isIt);
  });
});

describe('the order of a wall', () => {
  const rows = [
    row({ id: 'recording' }, 0),
    row({ id: 'over', presence: 'ended' }, 1),
    row({ id: 'paused a minute', recordingState: 'Paused', inStateFor: 60_000 }, 2),
    row({ id: 'unknown', recordingState: 'Unknown' }, 3),
    row({ id: 'stopped', recordingState: 'Stopped' }, 4),
    row({ id: 'old', notHeardFor: 5_000 }, 5),
    row(
      { id: 'paused an hour', recordingState: 'Paused', inStateFor: 3_600_000, notHeardFor: 1 },
      6,
    ),
  ];

  it('has the longest pause first, then the calls in doubt, then the others, and last the ended ones', () => {
    expect(orderRows(rows, noFilter)).toEqual([
      'paused an hour',
      'paused a minute',
      'unknown',
      'old',
      'recording',
      'stopped',
      'over',
    ]);
  });

  it.each<[string, WallFilter['kinds'], readonly string[]]>([
    ['of one kind', new Set(['Stopped'] as const), ['stopped']],
    ['of two kinds', new Set(['Unknown', 'ended'] as const), ['unknown', 'over']],
    ['in doubt, of any kind', new Set(['doubt'] as const), ['paused an hour', 'unknown', 'old']],
  ])('shows only rows %s', (_, kinds, ids) => {
    expect(orderRows(rows, { kinds, text: '' })).toEqual(ids);
  });

  it.each([
    ['zusé', ['b']],
    [' ZUSE ', ['b']],
    ['billing', ['a']],
    ['nobody', []],
  ])('finds "%s" in the agent’s name or the call', (text, ids) => {
    const two = [
      row({ id: 'a', agent: 'Ada', label: 'Billing' }, 0),
      row({ id: 'b', agent: 'Konrad Zuse' }, 1),
    ];
    expect(orderRows(two, { kinds: new Set(), text })).toEqual(ids);
  });

  it('keeps every place while it is held, and puts new calls at the end', () => {
    const order = heldOrder(['a', 'b', 'c'], ['d', 'c', 'a'], (id) => id !== 'b');
    expect(order).toEqual(['a', 'c', 'd']);
  });
});
