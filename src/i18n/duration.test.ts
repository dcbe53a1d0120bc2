import { describe, expect, it, vi } from 'vitest';
import { ageStep, ago, clock, duration } from './duration.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

describe('the clock', () => {
  it.each([
    [0, '0:00'],
    [999, '0:00'],
    [9 * second, '0:09'],
    [minute - 1, '0:59'],
    [minute, '1:00'],
    [2 * minute + 14 * second, '2:14'],
    [hour - 1, '59:59'],
    [hour, '1:00:00'],
    [hour + 2 * minute + 3 * second, '1:02:03'],
    [100 * hour, '100:00:00'],
    // The clock of the client was set back after the beginning.
    [-5 * second, '0:00'],
  ])('shows %i ms as %s', (milliseconds, shown) => {
    expect(clock(milliseconds, 'en')).toBe(shown);
  });

  it('counts in the digits of the language', () => {
    expect(clock(2 * minute + 14 * second, 'ar-EG')).toBe('٢:١٤');
    expect(clock(2 * minute + 14 * second, 'fa')).toBe('۲:۱۴');
    expect(clock(2 * minute + 14 * second, 'sv')).toBe('2:14');
    expect(clock(2 * minute + 14 * second, 'en-u-nu-arab')).toBe('٢:١٤');
  });

  it.each(['de', 'en', 'es', 'fr', 'he', 'it', 'ja', 'ko', 'nl', 'pl', 'pt-BR', 'zh-Hans'])(
    'does not call Intl, which is slow, for %s',
    (locale) => {
      const asked = vi.spyOn(Number.prototype, 'toLocaleString');
      const shown = clock(2 * minute + 14 * second, locale);
      expect(asked).not.toHaveBeenCalled();
      asked.mockRestore();
      const digits = (214).toLocaleString(locale);
      expect(shown).toBe(`${digits[0]}:${digits.slice(1)}`);
    },
  );
});

describe('a duration in words', () => {
  it.each([
    [0, '0 seconds'],
    [second, '1 second'],
    [20 * second, '20 seconds'],
    [minute - 1, '59 seconds'],
    [minute, '1 minute'],
    [2 * minute + 59 * second, '2 minutes'],
  ])('%i ms are %s', (milliseconds, said) => {
    expect(duration(milliseconds, 'en')).toBe(said);
  });
});

describe('an age in words', () => {
  it.each([
    [-5 * second, '0 seconds ago'],
    [999, '0 seconds ago'],
    [second, '1 second ago'],
    [18 * second, '18 seconds ago'],
    [2 * minute - 1, '119 seconds ago'],
    [2 * minute, '2 minutes ago'],
    [2 * hour - 1, '119 minutes ago'],
    [2 * hour, '2 hours ago'],
    [50 * hour, '50 hours ago'],
  ])('%i ms are %s', (milliseconds, said) => {
    expect(ago(milliseconds, 'en')).toBe(said);
  });

  it.each([
    ['de', 'vor 18 Sekunden', 'vor 2 Stunden'],
    ['pl', '18 sekund temu', '2 godziny temu'],
    ['ja', '18秒前', '2時間前'],
    ['ko', '18초 전', '2시간 전'],
    ['ar', 'قبل 18 ثانية', 'قبل ساعتين'],
    ['ar-EG', 'قبل ١٨ ثانية', 'قبل ساعتين'],
    ['he', 'לפני 18 שניות', 'לפני שעתיים'],
    ['de_AT.UTF-8', 'vor 18 Sekunden', 'vor 2 Stunden'],
  ])('is counted and declined as %s does it', (locale, seconds, hours) => {
    expect(ago(18 * second, locale)).toBe(seconds);
    expect(ago(2 * hour, locale)).toBe(hours);
  });

  // A thousand widgets were rendered each second to show the same "5 minutes ago" again.
  it('has the same words until its step is another one, and then other words', () => {
    const ages = Array.from({ length: 20_000 }, (_, index) => index * 700 - 5 * second);
    const faults = ages.filter((age, index) => {
      const before = ages[index - 1] ?? age;
      return (ageStep(age) === ageStep(before)) !== (ago(age, 'en') === ago(before, 'en'));
    });
    expect(faults).toEqual([]);
    expect(ages.filter((age) => ago(ageStep(age), 'en') !== ago(age, 'en'))).toEqual([]);
  });

  it('is undefined where the engine cannot write it in words', () => {
    // An old WebView had no Intl.RelativeTimeFormat. Without this it would show an error and not
    // the state.
    vi.stubGlobal('Intl', { ...Intl, NumberFormat: Intl.NumberFormat });
    expect(ago(18 * second, 'en')).toBeUndefined();
    vi.unstubAllGlobals();
  });
});

describe('a language that Intl cannot read', () => {
  // The catalogue of a host had the language en_US, and the first clock of a paused recording broke
  // the page.
  it.each(['en_US', 'C', 'POSIX', '', 'English (US)', 'x', 'en--US', '\u0000', '__proto__'])(
    'throws nothing: %j',
    (locale) => {
      expect(clock(134_000, locale)).toBe('2:14');
      expect(duration(120_000, locale)).toMatch(/^2\D/);
      expect(ago(120_000, locale)).toMatch(/\D2\D|^2\D/);
    },
  );

  it.each([
    ['de_DE', '2 Minuten'],
    ['pt_BR', '2 minutos'],
    ['de_AT.UTF-8', '2 Minuten'],
    ['C', '2 minutes'],
  ])('is read all the same where it can be: %s', (locale, said) => {
    expect(duration(120_000, locale)).toBe(said);
  });

  it('has its digits', () => {
    expect(clock(134_000, 'ar_EG')).toBe('٢:١٤');
  });
});
