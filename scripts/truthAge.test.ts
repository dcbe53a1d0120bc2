import { expect, it } from 'vitest';
import { ageIn } from '../e2e/truth/judge.ts';
import { baseEnglish } from '../src/i18n/baseEnglish.ts';
import { ago } from '../src/i18n/duration.ts';

// The judge of the truth runs reads ages from the words of a widget. When the words changed from a
// clock to a sentence, a judge that reads clocks found no age in them and called every age right.
it.each([0, 1, 18, 119, 120, 3_599, 7_199, 7_200, 90_000])(
  'reads the age of %i seconds from the words that a widget shows',
  (seconds) => {
    const words = baseEnglish.lastHeard(ago(seconds * 1_000, 'en') ?? '');
    const read = ageIn(`Connection lost. May be out of date. ${words}`) / 1_000;
    expect(read).toBeLessThanOrEqual(seconds);
    expect(read).toBeGreaterThan((seconds * 2) / 3 - 1);
  },
);

it('counts an age that it cannot read as endless, and no age as none', () => {
  expect(ageIn('Connection lost. May be out of date. Last heard 0:18 ago.')).toBe(Infinity);
  expect(ageIn('Connection lost.')).toBe(0);
});
