import type { PublishedRun } from '../../bench/history.ts';
import type { Report } from '../../bench/report.ts';

/** The last run of `npm run bench` as Markdown, and what the runs before it found. */
export function performanceTables(report: Report, history: readonly PublishedRun[]): string {
  const { machine, comparisons, growth, commits, bursts, parse, sizes, peers } = report;
  const { allocations, day, pendingWithinFrame, peerVersions = {} } = report;
  return [
    '## The last run',
    `${machine.date}, ${machine.cores} cores, Chromium ${machine.chromium}, Node ${machine.node}. Medians; in brackets the quartiles of the ratio over the run.`,
    table(
      ['', 'times the reference', 'Tallylight', 'reference'],
      comparisons.map(({ name, unit, candidates, reference, ratio, goal }) => [
        name,
        `**${ratio.median.toFixed(2)}** (${ratio.q1.toFixed(2)}–${ratio.q3.toFixed(2)})${goal === undefined ? '' : `, goal ${goal}`}`,
        quantity(candidates['tallylight']?.median, unit),
        `${quantity(candidates[reference]?.median, unit)} ${reference}`,
      ]),
    ),
    '_Warm_ is the work alone, over and over. The others come after a rest, as at an agent’s desk, and React schedules the work as it likes.',
    table(
      ['times the cost with a single widget', 'Tallylight', 'twin'],
      Object.entries(growth).map(([name, { tallylight, twin }]) => [
        name,
        tallylight?.toFixed(2),
        twin?.toFixed(2),
      ]),
    ),
    table(
      ['commits when', ''],
      Object.entries(commits).map(([when, count]) => [when, String(count)]),
    ),
    ...Object.entries(bursts).map(([kind, candidates]) =>
      table(
        [`1,000 events for 200 widgets, ${kind}`, 'until shown', 'long tasks', 'frames dropped'],
        Object.entries(candidates).map(
          ([candidate, { took, longTasks, longest, droppedFrames }]) => [
            candidate,
            `${took.toFixed(0)} ms`,
            longTasks === 0 ? '0' : `${longTasks}, longest ${longest.toFixed(0)} ms`,
            String(droppedFrames),
          ],
        ),
      ),
    ),
    ...(pendingWithinFrame
      ? [
          table(
            ['pending within a frame (16 ms), on a machine a quarter as fast', ''],
            Object.entries(pendingWithinFrame).map(([candidate, share]) => [
              candidate,
              `${(100 * share).toFixed(0)} of 100 presses`,
            ]),
          ),
        ]
      : []),
    ...(allocations
      ? [
          table(
            ['allocated on the JavaScript heap for', ...Object.keys(allocations.event)],
            Object.entries(allocations).map(([deed, byCandidate]) =>
              [`one ${deed}`].concat(Object.values(byCandidate).map((kB) => `${kB.toFixed(1)} kB`)),
            ),
          ),
        ]
      : []),
    ...(day
      ? [
          `A day of ${day.events.toLocaleString('en')} events in a \`CallList\`: an event takes ${day.first.toFixed(0)} µs in the first hour and ${day.last.toFixed(0)} µs in the last one, and the heap has grown by ${day.growth.toFixed(0)} kB between the two.`,
        ]
      : []),
    `Reading a message takes ${parse.parse.median.toFixed(1)} µs; \`JSON.parse\` of its text takes ${parse.json.median.toFixed(1)} µs.`,
    table(
      ['kB gzip, as `npm run size` weighs them', ''],
      sizes.map(({ name, size }) => [name, size.toFixed(2)]),
    ),
    ...(peers.length > 0
      ? [
          '## Beside the peers',
          'The same harness, with Stream’s `RecordCallButton` and RealtimeKit’s recording toggle. Neither has a server here: Stream’s own client holds the calls, RealtimeKit’s toggle gets the least meeting that it asks for, and both are given their events where their SDK would have read them. They are single buttons that show no more than on and off, so they have less to draw.',
          Object.entries(peerVersions)
            .map(([name, version]) => `\`${name}\` ${version}`)
            .join(', '),
          peerTable(peers),
        ]
      : []),
    '## The runs before',
    'How many times its reference Tallylight took. The markup and the rows changed between some of them, and so did the machine.',
    historyTable(history),
  ].join('\n\n');
}

/** A row for what was measured last, and a column for each published run. */
function historyTable(history: readonly PublishedRun[]): string {
  const rows = Object.keys(history.at(-1)?.ratios ?? {});
  return table(
    ['', ...history.map(({ date }) => date)],
    rows.map((row) => [row].concat(history.map(({ ratios }) => ratios[row]?.toFixed(2) ?? ''))),
  );
}

function peerTable(peers: Report['peers']): string {
  const names = Object.keys(peers[0]?.candidates ?? {});
  const cells = ({
    unit,
    candidates,
    timesTallylight,
  }: Report['peers'][number]): readonly string[] =>
    names.map((candidate) =>
      candidates[candidate]
        ? `${quantity(candidates[candidate].median, unit)} (${timesTallylight[candidate]?.toFixed(2)} ×)`
        : '',
    );
  return table(
    ['', ...names],
    peers.map((row) => [row.name].concat(cells(row))),
  );
}

function table(
  head: readonly string[],
  rows: readonly (readonly (string | undefined)[])[],
): string {
  const line = (cells: readonly (string | undefined)[]): string =>
    `| ${cells.map((cell) => cell ?? '').join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function quantity(value: number | undefined, unit: string): string {
  return value === undefined ? '' : `${value.toPrecision(3)} ${unit}`;
}
