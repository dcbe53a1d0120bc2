import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bookPages } from '../.storybook/bookPages.ts';
import { bookSections } from '../.storybook/bookSections.ts';
import { createBookSearch } from '../.storybook/searchBook.ts';

const root = join(import.meta.dirname, '..');
const pages = bookPages();
const sections = pages.flatMap(bookSections);
const places = new Set([...pages.map(({ id }) => id), ...sections.map(({ id }) => id)]);

describe('a link from one page of the book to another', () => {
  // Two pages led to "Hands", which had become "Keyboard" long before, and the reader saw "Not found".
  it.each(pages.map(({ name, text }) => [name, text]))('leads somewhere: %s', (_name, text) => {
    const wanted = [...text.matchAll(/\?path=\/docs\/([\w-]+(?:#[\w-]+)?)/g)].map(
      ([, address = '']) => address,
    );
    expect(wanted.filter((address) => !places.has(address))).toEqual([]);
  });
});

describe('the sidebar', () => {
  const preview = readFileSync(join(root, '.storybook/preview.tsx'), 'utf8');
  const order = /storySort: \{(.*?)\n {6}\}/s.exec(preview)?.[1] ?? '';
  const named = [...order.matchAll(/'([^']+)'/g)].map(([, name]) => name);

  it('begins with the page that shows the product at work', () => {
    expect(named[0]).toBe('Welcome');
    expect(pages.find(({ name }) => name === 'Welcome')?.text).toContain('<!-- story ');
  });

  it('has a place for each chapter and each page of stories', () => {
    const titles = readdirSync(join(root, 'stories'))
      .filter((file) => file.endsWith('.stories.tsx'))
      .map((file) => readFileSync(join(root, 'stories', file), 'utf8'))
      .map((source) => /^ {2}title: '([^'/]+)/m.exec(source)?.[1]);
    const chapters = pages.map(({ title }) => title.split('/')[0]);
    expect([...titles, ...chapters].filter((title) => !named.includes(title ?? ''))).toEqual([]);
  });

  it('names no page of the guide that does not exist any more', () => {
    const guide = /'Guide',\s*\[(.*?)\]/s.exec(order)?.[1] ?? '';
    const wanted = [...guide.matchAll(/'([^'*]+)'/g)].map(([, name]) => `Guide/${name ?? ''}`);
    const titles = pages.map(({ title }) => title);
    expect(wanted.filter((title) => !titles.includes(title))).toEqual([]);
  });
});

describe('the pages', () => {
  it('are Markdown: Storybook’s own files are made from it, and none is written by hand', () => {
    const files = readdirSync(join(root, 'stories'), { recursive: true }).map(String);
    expect(files.filter((file) => file.endsWith('.mdx'))).toEqual([]);
  });

  it('have one title each', () => {
    const ids = pages.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });
});

describe('the page of the API reference', () => {
  it('has a link to each entry point that exports names of its own', () => {
    const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      // The cast is right, because this is the package's own file.
      readonly exports: Readonly<Record<string, unknown>>;
    };
    const wanted = Object.keys(exports)
      // The page about `tallylight/element` has a link to each of the elements.
      .filter((path) => !/\.(css|js|json)$|^\.\/element\//.test(path))
      .map((path) => path.replace('.', 'tallylight'));
    const text = pages.find(({ name }) => name === 'ApiReference')?.text ?? '';
    expect(wanted.filter((path) => !text.includes(`\`${path}\``))).toEqual([]);
  });
});

describe('the pieces of a page', () => {
  it('begin at the headings, and contain the words without the syntax of Markdown', () => {
    const text = [
      '# Two things',
      'A **bold** [link](?path=/docs/x--docs) and `data-stale`.',
      '## The `first`',
      '| a | b |',
      '| - | - |',
      '| one | _two_ |',
      '```sh',
      '# no heading',
      'npm install',
      '```',
      '<!-- story Recording -->',
    ].join('\n');
    expect(bookSections({ id: 'guide-two-things--docs', title: 'Guide/Two things', text })).toEqual(
      [
        {
          id: 'guide-two-things--docs',
          page: 'Guide/Two things',
          heading: 'Two things',
          text: 'A bold link and data-stale .',
        },
        {
          id: 'guide-two-things--docs#the-first',
          page: 'Guide/Two things',
          heading: 'The first',
          text: 'a b one two # no heading npm install',
        },
      ],
    );
  });

  it('have ids that differ', () => {
    const ids = sections.map(({ id }) => id);
    expect(ids.filter((id, place) => ids.indexOf(id) !== place)).toEqual([]);
  });
});

describe('the search', () => {
  const search = createBookSearch(sections);

  // What a reader types, and the page that answers it. Storybook's own search found none of these
  // pages.
  it.each([
    ['localhost 127.0.0.1', 'guide-connecting-to-gws--docs'],
    ['no-stylesheet', 'guide-connecting-to-gws--docs'],
    ['jest', 'guide-testing-your-desktop--docs'],
    ['fake timers', 'guide-testing-your-desktop--docs'],
    ['polling', 'guide-migrating--docs'],
    ['optimistic', 'guide-migrating--docs'],
    ['semver', 'guide-versions-and-support--docs'],
    ['Safari', 'guide-versions-and-support--docs'],
    ['nonce', 'hosts-a-strict-content-security-policy--docs'],
    ['cascade layer', 'guide-theming--docs'],
    ['--tallylight-accent', 'guide-theming--docs'],
    ['data-stale', 'recordingcontrols--docs'],
    ['onSignedOut', 'guide-connecting-to-gws--docs'],
    ['password manager', 'sensitivesection--docs'],
    // This word has one wrong letter.
    ['complience', 'guide-compliance-notes--docs'],
  ])('finds %s', (query, page) => {
    expect(search(query).map(({ id }) => id.split('#')[0])).toContain(page);
  });

  it('shows the text around the word', () => {
    const [found] = search('webpack');
    expect(found?.excerpt.some(({ text, isMatch }) => isMatch && /webpack/i.test(text))).toBe(true);
  });

  it('finds nothing for a word that no page contains', () => {
    expect(search('xylophone')).toEqual([]);
  });

  it('does not read punctuation as a regular expression', () => {
    expect(() => search('a(b[c*')).not.toThrow();
  });
});
