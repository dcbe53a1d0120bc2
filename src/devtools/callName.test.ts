import { describe, expect, it } from 'vitest';
import { callName } from './callName.ts';

describe('the short name of a call', () => {
  it('is the same wherever the id is the same, so that two reports can be compared', () => {
    expect(callName('0071022ec8ac8056')).toBe(callName('0071022ec8ac8056'));
    // Somebody may look for a call of a report in another one of last year.
    expect(callName('0071022ec8ac8056')).toMatchInlineSnapshot(`"call-b5hr"`);
  });

  it('contains nothing of the id, even if that is a telephone number', () => {
    for (const id of ['+4915112345678', '15551234567', 'Ada', 'a', ''])
      expect(callName(id)).toMatch(/^call-[0-9a-hjkmnp-tv-z]{4}$/);
  });

  it('is different for each call of a desktop', () => {
    const ids = Array.from({ length: 100 }, (_, number) => `0071022ec8ac${8_000 + number}`);
    expect(new Set(ids.map(callName)).size).toBeGreaterThanOrEqual(99);
  });

  it('cannot be turned back into a telephone number, because many numbers have the same name', () => {
    const names = Array.from({ length: 20_000 }, (_, number) => callName(`+49151${number}`));
    // So many numbers among the 10,000 million that there are have one of a million names.
    expect(new Set(names).size).toBeLessThan(names.length);
  });
});
