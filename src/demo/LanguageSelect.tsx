import type { ReactElement } from 'react';
import { messageLocales } from '../index.ts';
import { changeSetting } from './settings.ts';

/**
 * The widgets' language. The page around them is the host's, and stays as it is.
 *
 * @param shown the language that is shown now, which is the former one until the new one is fetched
 */
export function LanguageSelect({ shown }: { readonly shown: string }): ReactElement {
  return (
    <label className="choice">
      <span className="quiet">Widgets in</span>{' '}
      <select
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
