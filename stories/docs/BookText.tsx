import {
  ArgTypes,
  Canvas,
  Description,
  Markdown,
  Source,
  Story,
} from '@storybook/addon-docs/blocks';
import type { PublishedRun } from '../../bench/history.ts';
import type { Report } from '../../bench/report.ts';
import type { ModuleExport, ModuleExports } from 'storybook/internal/types';
import { Fragment, type ReactElement } from 'react';
import './BookText.css';
import { performanceTables } from './performanceTables.ts';
import { SpeedChart } from './SpeedChart.tsx';

export interface BookTextProps {
  readonly text: string;
  /** The stories file that the page is about. A page of the guide has none. */
  readonly stories?: ModuleExports;
  /** Sources by file name, as they are. */
  readonly examples: Readonly<Record<string, string>>;
  /** The last measurements. */
  readonly report?: Report;
  /** The measurements before those. */
  readonly history?: readonly PublishedRun[];
}

/**
 * A page of the book, made from a Markdown file. Comments in the file say what is put in their place:
 *
 * - `<!-- story Name -->`: a story, to be tried
 * - `<!-- states Name Name -->`: stories side by side, each with what it is
 * - `<!-- props -->` or `<!-- props name name -->`: from the types, with their doc comments
 * - `<!-- example Name -->`: the source of an example, as a host would write it
 * - `<!-- measurements -->`: the tables of what was measured last, and a chart of all runs
 */
export function BookText({
  text,
  stories = noStories,
  examples,
  report,
  history = noRuns,
}: BookTextProps): ReactElement {
  const pieces = text.split(/^<!-- (.+) -->$/m);
  return (
    <>
      {pieces.map((piece, index) => {
        // The pieces of a page keep their order.
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
          case 'measurements':
            return (
              report && (
                <Fragment key={key}>
                  <Markdown>{performanceTables(report, history)}</Markdown>
                  <SpeedChart history={history} />
                </Fragment>
              )
            );
          default:
            throw new Error(
              `The page says <!-- ${piece} -->, which is none of the comments that a page can have.`,
            );
        }
      })}
    </>
  );
}

const noStories: ModuleExports = {};
const noRuns: readonly PublishedRun[] = [];

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

/**
 * The examples here import from the sources beside them. An example of a host imports from the
 * package.
 */
function asWritten(name = '', examples: BookTextProps['examples']): string {
  const source = examples[name];
  if (source === undefined) throw new Error(`There is no example ${name}.`);
  return source.replace("'../../src/index.ts'", "'tallylight'");
}
