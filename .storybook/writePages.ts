import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bookPages, type BookPage } from './bookPages.ts';

const pages = join(import.meta.dirname, 'pages');

/**
 * Storybook takes pages only from MDX files. The pages here are Markdown, so each gets an MDX file,
 * and these files differ only in the names in them. A new page is found when Storybook starts.
 */
export function writePages(): void {
  mkdirSync(pages, { recursive: true });
  const written = bookPages().map((page) => ({
    file: `${page.name.replace('/', '-')}.mdx`,
    text: pageFor(page),
  }));
  for (const file of readdirSync(pages))
    if (!written.some((page) => page.file === file)) rmSync(join(pages, file));
  for (const { file, text } of written) {
    const path = join(pages, file);
    // The file is written only if it differs, because several processes start a book at the same
    // time, and each write would make the others load it again.
    if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
  }
}

function pageFor({ name, title, text, shows }: BookPage): string {
  const hasStories = shows === 'stories';
  const examples = Array.from(text.matchAll(/^<!-- example (\w+) -->$/gm), ([, each = '']) => each);
  const isMeasured = text.includes('<!-- measurements -->');
  const props = [
    'text={text}',
    ...(hasStories ? ['stories={stories}'] : []),
    `examples={{ ${examples.join(', ')} }}`,
    ...(isMeasured ? ['report={report}', 'history={history}'] : []),
  ];
  return [
    "import { Meta } from '@storybook/addon-docs/blocks';",
    ...(hasStories ? [`import * as stories from '../../stories/${name}.stories.tsx';`] : []),
    ...examples.map((each) => `import ${each} from '../../stories/examples/${each}.tsx?raw';`),
    ...(isMeasured
      ? [
          "import report from '../../bench/results/latest.json';",
          "import history from '../../bench/results/history.json';",
        ]
      : []),
    `import text from '../../stories/docs/${name}.md?raw';`,
    "import { BookText } from '../../stories/docs/BookText.tsx';",
    '',
    hasStories ? '<Meta of={stories} />' : `<Meta title="${title}" />`,
    '',
    `<BookText ${props.join(' ')} />`,
    '',
  ].join('\n');
}
