import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const stories = join(import.meta.dirname, '../stories');
const pages = join(import.meta.dirname, 'pages');

/**
 * Storybook takes pages only from MDX files. Ours are Markdown, so each gets an MDX file that is the
 * same for all of them but for its names. A page that shows stories is the page of the stories file
 * with its name: `docs/Windows.md` belongs to `Windows.stories.tsx`. A page that shows none is a part
 * of the guide, and its first heading is its title. A new page is found when Storybook starts.
 */
export function writePages(): void {
  mkdirSync(pages, { recursive: true });
  const names = readdirSync(join(stories, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.slice(0, -'.md'.length));
  for (const page of readdirSync(pages))
    if (!names.includes(page.slice(0, -'.mdx'.length))) rmSync(join(pages, page));
  for (const name of names) {
    const page = pageFor(name, readFileSync(join(stories, 'docs', `${name}.md`), 'utf8'));
    const path = join(pages, `${name}.mdx`);
    // Several processes start a book at the same time, and each would wake up the others.
    if (!existsSync(path) || readFileSync(path, 'utf8') !== page) writeFileSync(path, page);
  }
}

function pageFor(name: string, text: string): string {
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
    hasStories ? '<Meta of={stories} />' : `<Meta title="Guide/${title}" />`,
    '',
    `<BookText ${props.join(' ')} />`,
    '',
  ].join('\n');
}
