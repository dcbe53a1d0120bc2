import type { Report } from './report.ts';

/**
 * What one published run found: for each row, how many times as much as its reference Tallylight
 * takes.
 */
export interface PublishedRun {
  readonly date: string;
  readonly chromium: string;
  readonly ratios: Readonly<Record<string, number>>;
}

export function publishedRun({ machine, comparisons, peers }: Report): PublishedRun {
  return {
    date: machine.date,
    chromium: machine.chromium,
    ratios: {
      ...Object.fromEntries(
        comparisons.map(({ name, ratio, reference }) => [`${name} / ${reference}`, ratio.median]),
      ),
      ...Object.fromEntries(
        peers.flatMap(({ name, timesTallylight: { stream } }) =>
          stream === undefined ? [] : [[`${name} / stream`, 1 / stream]],
        ),
      ),
    },
  };
}

/** Returns the earlier runs together with this one, which replaces another run of the same day. */
export function withRun(
  history: readonly PublishedRun[],
  run: PublishedRun,
): readonly PublishedRun[] {
  return [...history.filter(({ date }) => date !== run.date), run];
}
