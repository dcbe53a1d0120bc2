import type { Loader } from '@storybook/react-vite';
import { createContext, type Context } from 'react';
import { loadMessages } from '../src/i18n/loadMessages.ts';
import type { Messages } from '../src/i18n/messages.ts';
import { loadWallMessages } from '../src/i18n/loadWallMessages.ts';
import { pseudo, pseudoWall } from '../src/i18n/pseudo.ts';
import type { WallWords } from '../src/i18n/wallWords.ts';

/**
 * The catalogue of the language that is chosen in the toolbar. A host would give it to its
 * provider.
 */
export const StoryLanguage: Context<Messages | undefined> = createContext<Messages | undefined>(
  undefined,
);

/** Loads the catalogue before a story is drawn, and again when the toolbar changes. */
export const languageLoader: Loader = async ({ globals }) => ({
  messages: await messagesFor(String(globals['language'])),
});

/** Returns the catalogue of a language, or the changed English of `pseudo.ts`. */
export function messagesFor(locale: string): Promise<Messages> {
  return locale === pseudo.locale ? Promise.resolve(pseudo) : loadMessages(locale);
}

/** Returns the words of a wall in a language, or the changed English. */
export async function wallWordsFor(locale: string): Promise<WallWords> {
  return locale === pseudo.locale ? pseudoWall : (await loadWallMessages(locale)).wall;
}
