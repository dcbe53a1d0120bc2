import type { BenchAction } from '../actions.ts';
import { createCallList } from './callList.tsx';
import { createTallylight, createTwin, type Candidate } from './candidates.tsx';
import { commits } from './commits.ts';
import { createDay } from './day.ts';
import { burst, event, mount, parse, press, repeated, type Burst } from './figures.ts';
import type { How, Samples } from './measure.ts';
import { markupDifferences } from './compareMarkup.ts';
import { watchWithCallback, watchWithTallylight, watchWithTwin, type Watch } from './wholeWire.ts';

/** Creates the candidates of the main comparison, or of another one with more candidates. */
export type CreateCandidates = (
  callCount: number,
  listLength: number,
) => Promise<readonly Candidate[]>;

export interface PageBench {
  readonly differences: () => Promise<readonly string[]>;
  readonly mount: (count: number, rounds: number) => Promise<Samples>;
  /** @param listLength how many of the widgets are in one list */
  readonly event: (
    mounted: number,
    listLength: number,
    rounds: number,
    how: How,
  ) => Promise<Samples>;
  /**
   * Measures an event with this many widgets mounted beside an event with a single widget:
   * "tallylight" and "tallylight alone".
   */
  readonly growth: (mounted: number, listLength: number, rounds: number) => Promise<Samples>;
  readonly press: (rounds: number, how: How) => Promise<Samples>;
  readonly commits: (mounted: number) => ReturnType<typeof commits>;
  readonly burst: (
    options: Parameters<typeof burst>[1] & { readonly rounds: number },
  ) => Promise<Readonly<Record<string, Burst>>>;
  readonly parse: typeof parse;
  /** Prepares one candidate alone to do something many times. Calling the result does it. */
  readonly repeated: (
    name: string,
    action: BenchAction,
    times: number,
  ) => Promise<() => Promise<void>>;
  readonly day: typeof createDay;
  /** Measures an event of the first call of a `CallList`, beside an event in a list of one call. */
  readonly listed: (callCount: number, rounds: number) => Promise<Samples>;
  /** Creates one candidate alone, with functions to fill and to empty it, to measure the heap. */
  readonly weigh: (name: string, callCount: number) => Promise<Pick<Candidate, 'show' | 'end'>>;
  readonly watches: Readonly<
    Record<'tallylight' | 'twin' | 'callback', (baseUrl: string, callId: string) => Promise<Watch>>
  >;
}

declare global {
  var bench: PageBench;
}

/** Sets the functions that measure on `window.bench`, where `run.ts` calls them. */
export function exposeBench(createCandidates: CreateCandidates): void {
  const withCandidates = async <Result>(
    callCount: number,
    listLength: number,
    measure: (candidates: readonly Candidate[]) => Promise<Result>,
  ): Promise<Result> => {
    const candidates = await createCandidates(callCount, listLength);
    const result = await measure(candidates);
    for (const candidate of candidates) candidate.end();
    return result;
  };
  const named = (candidates: readonly Candidate[], name: string): Candidate => {
    const candidate = candidates.find((each) => each.name === name);
    if (!candidate) throw new Error(`There is no ${name} here.`);
    return candidate;
  };

  const alone = async (name: string, callCount: number): Promise<Candidate> => {
    const candidates = await createCandidates(callCount, callCount);
    for (const candidate of candidates) if (candidate.name !== name) candidate.end();
    return named(candidates, name);
  };

  globalThis.bench = {
    differences: () =>
      withCandidates(1, 1, (candidates) =>
        markupDifferences(named(candidates, 'tallylight'), named(candidates, 'twin')),
      ),
    mount: (count, rounds) =>
      withCandidates(count, count, (candidates) => mount(candidates, count, rounds)),
    event: (mounted, listLength, rounds, how) =>
      withCandidates(mounted, listLength, (candidates) =>
        event(candidates, () => mounted, rounds, how),
      ),
    growth: async (mounted, listLength, rounds) => {
      const crowds = [await createTallylight(mounted, listLength), createTwin(listLength)];
      const candidates = [
        ...crowds,
        { ...(await createTallylight(1, 1)), name: 'tallylight alone' },
        { ...createTwin(1, mounted), name: 'twin alone' },
      ];
      const samples = await event(
        candidates,
        (candidate) => (crowds.includes(candidate) ? mounted : 1),
        rounds,
        'arrives',
      );
      for (const candidate of candidates) candidate.end();
      return samples;
    },
    press: (rounds, how) => withCandidates(1, 1, (candidates) => press(candidates, rounds, how)),
    commits: (mounted) =>
      withCandidates(mounted + 1, mounted, (candidates) =>
        commits(named(candidates, 'tallylight'), mounted),
      ),
    burst: (options) =>
      withCandidates(options.mounted, options.mounted, async (candidates) => {
        const all: Record<string, Burst[]> = {};
        for (let round = 0; round < options.rounds; round += 1)
          for (const candidate of candidates)
            (all[candidate.name] ??= []).push(await burst(candidate, options));
        // All figures come from the run with the median total, because the parts of one run belong
        // together.
        const middle = (bursts: Burst[]): Burst | undefined =>
          bursts.sort((a, b) => a.took - b.took)[bursts.length >> 1];
        return Object.fromEntries(
          Object.entries(all).flatMap(([name, bursts]) => {
            const one = middle(bursts);
            return one ? [[name, one] as const] : [];
          }),
        );
      }),
    parse,
    repeated: async (name, action, times) => repeated(await alone(name, 1), action, times),
    day: createDay,
    listed: async (callCount, rounds) => {
      const lists = [
        await createCallList('tallylight', callCount),
        await createCallList('tallylight alone', 1),
      ];
      const samples = await event(lists, () => 1, rounds, 'arrives');
      for (const list of lists) list.end();
      return samples;
    },
    weigh: alone,
    watches: { tallylight: watchWithTallylight, twin: watchWithTwin, callback: watchWithCallback },
  };
}
