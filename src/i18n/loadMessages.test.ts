import { describe, expect, it } from 'vitest';
import { english } from './english.ts';
import { loadMessages, messageLocales } from './loadMessages.ts';

describe('the catalogue for a language', () => {
  it.each([
    ['de-AT', 'Pausieren'],
    ['de-CH-1996', 'Pausieren'],
    ['DE', 'Pausieren'],
    ['pt', 'Pausar'],
    ['pt-PT', 'Pausar'],
    ['zh', '暂停'],
    ['zh-CN', '暂停'],
    ['zh-Hans-SG', '暂停'],
    ['es-419', 'Pausar'],
    ['iw', 'השהיה'],
    ['ar-EG', 'إيقاف مؤقت'],
    ['en-GB', 'Pause'],
  ])('is found by %s', async (locale, pause) => {
    const { operations } = await loadMessages(locale);
    expect(operations.PauseCallRecording.label).toBe(pause);
  });

  it.each(['fa', 'zh-TW', 'zh-Hant', 'sr-Latn', 'az-Arab', 'tlh', '', 'de_DE', 'English', '../de'])(
    'is English, and says so, for %j',
    async (locale) => {
      expect(await loadMessages(locale)).toBe(english);
    },
  );

  it('counts as the country does', async () => {
    expect((await loadMessages('ar-eg')).locale).toBe('ar-EG');
    expect((await loadMessages('de-AT')).locale).toBe('de-AT');
  });

  it('is listed for a menu, by a tag that leads to it', async () => {
    for (const locale of messageLocales) expect((await loadMessages(locale)).locale).toBe(locale);
    expect(messageLocales).toHaveLength(13);
  });
});
