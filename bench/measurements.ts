import type { Page } from 'playwright-core';
import { allocations, longDay } from './counts.ts';
import { memoryPerWidget } from './memory.ts';
import type { How, Samples } from './page/measure.ts';
import { say, sayComparison, sayRest, type Report } from './report.ts';
import { bundleSizes } from './sizes.ts';
import { compare, spreadOf, type Comparison } from './statistics.ts';
import { wholeWire } from './wholeWire.ts';

type Open = (prepare?: (page: Page) => Promise<void>) => Promise<Page>;

/** How many widgets are mounted, and how many of them are in one list. */
const crowds = [
  [10, 10],
  [100, 100],
  [1_000, 1_000],
  [1_000, 32],
] as const;

/**
 * Each page is a little quicker or slower than the next one, and not by the same factor for
 * everything. So what has to be measured precisely is measured on several pages.
 */
const freshPages = 5;

/**
 * Measures what the twin has as well: times and memory.
 *
 * @param share of the usual number of rounds
 */
export async function measureBesideTwin(
  open: Open,
  share: number,
): Promise<Pick<Report, 'comparisons' | 'growth' | 'pendingWithinFrame'>> {
  const page = await open();
  const differences = await page.evaluate(() => bench.differences());
  if (differences.length > 0)
    throw new Error(`The twin is none any more:\n${differences.join('\n')}`);

  const times = (rounds: number): number => Math.max(10, Math.round(rounds * share));
  const comparisons: Comparison[] = [];
  const add = (samples: Samples, about: Parameters<typeof compare>[1]): Comparison => {
    const comparison = compare(samples, about);
    comparisons.push(comparison);
    sayComparison(comparison);
    return comparison;
  };

  const onFreshPages = async (
    count: number,
    measure: (fresh: Page) => Promise<Samples>,
  ): Promise<Samples> => {
    const all: Samples = {};
    for (let number = 0; number < count; number += 1) {
      const fresh = await open();
      for (const [candidate, samples] of Object.entries(await measure(fresh)))
        (all[candidate] ??= []).push(...samples);
      await fresh.close();
    }
    return all;
  };
  const event = async (on: Page, how: How, rounds: number): Promise<Samples> =>
    on.evaluate(([howOften, by]) => bench.event(1, 1, howOften, by), [times(rounds), how] as const);
  const press = (on: Page, how: How, rounds: number): Promise<Samples> =>
    on.evaluate(([howOften, by]) => bench.press(howOften, by), [times(rounds), how] as const);
  const several = Math.max(1, Math.round(freshPages * share));
  add(await onFreshPages(several, (fresh) => event(fresh, 'arrives', 150)), {
    name: 'event → DOM',
    goal: 1.1,
  });
  add(await onFreshPages(several, (fresh) => press(fresh, 'arrives', 150)), {
    name: 'press → pending',
    goal: 1.1,
  });
  add(await onFreshPages(1, (fresh) => wholeWire(fresh, { blocks: 6, events: times(30) })), {
    name: 'whole wire: published → DOM',
    reference: 'callback',
    goal: 1.15,
  });
  const slowly = async (measure: (slow: Page) => Promise<Samples>): Promise<Samples> => {
    const slow = await open();
    const devtools = await slow.context().newCDPSession(slow);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    const samples = await measure(slow);
    await slow.close();
    return samples;
  };
  add(await slowly((slow) => event(slow, 'arrives', 100)), {
    name: 'event → DOM, on a machine a quarter as fast',
  });
  const slowPresses = await slowly((slow) => press(slow, 'arrives', 100));
  add(slowPresses, { name: 'press → pending, on a machine a quarter as fast' });
  const pendingWithinFrame = Object.fromEntries(
    Object.entries(slowPresses).map(([candidate, samples]) => [
      candidate,
      samples.filter((took) => took <= 16).length / samples.length,
    ]),
  );
  for (const [candidate, withinFrame] of Object.entries(pendingWithinFrame))
    say(`  ${(100 * withinFrame).toFixed(0)} of 100 within 16 ms: ${candidate}`);
  const mount = (count: number, rounds: number): Promise<Samples> =>
    page.evaluate(([many, howOften]) => bench.mount(many, howOften), [
      count,
      times(rounds),
    ] as const);
  add(await mount(1, 200), { name: 'mount 1', goal: 3 });
  add(await mount(1_000, 15), { name: 'mount 1,000', goal: 1.15 });
  const growth: Record<string, Record<string, number>> = {};
  for (const [mounted, listLength] of crowds) {
    const samples = await page.evaluate(
      ([count, list, howOften]) => bench.growth(count, list, howOften),
      [mounted, listLength, times(150)] as const,
    );
    const inLists = listLength < mounted ? ` in lists of ${listLength}` : '';
    const name = `event, ${mounted.toLocaleString('en')} mounted${inLists}, beside 1`;
    const { candidates } = add(samples, {
      name,
      reference: 'tallylight alone',
      ...(listLength < mounted && { goal: 1.15 }),
    });
    const by = (candidate: string): number =>
      (candidates[candidate]?.median ?? Number.NaN) /
      (candidates[`${candidate} alone`]?.median ?? Number.NaN);
    growth[name] = { tallylight: by('tallylight'), twin: by('twin') };
  }
  const listed = await onFreshPages(1, (fresh) =>
    fresh.evaluate((rounds) => bench.listed(10_000, rounds), times(150)),
  );
  add(listed, {
    name: 'event, 10,000 calls in a CallList, beside 1',
    reference: 'tallylight alone',
    goal: 1.2,
  });
  add(await event(page, 'work', 800), { name: 'event, its work alone, warm' });
  add(await press(page, 'work', 800), { name: 'press, its work alone, warm' });

  const heap: Samples = {};
  for (const candidate of ['tallylight', 'twin', 'bare']) {
    const bytes = await memoryPerWidget(page, candidate, {
      count: 1_000,
      rounds: share < 1 ? 2 : 3,
    });
    heap[candidate] = bytes.map((each) => each / 1_000);
  }
  add(heap, { name: 'memory of a mounted widget', unit: 'kB' });

  say('\nTimes the cost of an event with a single widget');
  for (const [name, { tallylight = Number.NaN, twin = Number.NaN }] of Object.entries(growth))
    say(`  ${name.padEnd(42)} tallylight ${tallylight.toFixed(2)}, twin ${twin.toFixed(2)}`);
  await page.close();
  return { comparisons, growth, pendingWithinFrame };
}

