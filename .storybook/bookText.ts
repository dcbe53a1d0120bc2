import type { Plugin } from 'vite';
import { bookPages } from './bookPages.ts';
import { bookSections } from './bookSections.ts';

const name = 'virtual:book-sections';

/** Gives the pages of the book what a search needs: every page, in pieces, as plain text. */
export function bookText(): Plugin {
  return {
    name: 'tallylight-book-text',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) =>
      id === `\0${name}`
        ? `export default ${JSON.stringify(bookPages().flatMap(bookSections))};`
        : undefined,
  };
}
