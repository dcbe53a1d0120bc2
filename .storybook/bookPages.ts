import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toId } from 'storybook/internal/csf';

const stories = join(import.meta.dirname, '../stories');

/** A page of the book that is made from a Markdown file. */
export interface BookPage {
  /** The path of the Markdown file under `stories/docs`, without its ending. */
  readonly name: string;
  /** The title in the sidebar: `Guide/Getting started`. */
  readonly title: string;
  /** The id in the address: `guide-getting-started--docs`. */
  readonly id: string;
  readonly text: string;
  /** Whether the page shows stories. If it does, it is the page of the stories file with its name. */
  readonly shows: 'stories' | 'text';
}

/**
 * The pages that the book makes from Markdown. A page that shows stories is the page of the stories file
 * with its name: `docs/Windows.md` belongs to `Windows.stories.tsx`. A page that shows none is a part of
 * the guide, or of the chapter about hosts, and its first heading is its title.
 */
export function bookPages(): readonly BookPage[] {
  return [...pagesIn('', 'Guide'), ...pagesIn('hosts/', 'Hosts')];
}

/** The pages of one folder, which are those of one chapter. */
function pagesIn(folder: '' | 'hosts/', chapter: string): readonly BookPage[] {
  return readdirSync(join(stories, 'docs', folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => {
      const name = `${folder}${file.slice(0, -'.md'.length)}`;
      const text = readFileSync(join(stories, 'docs', `${name}.md`), 'utf8');
      const shows = /^<!-- (story|states|props)\b/m.test(text) ? 'stories' : 'text';
      const title =
        shows === 'stories' ? titleOfStories(name) : `${chapter}/${headingOf(text) ?? name}`;
      return { name, title, id: toId(title, 'docs'), text, shows };
    });
}

function headingOf(text: string): string | undefined {
  return /^# (.+)$/m.exec(text)?.[1];
}

/** @throws Error when there is no such stories file, or it has no title */
function titleOfStories(name: string): string {
  const file = join(stories, `${name}.stories.tsx`);
  const title = existsSync(file)
    ? /^const meta: [^=]+= \{\n {2}title: '(.+)',$/m.exec(readFileSync(file, 'utf8'))?.[1]
    : undefined;
  if (title === undefined)
    throw new Error(
      `stories/docs/${name}.md shows stories, so it belongs to stories/${name}.stories.tsx. That file is missing, or the title is not the first line of its meta.`,
    );
  return title;
}
