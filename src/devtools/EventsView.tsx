import { memo, useId, useMemo, useState, type ReactElement } from 'react';
import type { Diagnostic } from '../model/diagnostic.ts';
import { explainDiagnostic } from './describeDiagnostic.ts';
import { linesOf, type Line, type Topic } from './describeEvent.ts';
import type { InspectionLog } from './inspectionLog.ts';
import { Part } from './Part.tsx';
import { timeOfDay } from './times.ts';

const filters = {
  all: { label: 'All', topics: undefined },
  order: { label: 'Messages and reads', topics: ['message', 'read'] },
  connection: { label: 'Connection and tabs', topics: ['connection', 'tabs'] },
  operations: { label: 'Operations', topics: ['operation'] },
  diagnostics: { label: 'Diagnostics', topics: ['diagnostic'] },
} as const satisfies Readonly<
  Record<string, { readonly label: string; readonly topics: readonly Topic[] | undefined }>
>;

type Filter = keyof typeof filters;
// The cast is right, because the object above has no other keys.
const filterNames = Object.keys(filters) as Filter[];

/** How many lines are drawn. The report has all that are kept. */
const mostLines = 200;

/** Everything in the order in which it happened, newest first. */
export function EventsView({ log: { entries } }: { readonly log: InspectionLog }): ReactElement {
  const [filter, setFilter] = useState<Filter>('all');
  const radios = useId();
  const lines = useMemo(() => linesOf(entries), [entries]);
  const shown = lines.filter(({ topic }) => isShown(topic, filter)).slice(-mostLines);
  const diagnostics = new Map(
    entries.flatMap(({ key, event }) =>
      event.type === 'diagnostic' ? [[key, event.diagnostic] as const] : [],
    ),
  );
  // The Tab key reaches the lines, so that the arrow keys can scroll them.
  const scrolls = { role: 'group', 'aria-label': 'Lines', tabIndex: 0 };

  return (
    <Part title="What happened, newest first">
      <fieldset>
        <legend>Show</legend>
        {filterNames.map((name) => (
          <label key={name}>
            <input
              type="radio"
              name={radios}
              checked={filter === name}
              onChange={() => {
                setFilter(name);
              }}
            />
            {filters[name].label} ({lines.filter(({ topic }) => isShown(topic, name)).length})
          </label>
        ))}
      </fieldset>
      {shown.length === 0 ? (
        <p data-part="none">Nothing of this kind.</p>
      ) : (
        <div data-part="scrolls" {...scrolls}>
          <ol>
            {shown.reverse().map((line) => (
              <Entry key={line.key} line={line} diagnostic={diagnostics.get(line.key)} />
            ))}
          </ol>
        </div>
      )}
    </Part>
  );
}

function isShown(topic: Topic, filter: Filter): boolean {
  const topics: readonly Topic[] | undefined = filters[filter].topics;
  return topics === undefined || topics.includes(topic);
}

const Entry = memo(
  function Entry({
    line: { at, topic, order, call, text, changes },
    diagnostic,
  }: EntryProps): ReactElement {
    const explanation = diagnostic && explainDiagnostic(diagnostic);
    return (
      <li data-topic={topic}>
        <time>{timeOfDay(at)}</time> <span data-part="topic">{topic}</span>{' '}
        {order !== undefined && <span data-part="order">@{order}</span>}{' '}
        {call !== undefined && <code>{call}</code>} {text}
        {changes && (
          <ul>
            {changes.length === 0 && <li>changes nothing</li>}
            {changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        )}
        {explanation !== undefined && <span data-part="aside">{explanation}</span>}
      </li>
    );
  },
  // A line with the same key never changes, so it need not be rendered again.
  (before, now) => before.line.key === now.line.key,
);

interface EntryProps {
  readonly line: Line;
  readonly diagnostic: Diagnostic | undefined;
}