/** Measures what is only counted, or has nothing that it could be compared with. */
export async function measureAlone(
  open: Open,
  share: number,
): Promise<Pick<Report, 'commits' | 'bursts' | 'parse' | 'sizes' | 'allocations' | 'day'>> {
  const counting = await open(async (page) => {
    await page.addInitScript(countCommits);
  });
  const commits = await counting.evaluate(() => bench.commits(100));
  await counting.close();

  const page = await open();
  const bursts: Record<string, Report['bursts'][string]> = {};
  for (const inOneTask of [true, false]) {
    bursts[inOneTask ? 'in one task' : 'in a task each'] = await page.evaluate(
      (together) => bench.burst({ events: 1_000, mounted: 200, inOneTask: together, rounds: 3 }),
      inOneTask,
    );
  }
  const parsed = await page.evaluate((rounds) => bench.parse(rounds), share < 1 ? 20 : 200);
  await page.close();
  const parse = { parse: spreadOf(parsed.parse), json: spreadOf(parsed.json) };
  const result = {
    commits,
    bursts,
    parse,
    allocations: await allocations(open, ['tallylight', 'twin', 'bare'], share < 1 ? 50 : 300),
    day: await longDay(open, share < 1 ? 8_000 : 50_000),
    sizes: bundleSizes(),
  };
  sayRest(result);
  return result;
}

/** Runs in the page before React is loaded, because React reports its commits to developer tools. */
function countCommits(): void {
  globalThis.benchCommits = 0;
  Object.defineProperty(globalThis, '__REACT_DEVTOOLS_GLOBAL_HOOK__', {
    value: {
      supportsFiber: true,
      inject: () => 1,
      onCommitFiberRoot: () => {
        globalThis.benchCommits = (globalThis.benchCommits ?? 0) + 1;
      },
      onCommitFiberUnmount: () => undefined,
      onPostCommitFiberRoot: () => undefined,
      checkDCE: () => undefined,
    },
  });
  // A clock that ticks on the page would also cause commits.
  globalThis.setInterval = (() => 0) as unknown as typeof globalThis.setInterval;
}
