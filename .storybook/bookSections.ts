/** A piece of a page that a search can find: from one heading to the next. */
export interface BookSection {
  /** The id of the page, and where in it: `guide-adapters--docs#the-order`. */
  readonly id: string;
  /** The title of the page in the sidebar. */
  readonly page: string;
  /** The heading of the section. The first section of a page has the heading of the page. */
  readonly heading: string;
  /** The text of the section, without the marks of Markdown. */
  readonly text: string;
}

/** Cuts a page into the pieces that a search can find. */
export function bookSections(page: {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}): readonly BookSection[] {
  const sections: BookSection[] = [];
  let lines: string[] = [];
  let heading: string | undefined;
  let isInCode = false;

  const finish = (): void => {
    const text = plainText(lines.join('\n'));
    const isTop = sections.length === 0;
    if (heading !== undefined && (isTop || text !== ''))
      sections.push({
        id: isTop ? page.id : `${page.id}#${anchorOf(heading)}`,
        page: page.title,
        heading: plainText(heading),
        text,
      });
    lines = [];
  };

  for (const line of page.text.split('\n')) {
    if (line.startsWith('```')) isInCode = !isInCode;
    const found = isInCode ? undefined : /^#{1,4} (.+)$/.exec(line)?.[1];
    if (found === undefined) lines.push(line);
    else {
      finish();
      heading = found;
    }
  }
  finish();
  return sections;
}

/** The id that the book gives to a heading. markdown-to-jsx makes it. */
function anchorOf(heading: string): string {
  return heading
    .replace(/[^a-z0-9- ]/gi, '')
    .replaceAll(' ', '-')
    .toLowerCase();
}

/** Keeps the words and the code, and removes what only says how they look. */
function plainText(markdown: string): string {
  return markdown
    .replace(/<!--.*?-->/gs, ' ')
    .replace(/^```\w*$/gm, ' ')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^\s*\|?[\s:|-]+$/gm, ' ')
    .replace(/\*\*|[`|]|(?<!\w)_|_(?!\w)|\\(?=\W)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
