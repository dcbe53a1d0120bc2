import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createChannelElection } from './channelElection.ts';
import type { Election } from './election.ts';
import type { TabMessage } from './tabMessage.ts';

/** The lowest and the highest possible id. */
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

/** Returns the messages since the last call, without the id of the tab. */
function sentMessages(): string[] {
  return said
    .splice(0)
    .map((message) => ('term' in message ? `${message.type} ${message.term}` : message.type));
}

const lead = (): void => {
  election.stand();
  vi.advanceTimersByTime(100);
  sentMessages();
};

describe('an election by messages', () => {
  it('is won when no tab objects within 100 ms, and the winner sends a message', () => {
    election.stand();
    expect(sentMessages()).toEqual(['claim 0']);
    vi.advanceTimersByTime(99);
    expect(outcome).toEqual([]);
    vi.advanceTimersByTime(1);
    expect([outcome, sentMessages()]).toEqual([['elected'], ['leads 0']]);
  });

  it('is lost to a tab that leads, even with a lower rank', () => {
    election.takeOver();
    election.receive({ type: 'leads', term: 0, id: last });
    vi.advanceTimersByTime(1_000);
    expect(outcome).toEqual(['outvoted']);
  });

  it('waits for a candidate with a higher rank, and is won if that one does not lead', () => {
    election.stand();
    vi.advanceTimersByTime(60);
    election.receive({ type: 'claim', term: 0, id: first });
    vi.advanceTimersByTime(99);
    expect([outcome, sentMessages()]).toEqual([[], ['claim 0']]);
    vi.advanceTimersByTime(1);
    expect(outcome).toEqual(['elected']);
  });

  it('sends its claim again to a candidate with a lower rank', () => {
    election.stand();
    vi.advanceTimersByTime(60);
    sentMessages();
    election.receive({ type: 'claim', term: 0, id: last });
    expect(sentMessages()).toEqual(['claim 0']);
    vi.advanceTimersByTime(40);
    expect(outcome).toEqual(['elected']);
  });

  it('begins again when the leader leaves, without the tabs that do not want to lead', () => {
    election.receive({ type: 'leaving' });
    expect(sentMessages()).toEqual([]);
    election.stand();
    election.receive({ type: 'leads', term: 0, id: first });
    sentMessages();
    election.receive({ type: 'leaving' });
    vi.advanceTimersByTime(100);
    expect([outcome, sentMessages()]).toEqual([
      ['outvoted', 'elected'],
      ['claim 0', 'leads 0'],
    ]);
  });

  it('lets the leader object to a tab that wants to lead or believes that it leads', () => {
    lead();
    election.receive({ type: 'claim', term: 9, id: first });
    election.receive({ type: 'leads', term: 0, id: last });
    for (const type of ['open', 'is-open', 'alive'] as const) election.receive({ type });
    expect(sentMessages()).toEqual(Array.from({ length: 5 }, () => 'leads 0'));
    for (const type of ['who', 'reopen', 'leaving'] as const) election.receive({ type });
    expect([sentMessages(), outcome]).toEqual([[], ['elected']]);
  });

  it('lets a leader with a lower rank follow, and take over later with a higher term', () => {
    lead();
    election.receive({ type: 'leads', term: 5, id: last });
    expect(outcome).toEqual(['elected', 'deposed']);
    election.receive({ type: 'leads', term: 7, id: last });
    election.takeOver();
    expect(sentMessages()).toEqual(['claim 8']);
  });

  it('lets other tabs lead first after this tab has given the lead away', () => {
    lead();
    election.resign();
    election.stand();
    vi.advanceTimersByTime(299);
    expect(sentMessages()).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(sentMessages()).toEqual(['claim 0']);
  });

  it('leaves the lead to a tab that has taken it meanwhile', () => {
    lead();
    election.resign();
    election.stand();
    election.receive({ type: 'leads', term: 0, id: last });
    vi.advanceTimersByTime(1_000);
    expect([sentMessages(), outcome]).toEqual([[], ['elected']]);
  });

  it('is over for a tab that resigns', () => {
    election.stand();
    election.resign();
    election.receive({ type: 'leads', term: 0, id: first });
    election.receive({ type: 'leaving' });
    vi.advanceTimersByTime(1_000);
    expect([sentMessages(), outcome]).toEqual([['claim 0'], []]);
  });
});
