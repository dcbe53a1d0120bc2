import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mayBeSaid } from './saidOnPage.ts';

const key = Symbol.for('tallylight.said.1');

beforeEach(() => {
  vi.useFakeTimers();
  Reflect.deleteProperty(globalThis, key);
});
afterEach(() => {
  vi.useRealTimers();
  Reflect.deleteProperty(globalThis, key);
});

/** What another copy of this library on the page has said. */
function sayElsewhere(what: string): void {
  const said: unknown = Reflect.get(globalThis, key) ?? new Map();
  if (said instanceof Map) said.set(what, { by: {}, at: Date.now() });
  Reflect.set(globalThis, key, said);
}

describe('a page with two copies of this library', () => {
  it('says the same sentence about the same call once', () => {
    sayElsewhere('c1 Recording paused.');
    expect(mayBeSaid('c1', 'Recording paused.')).toBe(false);
  });

  it('says it again when it happens again, and of another call at once', () => {
    sayElsewhere('c1 Recording paused.');
    expect(mayBeSaid('c2', 'Recording paused.')).toBe(true);
    expect(mayBeSaid('c1', 'Recording resumed.')).toBe(true);
    vi.advanceTimersByTime(1_000);
    expect(mayBeSaid('c1', 'Recording paused.')).toBe(true);
  });

  it('lets one copy say the same twice', () => {
    expect(mayBeSaid('c1', 'Recording paused.')).toBe(true);
    expect(mayBeSaid('c1', 'Recording paused.')).toBe(true);
  });

  it('speaks all the same where something else stands under the name', () => {
    Reflect.set(globalThis, key, 'of an old page');
    expect(mayBeSaid('c1', 'Recording paused.')).toBe(true);
    expect(Reflect.get(globalThis, key)).toBe('of an old page');
  });
});
