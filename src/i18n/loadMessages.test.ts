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
    // Some platforms write language tags like this.
    ['de_DE', 'Pausieren'],
    ['de_AT.UTF-8@euro', 'Pausieren'],
    [' pt_BR ', 'Pausar'],
    ['PT_br', 'Pausar'],
    ['iw_IL', 'השהיה'],
    ['zh_CN', '暂停'],
    ['zh_Hans_CN', '暂停'],
    ['zh-CHS', '暂停'],
    ['ar_EG', 'إيقاف مؤقت'],
    ['en_US_POSIX', 'Pause'],
    // Java writes a script and extensions like this.
    ['zh_CN_#Hans', '暂停'],
    ['zh__#Hans', '暂停'],
    ['ja_JP_JP_#u-ca-japanese', '録音一時停止'],
    ['pt_BR_ABL1943', 'Pausar'],
    // An empty country, an older form, a country that is none, and lists.
    ['de_', 'Pausieren'],
    ['de--DE', 'Pausieren'],
    ['de\u200B', 'Pausieren'],
    ['zh-cmn-Hans-CN', '暂停'],
    ['de_DEU', 'Pausieren'],
    ['de-AT,en;q=0.5', 'Pausieren'],
    ['de:en', 'Pausieren'],
  ])('is found by %s', async (locale, pause) => {
    const { operations } = await loadMessages(locale);
    expect(operations.PauseCallRecording.label).toBe(pause);
  });

  it.each([
    'fa',
    'zh-TW',
    'zh_TW',
    'zh_HK',
    'zh-Hant',
    'zh-CHT',
    'sr-Latn',
    'az-Arab',
    'tlh',
    '',
    ' ',
    'C',
    'POSIX',
    'posix',
    'C.UTF-8',
    'English',
    '../de',
    '*',
    'zh_TW_#Hant',
    'zh-yue',
    'sr_RS_#Latn',
    'no_NO_NY',
    'i-klingon',
    'german',
    '_',
    'not a language tag',
    '#Hans',
    '--',
    '\u0000',
    'null',
    'undefined',
    '__proto__',
    'constructor',
    'x-default',
  ])('is English, and says so, for %j', async (locale) => {
    expect(await loadMessages(locale)).toBe(english);
  });

  it.each([
    ['de_DE', 'de'],
    ['de-DE', 'de'],
    ['pt_BR', 'pt-BR'],
    ['PT-br', 'pt-BR'],
    ['pt', 'pt-BR'],
    ['pt_PT', 'pt-PT'],
    ['iw', 'he'],
    ['zh_CN', 'zh-Hans'],
    ['zh_SG', 'zh-SG'],
    ['en_US', 'en'],
    ['en_GB', 'en-GB'],
    ['ar_EG', 'ar-EG'],
    ['de-u-nu-arab', 'de-u-nu-arab'],
    ['zh_SG_#Hans', 'zh-Hans-SG'],
    ['de-AT;q=0.5', 'de-AT'],
  ])('is named as browsers name it, the way %s is %s', async (asked, locale) => {
    // A host passed on the language of its platform, pt_BR, and its agents got English.
    expect((await loadMessages(asked)).locale).toBe(locale);
  });

  it.each([undefined, null, 5, {}, ['de']])(
    'is English for %j, which is not a text',
    async (given) => {
      // A host without TypeScript can pass any value.
      expect(await loadMessages(given as string)).toBe(english);
    },
  );

  it('is found by an `Intl.Locale`, which a host without TypeScript may pass', async () => {
    const given = new Intl.Locale('de-AT') as unknown;
    expect((await loadMessages(given as string)).locale).toBe('de-AT');
  });

  it('uses the number format of the country', async () => {
    expect((await loadMessages('ar-eg')).locale).toBe('ar-EG');
    expect((await loadMessages('de-AT')).locale).toBe('de-AT');
  });

  it('is in the list for a menu, with the tag that loads it', async () => {
    for (const locale of messageLocales) expect((await loadMessages(locale)).locale).toBe(locale);
    expect(messageLocales).toHaveLength(13);
  });
});
