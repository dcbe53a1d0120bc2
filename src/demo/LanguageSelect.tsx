import type { ReactElement } from 'react';
import { messageLocales } from '../index.ts';
import { changeSetting } from './settings.ts';
import { demoEnglish } from './words/english.ts';
import { useLocale, useWords } from './words/useWords.ts';

/**
 * The language of the whole page. The menu shows the language that is shown now, which is the former
 * one until the new one is fetched. Its name is in English as well, so that somebody who cannot read
 * the page finds the way back.
 */
export function LanguageSelect(): ReactElement {
  const shown = useLocale();
  const { language } = useWords().header;
  const inEnglish = demoEnglish.header.language;
  const name = language === inEnglish ? language : `${language} (${inEnglish})`;
  return (
    <label className="choice">
      <svg className="globe" viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="6.2" />
        <ellipse cx="8" cy="8" rx="2.8" ry="6.2" />
        <path d="M2 8h12" />
      </svg>
      <select
        aria-label={name}
        value={shown}
        onChange={({ target }) => {
          changeSetting('language', target.value);
        }}
      >
        {messageLocales.map((locale) => (
          <option key={locale} value={locale} lang={locale}>
            {new Intl.DisplayNames(locale, { type: 'language' }).of(locale)}
          </option>
        ))}
      </select>
    </label>
  );
}
