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
  it('lasts as long as the table says', () => {
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

  it.each(phases)('of every kind ends everything that it has begun ($name)', (phase) => {
    const [closed, ...effects] = advance(phase, { type: 'close' });
    const done = effects.map((effect) => effect.do);
    expect(closed).toEqual({ name: 'closed' });
    expect(done.includes('close-link')).toBe(phase.name === 'leading' || phase.name === 'alone');
    expect(done.includes('say')).toBe(phase.name === 'leading');
    expect(done.includes('resign')).toBe(phase.name !== 'alone');
  });

  it.each(phases)('of every kind tells the client last ($name)', (phase) => {
    const places = events.map((event) => {
      const [, ...effects] = advance(phase, event);
      const told = effects.findIndex((effect) => effect.do.startsWith('tell-'));
      return told === -1 ? 'none' : effects.length - told;
    });
    expect(places.filter((place) => place !== 'none' && place !== 1)).toEqual([]);
  });

  it('that is closed does nothing more', () => {
    const closed: SharePhase = { name: 'closed' };
    expect(events.map((event) => advance(closed, event))).toEqual(events.map(() => [closed]));
  });

  it('of a leader does not last longer after another failure', () => {
    const leading: SharePhase = { name: 'leading', link: 'not-open', shown: 'as-heard' };
    const [next] = advance(leading, { type: 'link-down', error, heardAt: undefined });
    expect(next).toBe(leading);
  });

  it('of a leader begins again when an open connection fails', () => {
    const leading: SharePhase = { name: 'leading', link: 'open', shown: 'as-heard' };
    const [next] = advance(leading, { type: 'link-down', error, heardAt: undefined });
    expect(next).toEqual({ name: 'leading', link: 'not-open', shown: 'as-heard' });
  });

  it('of a tab that follows begins again with each message of the leader, and with no other', () => {
    const following: SharePhase = { name: 'following', link: 'open', leader: 'speaking' };
    const after = (said: Extract<ShareEvent, { type: 'said' }>['said']): SharePhase =>
      advance(following, { type: 'said', said })[0];
    for (const type of ['open', 'is-open', 'alive', 'leaving'] as const)
      expect(after({ type })).not.toBe(following);
    for (const type of ['who', 'reopen'] as const) expect(after({ type })).toBe(following);
  });
});

describe('a tab whose leader has left, without a new leader in time', () => {
  it.each([
    ['open', 1],
    ['down', 0],
  ] as const)('reports the loss once when the connection was %s', (link, told) => {
    const left: SharePhase = { name: 'following', link, leader: 'left' };
    const [next, ...effects] = advance(left, { type: 'time', heardAt: 7 });
    expect(next).toEqual({ name: 'following', link: 'down', leader: 'speaking' });
    expect(effects).toHaveLength(told);
    for (const effect of effects) expect(effect).toMatchObject({ do: 'tell-down', heardAt: 7 });
  });

  it.each([
    ['open', 'as-before'],
    ['down', 'as-heard'],
    ['unknown', 'as-heard'],
  ] as const)('keeps what is shown only when the connection was open: it was %s', (link, shown) => {
    const [next] = advance({ name: 'following', link, leader: 'left' }, { type: 'elected' });
    expect(next).toEqual({ name: 'leading', link: 'not-open', shown });
  });
});

describe('a tab that leads', () => {
  it('tells the other tabs that the connection is down, and no longer shows the old state', () => {
    const taking: SharePhase = { name: 'leading', link: 'not-open', shown: 'as-before' };
    const [next, ...effects] = advance(taking, { type: 'link-down', error, heardAt: 7 });
    expect(next).toEqual({ name: 'leading', link: 'not-open', shown: 'as-heard' });
    expect(effects).toEqual([
      { do: 'say', message: { type: 'down', code: 'network', text: error.message, heardAt: 7 } },
      { do: 'tell-down', error, heardAt: 7 },
    ]);
  });

  it('does not answer a message that asks nothing', () => {
    const leading: SharePhase = { name: 'leading', link: 'open', shown: 'as-heard' };
    const said = advance(leading, { type: 'said', said: { type: 'alive' } });
    expect(said).toEqual([leading]);
    expect(said[0]).toBe(leading);
  });

  it.each(['elected', 'outvoted'] as const)('goes on when it is %s too late', (type) => {
    const leading: SharePhase = { name: 'leading', link: 'open', shown: 'as-heard' };
    expect(advance(leading, { type })[0]).toBe(leading);
  });
});

describe('a tab that no other tab can reach', () => {
  const alone: SharePhase = { name: 'alone' };

  it.each<[ShareEvent, object | undefined]>([
    [{ type: 'link-open' }, { do: 'tell-open' }],
    [
      { type: 'link-message', message: 'm' },
      { do: 'tell-message', message: 'm' },
    ],
    [
      { type: 'link-down', error, heardAt: 7 },
      { do: 'tell-down', error, heardAt: 7 },
    ],
    [{ type: 'reopen' }, { do: 'reopen-link' }],
    [{ type: 'link-heard' }, undefined],
    [{ type: 'said', said: { type: 'who' } }, undefined],
  ])('has its own connection, and sends no other tab a message after $type', (event, effect) => {
    const [next, ...effects] = advance(alone, event);
    expect(next).toBe(alone);
    expect(effects).toEqual(effect ? [effect] : []);
  });
});
