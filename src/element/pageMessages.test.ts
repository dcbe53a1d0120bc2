import { expect, it } from 'vitest';
import { english } from '../i18n/english.ts';
import { messagesFor } from './pageMessages.ts';

const german = { ...english, locale: 'de' };
/** Java used `iw` for Hebrew until version 17. */
const hebrew = { ...english, locale: 'iw_IL' };
const swissGerman = { ...english, locale: 'de-CH' };
const widgetsOwnEnglish = undefined;

it.each([
  ['de-CH', swissGerman],
  ['de', german],
  ['de-AT', german],
  ['DE', german],
  ['de_DE', german],
  ['de_CH', swissGerman],
  ['iw', hebrew],
  ['he_IL', hebrew],
  ['POSIX', widgetsOwnEnglish],
  ['../de', widgetsOwnEnglish],
  ['nl', widgetsOwnEnglish],
  ['', widgetsOwnEnglish],
])(
  'uses for a page in "%s" the catalogue of its exact locale, else of its language, else the English that the widgets have',
  (lang, messages) => {
    expect(messagesFor(lang, [german, swissGerman, hebrew])).toBe(messages);
  },
);
