import type { Page } from 'playwright-core';
import { benchActions, type BenchAction } from './actions.ts';
import { spreadOf } from './statistics.ts';

type Open = (prepare?: (page: Page) => Promise<void>) => Promise<Page>;

/**
 * The kilobytes that each action allocates on the JavaScript heap, by candidate. Most of it is freed
 * at once.
 */
export type Allocations = Readonly<Record<BenchAction, Readonly<Record<string, number>>>>;

/**
 * Measures what does not depend on how busy the machine is: what is allocated, and the size of a
 * bundle.
 */
export async function allocations(
  open: Open,
  candidates: readonly string[],
  times: number,
): Promise<Allocations> {
  const byAction: Partial<Record<BenchAction, Record<string, number>>> = {};
  for (const action of benchActions) {
    const byCandidate: Record<string, number> = (byAction[action] = {});
    for (const candidate of candidates) {
      const page = await open();
      byCandidate[candidate] = (await bytesFor(page, candidate, action, times)) / 1_000;
      await page.close();
    }
  }
  // The cast is right, because the loop above has made a row for each action.
  return byAction as Record<BenchAction, Record<string, number>>;
}

async function bytesFor(
  page: Page,
  candidate: string,
  action: BenchAction,
  times: number,
): Promise<number> {
  const repeat = await page.evaluateHandle(
    ([name, what, howOften]) => bench.repeated(name, what, howOften),
    [candidate, action, times] as const,
  );
  // The first time is not counted, because code is compiled and caches are filled.
  await repeat.evaluate((run) => run());
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.startSampling', {
    samplingInterval: 512,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  await repeat.evaluate((run) => run());
  const { profile } = await devtools.send('HeapProfiler.stopSampling');
  return profile.samples.reduce((sum, { size }) => sum + size, 0) / times;
}

export interface LongDay {
  readonly events: number;
  /** How long an event takes until it is drawn, at the beginning of the day and at its end. In µs. */
  readonly first: number;
  readonly last: number;
  /** What the heap has grown by from the first hour to the end, in kB. */
  readonly growth: number;
}

/** Measures eight hours of calls, one event after the other. */
export async function longDay(open: Open, events: number): Promise<LongDay> {
  const page = await open(async (each) => {
    await each.addInitScript(shortenWaits);
  });
  const devtools = await page.context().newCDPSession(page);
  const heap = async (): Promise<number> => {
    // Calls that are over are forgotten a minute later.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
    for (let time = 0; time < 3; time += 1) await devtools.send('HeapProfiler.collectGarbage');
    return (await devtools.send('Runtime.getHeapUsage')).usedSize;
  };
  const day = await page.evaluateHandle(() => bench.day());
  const live = async (count: number): Promise<number> =>
    spreadOf(await day.evaluate((each, howMany) => each.live(howMany), count)).median;
  const hour = Math.round(events / 8);
  // The first thousand events are not counted, because the engine still compiles the code.
  await live(1_000);
  const first = await live(hour);
  const before = await heap();
  await live(events - 2 * hour - 1_000);
  const last = await live(hour);
  const growth = ((await heap()) - before) / 1_000;
  await page.close();
  return { events, first, last, growth };
}

/**
 * Runs in the page before anything else. It also shortens long waits, because a day has to pass in
 * half a minute.
 */
function shortenWaits(): void {
  const { setTimeout: wait } = globalThis;
  globalThis.setTimeout = ((callback: () => void, milliseconds = 0, ...rest: never[]) =>
    wait(
      callback,
      milliseconds >= 30_000 ? milliseconds / 1_000 : milliseconds,
      ...rest,
    )) as typeof setTimeout;
}
