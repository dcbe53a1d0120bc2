import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { claimAnnouncement } from './announcedOnPage.ts';

const key = Symbol.for('tallylight.said.1');

beforeEach(() => {
  vi.useFakeTimers();
  Reflect.deleteProperty(globalThis, key);
});
afterEach(() => {
  vi.useRealTimers();
  Reflect.deleteProperty(globalThis, key);
});

/** Marks a sentence as announced by another copy of this library on the page. */
function announceElsewhere(what: string, at = Date.now()): void {
  const said: unknown = Reflect.get(globalThis, key) ?? new Map();
  if (said instanceof Map) said.set(what, { by: {}, at });
  Reflect.set(globalThis, key, said);
}

describe('a page with two copies of this library', () => {
  it('announces the same sentence about the same call once', () => {
    announceElsewhere('c1 Recording paused.');
    expect(claimAnnouncement('c1', 'Recording paused.')).toBe(false);
  });

  it('announces it again when it happens again, and at once when it is about another call', () => {
    announceElsewhere('c1 Recording paused.');
    expect(claimAnnouncement('c2', 'Recording paused.')).toBe(true);
    expect(claimAnnouncement('c1', 'Recording resumed.')).toBe(true);
    vi.advanceTimersByTime(1_000);
    expect(claimAnnouncement('c1', 'Recording paused.')).toBe(true);
  });

  // Tests of a host share a page. One of them moved its fake clock by half a minute. For that long, the
  // next one announced nothing that the first had announced.
  it('announces what another copy announced at a time that has not come yet', () => {
    announceElsewhere('c1 Recording paused.', Date.now() + 30_000);
    expect(claimAnnouncement('c1', 'Recording paused.')).toBe(true);
  });

  it('lets one copy announce the same sentence twice', () => {
    expect(claimAnnouncement('c1', 'Recording paused.')).toBe(true);
    expect(claimAnnouncement('c1', 'Recording paused.')).toBe(true);
  });

  it('forgets what was announced more than a moment ago, in whichever order', () => {
    claimAnnouncement('c1', 'Recording paused.');
    claimAnnouncement('c2', 'Recording paused.');
    vi.advanceTimersByTime(600);
    claimAnnouncement('c1', 'Recording paused.');
    vi.advanceTimersByTime(600);
    claimAnnouncement('c3', 'Recording paused.');
    const said = Reflect.get(globalThis, key) as ReadonlyMap<string, unknown>;
    expect([...said.keys()]).toEqual(['c1 Recording paused.', 'c3 Recording paused.']);
  });

  it('announces also when something else is stored under the name', () => {
    Reflect.set(globalThis, key, 'of an old page');
    expect(claimAnnouncement('c1', 'Recording paused.')).toBe(true);
    expect(Reflect.get(globalThis, key)).toBe('of an old page');
  });
});
