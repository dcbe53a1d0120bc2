import { createContext, useContext, useEffect, useState, type Context } from 'react';
import type { Messages } from '../../index.ts';
import { changeSetting, useSettings } from '../settings.ts';
import { englishWords, loadWords, type Words } from './loadWords.ts';
import type { DemoMessages } from './english.ts';

export const WordsContext: Context<Words> = createContext(englishWords);

/** The sentences of the page in the language that is shown now. */
export function useWords(): DemoMessages {
  return useContext(WordsContext).own;
}

/** The sentences of the widgets, for what the page says beside them in the same words. */
export function useWidgetWords(): Messages {
  return useContext(WordsContext).widgets;
}

/** The language that is shown now, as a BCP 47 tag, for `Intl`. */
export function useLocale(): string {
  return useContext(WordsContext).widgets.locale;
}

/**
 * The words of the language that was chosen. Until they are fetched, the language before stays, and
 * where they cannot be fetched, it is chosen again. Sets `lang`, `dir`, and the title of the page.
 */
export function useChosenWords(first: Words): Words {
  const { language } = useSettings();
  const [words, setWords] = useState(first);
  const { locale, dir } = words.widgets;
  const { title } = words.own.page;

  useEffect(() => {
    document.documentElement.lang = locale;
    document.documentElement.dir = dir;
    document.title = title;
  }, [locale, dir, title]);

  useEffect(() => {
    if (language === locale) return undefined;
    let isWanted = true;
    loadWords(language).then(
      (fetched) => {
        if (isWanted) setWords(fetched);
      },
      (error: unknown) => {
        console.error(error);
        if (isWanted) changeSetting('language', locale);
      },
    );
    return () => {
      isWanted = false;
    };
  }, [language, locale]);

  return words;
}
