import { describe, expect, it } from 'vitest';
import { clock } from '../i18n/duration.ts';
import { english } from '../i18n/english.ts';
import { loadMessages, messageLocales } from '../i18n/loadMessages.ts';
import type { Messages } from '../i18n/messages.ts';
import { messagesFor } from './pageMessages.ts';

function catalogue(locale: string): Messages {
  return { ...english, locale, group: locale };
}

const german = catalogue('de');
const swissGerman = catalogue('de-CH');
/** Java used `iw` for Hebrew until version 17. */
const hebrew = catalogue('iw_IL');
const all = [german, swissGerman, hebrew];

/** Which catalogue is used, and with which locale. */
function used(lang: string, catalogues: readonly Messages[]): readonly string[] | undefined {
  const messages = messagesFor(lang, catalogues);
  return messages && [messages.group, messages.locale];
}

it.each([
  ['de-CH', ['de-CH', 'de-CH']],
  ['de', ['de', 'de']],
  ['de-AT', ['de', 'de']],
  ['DE', ['de', 'de']],
  ['de_DE', ['de', 'de']],
  ['de_CH', ['de-CH', 'de-CH']],
  ['iw', ['iw_IL', 'iw_IL']],
  ['he_IL', ['iw_IL', 'iw_IL']],
  ['POSIX', undefined],
  ['../de', undefined],
  ['nl', undefined],
  ['', undefined],
])(
  'uses for a page in "%s" the catalogue of its exact locale, else of its language, else the English that the widgets have',
  (lang, expected) => {
    expect(used(lang, all)).toEqual(expected);
  },
);

it.each([
  // The elements of a page in Taiwan were in Simplified Chinese, and its React widgets in English.
  ['zh-TW', ['zh-Hans'], undefined],
  ['zh-HK', ['zh-Hans'], undefined],
  ['zh_MO', ['zh-Hans'], undefined],
  ['zh_Hant', ['zh-Hans'], undefined],
  ['zh-Hant-CN', ['zh-Hans'], undefined],
  ['zh-Hans-HK', ['zh-Hans'], 'zh-Hans'],
  ['zh-SG', ['zh-Hans'], 'zh-Hans'],
  ['zh', ['zh-Hans'], 'zh-Hans'],
  ['cmn', ['zh-Hans'], 'zh-Hans'],
  ['zh-HK', ['zh-Hans', 'zh-TW'], 'zh-TW'],
  ['zh-HK', ['zh-Hant', 'zh-HK'], 'zh-HK'],
  ['zh-Hant-HK', ['zh-Hant', 'zh-HK'], 'zh-HK'],
  ['sr-Latn', ['sr'], undefined],
  ['sr', ['sr-Latn'], undefined],
  ['sr', ['sr-Latn', 'sr-Cyrl'], 'sr-Cyrl'],
  ['sr-ME', ['sr', 'sr-Latn'], 'sr-Latn'],
  ['sh', ['sr-Latn'], 'sr-Latn'],
  ['pt', ['pt-PT', 'pt-BR'], 'pt-BR'],
  ['pt-BR', ['pt'], 'pt'],
  ['pt-PT', ['pt-BR'], 'pt-BR'],
  ['en', ['en-GB', 'en-US'], 'en-US'],
  ['no', ['nb'], 'nb'],
  ['nb-NO', ['no'], 'no'],
  ['no', ['nn', 'nb'], 'nb'],
  ['nn', ['nb'], 'nb'],
  ['nb', ['nn'], 'nn'],
  ['nn-NO', ['nb', 'nn'], 'nn'],
  ['da', ['nb'], undefined],
  ['in', ['id'], 'id'],
  ['tl', ['fil'], 'fil'],
])('chooses for a page in "%s" out of %j the catalogue %j', (lang, known, expected) => {
  expect(used(lang, known.map(catalogue))?.[0]).toBe(expected);
});

it('gives the provider the same object for the same page', () => {
  const arabic = [catalogue('ar')];
  expect(used('ar-EG', arabic)).toEqual(['ar', 'ar-EG']);
  expect(messagesFor('ar-EG', arabic)).toBe(messagesFor('ar-EG', arabic));
  expect(messagesFor('ar-EG', arabic)).not.toBe(messagesFor('ar', arabic));
});

it('goes on where a page has added something that is no catalogue', () => {
  // The import had another name. All elements of the page stayed empty.
  const fail = (): never => {
    throw new Error('no');
  };
  const odd = [
    undefined,
    null,
    'de',
    [german],
    {},
    { german },
    {
      get locale() {
        return fail();
      },
    },
  ];
  expect(used('de', [...(odd as never[]), german])).toEqual(['de', 'de']);
  expect(messagesFor('de', odd as never[])).toBeUndefined();
});

describe('the elements and `loadMessages`', () => {
  it.each([
    'ar-EG',
    'de-AT',
    'de-DE',
    'en-GB',
    'es-MX',
    'fr-CA',
    'iw',
    'ja-JP',
    'pt',
    'pt-PT',
    'zh',
    'zh-CN',
    'zh-TW',
    'zh_HK',
    'zh_Hant',
    'zh-MO',
    'zh-SG',
    'zh-CHT',
    'zh-CHS',
    'yue',
    'no',
    'tlh',
    'und',
    'sr-Latn',
    'de-u-nu-arab',
  ])('choose the same words, and count alike, for "%s"', async (lang) => {
    const catalogues = await Promise.all(messageLocales.map((each) => loadMessages(each)));
    const { locale, operations } = messagesFor(lang, catalogues) ?? english;
    const loaded = await loadMessages(lang);
    expect(operations).toBe(loaded.operations);
    expect(clock(600_000, locale)).toBe(clock(600_000, loaded.locale));
  });
});
