import MiniSearch from 'minisearch';
import type { BookSection } from './bookSections.ts';

/** A section that contains what was searched for. */
interface Found extends BookSection {
  /** The text around the first word that was found, in pieces. */
  readonly excerpt: readonly Excerpt[];
}

interface Excerpt {
  readonly text: string;
  readonly isMatch: boolean;
}

/** Finds the sections that contain all words of a query, the best first. */
export type SearchBook = (query: string) => readonly Found[];

const most = 12;
/** How many characters are shown before the first match, and how many in all. */
const [before, length] = [50, 180];

export function createBookSearch(sections: readonly BookSection[]): SearchBook {
  const index = new MiniSearch<BookSection>({
    fields: ['heading', 'page', 'text'],
    searchOptions: {
      boost: { heading: 4, page: 2 },
      combineWith: 'AND',
      prefix: true,
    },
  });
  index.addAll(sections);
  const byId = new Map(sections.map((section) => [section.id, section]));
  /**
   * Finds the words as they were written. If there are none, it finds words that differ in one
   * letter.
   */
  const find = (query: string): ReturnType<typeof index.search> => {
    const found = index.search(query);
    // A short word with another letter is another word, so short words have to match exactly.
    return found.length > 0
      ? found
      : index.search(query, { fuzzy: (term) => (term.length > 5 ? 1 : false) });
  };
  return (query) =>
    find(query)
      .slice(0, most)
      .flatMap(({ id, terms }) => {
        // MiniSearch types the id of a result as anything. Here it is the id of a section.
        const section = byId.get(String(id));
        return section ? [{ ...section, excerpt: excerptOf(section.text, terms) }] : [];
      });
}

/** Cuts out the text around the first of the terms. */
function excerptOf(text: string, terms: readonly string[]): readonly Excerpt[] {
  const pattern = terms
    .map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .sort((one, other) => other.length - one.length)
    .join('|');
  if (pattern === '') return [];
  const matches = new RegExp(`(${pattern})`, 'gi');
  const at = Math.max(0, text.search(matches));
  // The excerpt begins at the beginning of a word.
  const start = at <= before ? 0 : text.indexOf(' ', at - before) + 1;
  const end = start + length;
  const cut = text.slice(start, end);
  return [
    ...(start > 0 ? [{ text: '… ', isMatch: false }] : []),
    // `split` puts the text that the group has matched at the odd places.
    ...cut.split(matches).map((piece, place) => ({ text: piece, isMatch: place % 2 === 1 })),
    ...(end < text.length ? [{ text: ' …', isMatch: false }] : []),
  ].filter(({ text: piece }) => piece !== '');
}
