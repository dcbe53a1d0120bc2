import type { ReactElement } from 'react';
import type { PublishedRun } from '../../bench/history.ts';
import { speedRows } from './speedRows.ts';
import './SpeedChart.css';

/** How many times as long Tallylight took, in each published run of the bench. */
export function SpeedChart({
  history,
}: {
  readonly history: readonly PublishedRun[];
}): ReactElement {
  const { rows, most } = speedRows(history);
  const at = (ratio: number): string => `${(100 * ratio) / most}%`;
  return (
    <figure className="speed">
      <figcaption>
        How many times as long as its reference Tallylight took. The disc is the last run, and the
        rings are the runs before it. The upright line is 1: what is left of it was quicker than the
        reference. The line goes from 0 to {most}.
      </figcaption>
      {rows.map(({ name, ratios }) => (
        <div key={name}>
          <span>{name}</span>
          {/* The table above says the same to a screen reader. */}
          <svg aria-hidden="true">
            <line x1="0" x2="100%" y1="50%" y2="50%" />
            <line className="reference" x1={at(1)} x2={at(1)} y1="0" y2="100%" />
            {ratios.map(({ date, ratio, run }) => (
              <circle
                key={date}
                className={run}
                cx={at(ratio)}
                cy="50%"
                r={run === 'last' ? 5 : 4}
              />
            ))}
          </svg>
          <span className="figure">{ratios.at(-1)?.ratio.toFixed(2)}</span>
        </div>
      ))}
    </figure>
  );
}
