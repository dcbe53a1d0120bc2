import { describe, expect, it } from 'vitest';
import { AgentDesktopError } from '../model/errors.ts';
import { advance, lifetimeOf, type ShareEvent, type SharePhase } from './sharePhase.ts';

const heartbeat = { hold: 10_000, grace: 3_000 };
const phases: readonly SharePhase[] = [
  { name: 'joining' },
  { name: 'following', link: 'unknown', leader: 'speaking' },
  { name: 'following', link: 'open', leader: 'asked' },
  { name: 'following', link: 'open', leader: 'left' },
  { name: 'following', link: 'down', leader: 'unheard' },
  { name: 'taking-over' },
  { name: 'leading', link: 'not-open', shown: 'as-before' },
  { name: 'leading', link: 'not-open', shown: 'as-heard' },
  { name: 'leading', link: 'open', shown: 'as-heard' },
  { name: 'alone' },
  { name: 'closed' },
];
const error = new AgentDesktopError('network', 'Failed by the test.');
const events: readonly ShareEvent[] = [
  { type: 'elected' },
  { type: 'outvoted' },
  { type: 'deposed', heardAt: 1 },
  { type: 'said', said: { type: 'who' } },
  { type: 'said', said: { type: 'is-open' } },
  { type: 'said', said: { type: 'leaving' } },
  { type: 'link-open' },
  { type: 'link-heard' },
  { type: 'link-message', message: 'm' },
  { type: 'link-down', error, heardAt: 1 },
  { type: 'reopen' },
  { type: 'time', heardAt: 1 },
];

describe('a phase', () => {
  it('lasts as long as the others wait for what it waits for', () => {
    expect(phases.map((phase) => lifetimeOf(phase, heartbeat))).toEqual([
      undefined,
      13_000,
      800,
      800,
      13_000,
      undefined,
      800,
      30_000,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each(phases)('of every kind ends with what it began ($name)', (phase) => {
    const [closed, ...effects] = advance(phase, { type: 'close' });
    const done = effects.map((effect) => effect.do);
    expect(closed).toEqual({ name: 'closed' });
    expect(done.includes('close-link')).toBe(phase.name === 'leading' || phase.name === 'alone');
    expect(done.includes('say')).toBe(phase.name === 'leading');
    expect(done.includes('resign')).toBe(phase.name !== 'alone');
  });

  it.each(phases)('tells the client after everything else is done ($name)', (phase) => {
    const places = events.map((event) => {
      const [, ...effects] = advance(phase, event);
      const told = effects.findIndex((effect) => effect.do.startsWith('tell-'));
      return told === -1 ? 'nothing told' : effects.length - told;
    });
    expect(places.filter((place) => place !== 'nothing told' && place !== 1)).toEqual([]);
  });

  it('that is over does nothing more', () => {
    const closed: SharePhase = { name: 'closed' };
    expect(events.map((event) => advance(closed, event))).toEqual(events.map(() => [closed]));
  });

  it('of a leader is not made longer by another failure', () => {
    const leading: SharePhase = { name: 'leading', link: 'not-open', shown: 'as-heard' };
    const [next] = advance(leading, { type: 'link-down', error, heardAt: undefined });
    expect(next).toBe(leading);
  });

  it('of a leader is a new one when the connection was open', () => {
    const leading: SharePhase = { name: 'leading', link: 'open', shown: 'as-heard' };
    const [next] = advance(leading, { type: 'link-down', error, heardAt: undefined });
    expect(next).toEqual({ name: 'leading', link: 'not-open', shown: 'as-heard' });
  });

  it('of one that follows begins anew with every word of the leader, and with no other', () => {
    const following: SharePhase = { name: 'following', link: 'open', leader: 'speaking' };
    const after = (said: Extract<ShareEvent, { type: 'said' }>['said']): SharePhase =>
      advance(following, { type: 'said', said })[0];
    for (const type of ['open', 'is-open', 'alive', 'leaving'] as const)
      expect(after({ type })).not.toBe(following);
    for (const type of ['who', 'reopen'] as const) expect(after({ type })).toBe(following);
  });
});
