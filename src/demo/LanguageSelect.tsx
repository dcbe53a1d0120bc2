import type { ReactElement } from 'react';
import { loadMessages, messageLocales, type Messages } from '../index.ts';

/** The widgets' language. The page around them is the host's, and stays as it is. */
export function LanguageSelect({
  messages,
  onSelect,
}: {
  readonly messages: Messages;
  readonly onSelect: (messages: Messages) => void;
}): ReactElement {
  return (
    <label className="language-select">
      <span className="quiet">Widgets in</span>{' '}
      <select
        value={messages.locale}
        onChange={({ target }) => {
          // Not fetched: the select stays with the language that is shown.
          loadMessages(target.value).then(onSelect, console.error);
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
