import type { Loader } from '@storybook/react-vite';
import { createContext, type Context } from 'react';
import { loadMessages } from '../src/i18n/loadMessages.ts';
import type { Messages } from '../src/i18n/messages.ts';
import { pseudo } from '../src/i18n/pseudo.ts';

/** The language chosen in the toolbar: what a host would give its provider. */
export const StoryLanguage: Context<Messages | undefined> = createContext<Messages | undefined>(
  undefined,
);

/** Fetched before a story is drawn, and again when the toolbar changes. */
export const languageLoader: Loader = async ({ globals }) => ({
  messages: await messagesFor(String(globals['language'])),
});

/** Any language of ours, and the disguise that tests put on. */
export function messagesFor(locale: string): Promise<Messages> {
  return locale === pseudo.locale ? Promise.resolve(pseudo) : loadMessages(locale);
}
