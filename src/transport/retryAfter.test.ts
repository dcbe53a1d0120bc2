import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { retryAfterOf } from './retryAfter.ts';

const now = 'Sun, 06 Nov 1994 08:49:37 GMT';

describe('Retry-After', () => {
  beforeEach(() => void vi.useFakeTimers({ now: Date.parse(now) }));
  afterEach(() => void vi.useRealTimers());

  it.each([
    ['0', 0],
    ['1', 1_000],
    [' 120 ', 120_000],
    ['300', 300_000],
    ['1.5', 1_500],
    ['0.0', 0],
    ['120,120', 120_000],
    ['5, 30, 7.5', 30_000],
    ['3600', 300_000],
    ['99999999999999999999999', 300_000],
    ['Sun, 06 Nov 1994 08:49:47 GMT', 10_000],
    ['Sunday, 06-Nov-94 08:49:47 GMT', 10_000],
    ['Sun Nov  6 08:49:47 1994', 10_000],
    ['Sun, 06 Nov 1994 08:49:27 GMT', 0],
    ['Fri, 06 Nov 2094 08:49:37 GMT', 300_000],
  ])('%j asks for %i ms', (said, milliseconds) => {
    expect(retryAfterOf(new Headers({ 'Retry-After': said }))).toBe(milliseconds);
  });

  it.each([
    '',
    'soon',
    '-5',
    '+5',
    '5,',
    '5, soon',
    '1.',
    '5s',
    '0x10',
    '1e3',
    'Sun',
    'Sun, 99 Foo 1994',
    'NaN',
  ])('%j asks for nothing', (said) => {
    expect(retryAfterOf(new Headers({ 'Retry-After': said }))).toBeUndefined();
  });

  it('is absent from most answers', () => {
    expect(retryAfterOf(new Headers())).toBeUndefined();
  });

  it('understands a date by the clock of the server', () => {
    const until = 'Sat, 01 Jan 2000 00:00:30 GMT';
    const date = 'Sat, 01 Jan 2000 00:00:00 GMT';
    expect(retryAfterOf(new Headers({ 'Retry-After': until, Date: date }))).toBe(30_000);
  });
});
