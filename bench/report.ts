import type { Allocations, LongDay } from './counts.ts';
import type { Burst } from './page/figures.ts';
import type { PeerRow } from './peers.ts';
import type { Size } from './sizes.ts';
import type { Comparison, Spread } from './statistics.ts';

/** Everything that was measured, as it is written down. */
export interface Report {
  readonly machine: {
    readonly date: string;
    readonly cores: number;
    readonly chromium: string;
    readonly node: string;
    readonly platform: string;
  };
  readonly comparisons: readonly Comparison[];
  /** How many times as much as with a single widget an event costs with this many widgets mounted. */
  readonly growth: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly commits: Readonly<Record<string, number>>;
  readonly bursts: Readonly<Record<string, Readonly<Record<string, Burst>>>>;
  /** The share of presses that are pending within a frame (16 ms) on a machine a quarter as fast. */
  readonly pendingWithinFrame?: Readonly<Record<string, number>>;
  readonly allocations?: Allocations;
  readonly day?: LongDay;
  /** Microseconds per message. */
  readonly parse: { readonly parse: Spread; readonly json: Spread };
  /** kB, minified and gzipped. */
  readonly sizes: readonly Size[];
  /** Empty when no peers are installed. */
  readonly peers: readonly PeerRow[];
  /** The peers that were measured, with their versions. */
  readonly peerVersions?: Readonly<Record<string, string>>;
  readonly seconds: number;
}

export const howToRead = `How to read it: each line has the medians, and how many times the twin's cost Tallylight's is, with
the quartiles of that ratio over the run. "event → DOM" and "press → pending" come after a rest, as
at an agent's desk, on fresh pages one after the other, and React schedules the work as it likes;
"warm" is the work alone, over and over.`;

export function say(line: string): void {
  console.log(line);
}

export function sayComparison({
  name,
  unit,
  candidates,
  reference,
  ratio,
  goal,
}: Comparison): void {
  const medians = Object.entries(candidates).map(
    ([candidate, { median }]) => `${candidate} ${median.toPrecision(3)} ${unit}`,
  );
  const judged = goal === undefined ? '' : ratio.median <= goal ? `  ✓ ≤ ${goal}` : `  ✗ > ${goal}`;
  const times = `${two(ratio.median)} × ${reference} (${two(ratio.q1)}–${two(ratio.q3)})${judged}`;
  say(`${name.padEnd(44)} ${times.padEnd(40)} ${medians.join(', ')}`);
}

export function sayRest({
  commits,
  bursts,
  parse,
  sizes,
  allocations = {},
  day,
}: Pick<Report, 'commits' | 'bursts' | 'parse' | 'sizes' | 'day'> & {
  readonly allocations?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}): void {
  say('\nCommits, with 100 widgets mounted, when');
  for (const [when, count] of Object.entries(commits)) say(`  ${when.padEnd(42)} ${count}`);
  for (const [kind, candidates] of Object.entries(bursts)) {
    say(`\n1,000 events for 200 widgets, ${kind}`);
    for (const [candidate, { took, longTasks, longest, droppedFrames }] of Object.entries(
      candidates,
    ))
      say(
        `  ${candidate.padEnd(12)} ${took.toFixed(0).padStart(5)} ms, ${longTasks} long tasks (longest ${longest.toFixed(0)} ms), ${droppedFrames} frames dropped`,
      );
  }
  say('\nAllocated on the JavaScript heap');
  for (const [action, byCandidate] of Object.entries(allocations)) {
    const each = Object.entries(byCandidate).map(([name, kB]) => `${name} ${kB.toFixed(1)} kB`);
    say(`  ${action.padEnd(22)} ${each.join(', ')}`);
  }
  if (day)
    say(
      `\nA day of ${day.events} events: one takes ${day.first.toFixed(0)} µs at first and ${day.last.toFixed(0)} µs at the end; the heap has grown by ${day.growth.toFixed(0)} kB`,
    );
  say(
    `\nParsing a message ${parse.parse.median.toFixed(1)} µs, beside ${parse.json.median.toFixed(1)} µs for JSON.parse of its text`,
  );
  say('\nSizes, as `npm run size` measures them');
  for (const { name, size } of sizes) say(`  ${size.toFixed(2).padStart(6)} kB  ${name}`);
}

function two(ratio: number): string {
  return ratio.toFixed(2);
}
