import type { Report } from './report.ts';

const start = '<!-- speed: npm run bench -->';
const end = '<!-- /speed -->';

/** Returns the README with the figures of this run in the place of the old ones. */
export function withSpeed(readme: string, report: Report): string {
  const [from, to] = [readme.indexOf(start), readme.indexOf(end)];
  if (from === -1 || to < from)
    throw new Error(`The README has no place for the figures: ${start}`);
  return `${readme.slice(0, from + start.length)}\n\n${speed(report)}\n\n${readme.slice(to)}`;
}

function speed({ machine, comparisons, peers }: Report): string {
  const judged = comparisons.filter(({ goal }) => goal !== undefined);
  return [
    `${machine.date}, ${machine.cores} cores, Chromium ${machine.chromium}; medians.`,
    table(
      ['', 'times what it is compared with', 'goal', 'Tallylight', 'compared with'],
      judged.map(({ name, unit, candidates, reference, ratio, goal }) => [
        name,
        `**${ratio.median.toFixed(2)}**`,
        `≤ ${goal}`,
        quantity(candidates['tallylight']?.median, unit),
        `${quantity(candidates[reference]?.median, unit)}, ${reference}`,
      ]),
    ),
    ...(peers.length > 0
      ? [
          table(
            ['beside the peers', ...Object.keys(peers[0]?.candidates ?? {})],
            peers.map(({ name, unit, candidates }) => [
              name,
              ...Object.keys(peers[0]?.candidates ?? {}).map((candidate) =>
                quantity(candidates[candidate]?.median, unit),
              ),
            ]),
          ),
        ]
      : []),
  ].join('\n\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '-'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function quantity(value: number | undefined, unit: string): string {
  return value === undefined ? '–' : `${Number(value.toPrecision(3))} ${unit}`;
}
