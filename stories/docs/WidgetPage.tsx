import {
  ArgTypes,
  Canvas,
  Description,
  Markdown,
  Source,
  Story,
} from '@storybook/addon-docs/blocks';
import type { ModuleExport, ModuleExports } from 'storybook/internal/types';
import type { ReactElement } from 'react';
import './WidgetPage.css';

export interface WidgetPageProps {
  readonly text: string;
  /** The stories file that the page is about. */
  readonly stories: ModuleExports;
  /** Sources by file name, as they are. */
  readonly examples?: Readonly<Record<string, string>>;
}

/**
 * A page of the book out of a Markdown file. What stands there in comments is put in alive:
 *
 * - `<!-- story Name -->`: a story, to be tried
 * - `<!-- states Name Name -->`: stories side by side, each with what it is
 * - `<!-- props -->` or `<!-- props name name -->`: from the types, with their doc comments
 * - `<!-- example Name -->`: the source of an example, as a host would write it
 */
export function WidgetPage({ text, stories, examples = none }: WidgetPageProps): ReactElement {
  const pieces = text.split(/^<!-- (.+) -->$/m);
  return (
    <>
      {pieces.map((piece, index) => {
        // Nothing on a page ever moves.
        const key = index;
        if (index % 2 === 0) return <Markdown key={key}>{piece}</Markdown>;
        const [kind, ...names] = piece.split(' ');
        switch (kind) {
          case 'story':
            return <Canvas key={key} of={storyNamed(names[0], stories)} />;
          case 'states':
            return <States key={key} names={names} stories={stories} />;
          case 'props':
            return (
              <ArgTypes key={key} of={stories} {...(names.length > 0 && { include: names })} />
            );
          case 'example':
            return <Source key={key} language="tsx" code={asWritten(names[0], examples)} />;
          default:
            throw new Error(`The page says <!-- ${piece} -->, and nobody knows what that is.`);
        }
      })}
    </>
  );
}

const none: NonNullable<WidgetPageProps['examples']> = {};

function States({
  names,
  stories,
}: {
  readonly names: readonly string[];
  readonly stories: ModuleExports;
}): ReactElement {
  return (
    <dl className="states">
      {names.map((name) => {
        const story = storyNamed(name, stories);
        return (
          <div key={name}>
            <dt>{name.replaceAll(/(?<=.)[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`)}</dt>
            <dd>
              <Story of={story} />
              <Description of={story} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function storyNamed(name = '', stories: ModuleExports): ModuleExport {
  const story: unknown = stories[name];
  if (!story) throw new Error(`There is no story ${name}.`);
  return story;
}

/** Ours import from the sources beside them, a host's from the package. */
function asWritten(name = '', examples: NonNullable<WidgetPageProps['examples']>): string {
  const source = examples[name];
  if (source === undefined) throw new Error(`There is no example ${name}.`);
  return source.replace("'../../src/index.ts'", "'tallylight'");
}
