import type { PublishedRun } from '../../bench/history.ts';

/** A measure of time, with what each published run found. */
export interface SpeedRow {
  readonly name: string;
  readonly ratios: readonly {
    readonly date: string;
    readonly ratio: number;
    readonly run: 'earlier' | 'last';
  }[];
}

/**
 * The rows of the chart: the times that the last run measured. What is measured in kB is left out,
 * because four times a peer's memory would leave no room to tell the times apart.
 *
 * @returns `most` is the end of the axis: a whole number, and at least 2
 */
export function speedRows(history: readonly PublishedRun[]): {
  readonly rows: readonly SpeedRow[];
  readonly most: number;
} {
  const last = history.at(-1);
  const rows = Object.keys(last?.ratios ?? {})
    .filter((key) => !/^(memory|size)\b/.test(key))
    .map((key): SpeedRow => ({
      name: key,
      ratios: history.flatMap((each) => {
        const ratio = each.ratios[key];
        // A row may be newer than a run.
        if (ratio === undefined) return [];
        return [{ date: each.date, ratio, run: each === last ? 'last' : 'earlier' }];
      }),
    }));
  const largest = Math.max(2, ...rows.flatMap(({ ratios }) => ratios.map(({ ratio }) => ratio)));
  return { rows, most: Math.ceil(largest) };
}
