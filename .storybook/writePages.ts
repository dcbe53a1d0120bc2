import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const stories = join(import.meta.dirname, '../stories');
const pages = join(import.meta.dirname, 'pages');

/**
 * Storybook takes pages only from MDX files. Ours are Markdown, so each gets an MDX file that is the
 * same for all of them but for its names. A page that shows stories is the page of the stories file
 * with its name: `docs/Windows.md` belongs to `Windows.stories.tsx`. A page that shows none is a part
 * of the guide, or of the chapter about hosts, and its first heading is its title. A new page is found when Storybook starts.
 */
export function writePages(): void {
  mkdirSync(pages, { recursive: true });
  const written = [...pagesIn('', 'Guide'), ...pagesIn('hosts/', 'Hosts')];
  for (const file of readdirSync(pages))
    if (!written.some((page) => page.file === file)) rmSync(join(pages, file));
  for (const { file, text } of written) {
    const path = join(pages, file);
    // Several processes start a book at the same time, and each would wake up the others.
    if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
  }
}

/** The MDX files for the Markdown files of a folder, which are pages of one chapter. */
function pagesIn(
  folder: '' | 'hosts/',
  chapter: string,
): readonly { readonly file: string; readonly text: string }[] {
  return readdirSync(join(stories, 'docs', folder))
    .filter((name) => name.endsWith('.md'))
    .map((markdown) => {
      const name = markdown.slice(0, -'.md'.length);
      const text = readFileSync(join(stories, 'docs', folder, markdown), 'utf8');
      return {
        file: `${folder.replace('/', '-')}${name}.mdx`,
        text: pageFor(`${folder}${name}`, chapter, text),
      };
    });
}

/** @param name the path of the Markdown file under `stories/docs`, without its ending */
function pageFor(name: string, chapter: string, text: string): string {
  const hasStories = /^<!-- (story|states|props)\b/m.test(text);
  const title = /^# (.+)$/m.exec(text)?.[1] ?? name;
  const examples = Array.from(text.matchAll(/^<!-- example (\w+) -->$/gm), ([, each = '']) => each);
  const isMeasured = text.includes('<!-- measurements -->');
  const props = [
    'text={text}',
    ...(hasStories ? ['stories={stories}'] : []),
    `examples={{ ${examples.join(', ')} }}`,
    ...(isMeasured ? ['report={report}'] : []),
  ];
  return [
    "import { Meta } from '@storybook/addon-docs/blocks';",
    ...(hasStories ? [`import * as stories from '../../stories/${name}.stories.tsx';`] : []),
    ...examples.map((each) => `import ${each} from '../../stories/examples/${each}.tsx?raw';`),
    ...(isMeasured ? ["import report from '../../bench/results/latest.json';"] : []),
    `import text from '../../stories/docs/${name}.md?raw';`,
    "import { BookText } from '../../stories/docs/BookText.tsx';",
    '',
    hasStories ? '<Meta of={stories} />' : `<Meta title="${chapter}/${title}" />`,
    '',
    `<BookText ${props.join(' ')} />`,
    '',
  ].join('\n');
}
