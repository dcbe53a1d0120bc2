import { english, loadMessages, type Messages } from '../../index.ts';
import { demoEnglish, type DemoMessages } from './english.ts';

/** Everything the page says in one language: its own sentences, and those of the widgets. */
export interface Words {
  readonly own: DemoMessages;
  readonly widgets: Messages;
}

export const englishWords: Words = { own: demoEnglish, widgets: english };

// The bundler makes a file of each language, which is fetched when somebody asks for it.
const catalogues: Readonly<Record<string, () => Promise<DemoMessages>>> = {};

/**
 * Fetches both catalogues of a language, so that the page and its widgets change together. A
 * language whose sentences are not here yet has those of the page in English.
 *
 * @throws what `import()` throws when a file cannot be fetched
 */
export async function loadWords(language: string): Promise<Words> {
  const [own, widgets] = await Promise.all([
    catalogues[language]?.() ?? demoEnglish,
    loadMessages(language),
  ]);
  return { own, widgets };
}
