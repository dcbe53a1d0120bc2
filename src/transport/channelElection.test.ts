import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createChannelElection } from './channelElection.ts';
import type { Election } from './election.ts';
import type { TabMessage } from './tabMessage.ts';

/** No id is below this one, and none is above the other. */
const first = '';
const last = '~';

let said: TabMessage[];
let outcome: string[];
let election: Election;

beforeEach(() => {
  vi.useFakeTimers();
  said = [];
  outcome = [];
  election = createChannelElection({
    say: (message) => said.push(message),
    onElected: () => outcome.push('elected'),
    onOutvoted: () => outcome.push('outvoted'),
    onDeposed: () => outcome.push('deposed'),
  });
});
afterEach(() => {
  vi.useRealTimers();
});

/** What was said since the last look, without the id of the tab. */
function words(): string[] {
  return said
    .splice(0)
    .map((message) => ('term' in message ? `${message.type} ${message.term}` : message.type));
}

const lead = (): void => {
  election.stand();
  vi.advanceTimersByTime(100);
  words();
};

describe('an election by messages', () => {
  it('is won when nobody objects in 100 ms, and says so', () => {
    election.stand();
    expect(words()).toEqual(['claim 0']);
    vi.advanceTimersByTime(99);
    expect(outcome).toEqual([]);
    vi.advanceTimersByTime(1);
    expect([outcome, words()]).toEqual([['elected'], ['leads 0']]);
  });

  it('is lost to a tab that leads, whatever its rank', () => {
    election.takeOver();
    election.hear({ type: 'leads', term: 0, id: last });
    vi.advanceTimersByTime(1_000);
    expect(outcome).toEqual(['outvoted']);
  });

  it('waits for a tab that wants to lead and is above, and is won if that one does not', () => {
    election.stand();
    vi.advanceTimersByTime(60);
    election.hear({ type: 'claim', term: 0, id: first });
    vi.advanceTimersByTime(99);
    expect([outcome, words()]).toEqual([[], ['claim 0']]);
    vi.advanceTimersByTime(1);
    expect(outcome).toEqual(['elected']);
  });

  it('tells a tab that wants to lead and is below', () => {
    election.stand();
    vi.advanceTimersByTime(60);
    words();
    election.hear({ type: 'claim', term: 0, id: last });
    expect(words()).toEqual(['claim 0']);
    vi.advanceTimersByTime(40);
    expect(outcome).toEqual(['elected']);
  });

  it('is held again when the leader leaves, and not by a tab that does not want to lead', () => {
    election.hear({ type: 'leaving' });
    expect(words()).toEqual([]);
    election.stand();
    election.hear({ type: 'leads', term: 0, id: first });
    words();
    election.hear({ type: 'leaving' });
    vi.advanceTimersByTime(100);
    expect([outcome, words()]).toEqual([
      ['outvoted', 'elected'],
      ['claim 0', 'leads 0'],
    ]);
  });

  it('has a leader object to whoever wants to lead or thinks that it does', () => {
    lead();
    election.hear({ type: 'claim', term: 9, id: first });
    election.hear({ type: 'leads', term: 0, id: last });
    for (const type of ['open', 'is-open', 'alive'] as const) election.hear({ type });
    expect(words()).toEqual(Array.from({ length: 5 }, () => 'leads 0'));
    for (const type of ['who', 'reopen', 'leaving'] as const) election.hear({ type });
    expect([words(), outcome]).toEqual([[], ['elected']]);
  });

  it('has a leader give way to one above, and take over later with a higher term', () => {
    lead();
    election.hear({ type: 'leads', term: 5, id: last });
    expect(outcome).toEqual(['elected', 'deposed']);
    election.hear({ type: 'leads', term: 7, id: last });
    election.takeOver();
    expect(words()).toEqual(['claim 8']);
  });

  it('lets others go first after it gave the lead away', () => {
    lead();
    election.resign();
    election.stand();
    vi.advanceTimersByTime(299);
    expect(words()).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(words()).toEqual(['claim 0']);
  });

  it('leaves the lead to another that took it meanwhile', () => {
    lead();
    election.resign();
    election.stand();
    election.hear({ type: 'leads', term: 0, id: last });
    vi.advanceTimersByTime(1_000);
    expect([words(), outcome]).toEqual([[], ['elected']]);
  });

  it('is over for a tab that resigns', () => {
    election.stand();
    election.resign();
    election.hear({ type: 'leads', term: 0, id: first });
    election.hear({ type: 'leaving' });
    vi.advanceTimersByTime(1_000);
    expect([words(), outcome]).toEqual([['claim 0'], []]);
  });
});
