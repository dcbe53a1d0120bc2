import { useId, useState, type ReactElement } from 'react';
import type { SearchBook } from './searchBook.ts';
import './PageSearch.css';

export interface PageSearchProps {
  /** Shows another page of the book: `?path=/docs/guide-adapters--docs`. */
  readonly onGo: (address: string) => void;
}

/**
 * Searches the words of all pages. Storybook's own search, in the sidebar, knows only the names of pages
 * and stories. The words and the library are a part of the book, and are loaded when the field gets the
 * focus.
 */
export function PageSearch({ onGo }: PageSearchProps): ReactElement {
  const id = useId();
  const [query, setQuery] = useState('');
  const [search, setSearch] = useState<SearchBook>();
  const found = search && query.trim() !== '' ? search(query) : undefined;

  const load = (): void => {
    if (!search) void loadSearch().then((loaded) => setSearch(() => loaded));
  };

  return (
    <search className="page-search sb-unstyled" lang="en" dir="ltr">
      <label htmlFor={id}>Search the pages</label>
      <input
        id={id}
        type="search"
        autoComplete="off"
        placeholder="baseUrl, screen reader, data-stale …"
        value={query}
        onFocus={load}
        onChange={({ target }) => {
          load();
          setQuery(target.value);
        }}
        onKeyDown={({ key }) => {
          if (key === 'Escape') setQuery('');
        }}
      />
      <output htmlFor={id}>{found && countOf(found.length)}</output>
      {found && found.length > 0 && (
        <ol>
          {found.map(({ id: place, page, heading, excerpt }) => {
            const address = `?path=/docs/${place}`;
            return (
              <li key={place}>
                <a
                  // The book's own page is around this one and in the same folder, so the link
                  // leads to that page.
                  href={`./${address}`}
                  target="_top"
                  onClick={(event) => {
                    // With a modifier key the browser opens the link in another tab.
                    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
                    event.preventDefault();
                    setQuery('');
                    onGo(address);
                  }}
                >
                  <strong>{heading}</strong> <span>{page.replaceAll('/', ' › ')}</span>
                </a>
                <p>
                  {excerpt.map(({ text, isMatch }, index) => {
                    // The pieces of an excerpt keep their order.
                    const key = index;
                    return isMatch ? <mark key={key}>{text}</mark> : <span key={key}>{text}</span>;
                  })}
                </p>
              </li>
            );
          })}
        </ol>
      )}
    </search>
  );
}

async function loadSearch(): Promise<SearchBook> {
  const [{ default: sections }, { createBookSearch }] = await Promise.all([
    import('virtual:book-sections'),
    import('./searchBook.ts'),
  ]);
  return createBookSearch(sections);
}

function countOf(count: number): string {
  if (count === 0) return 'Nothing was found.';
  return count === 1 ? '1 place' : `${count} places`;
}
