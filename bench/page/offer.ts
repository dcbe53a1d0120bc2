import { createTallylight, createTwin, type Arm } from './arms.tsx';
import { commits } from './commits.ts';
import { burst, event, mount, parse, press, type Burst } from './figures.ts';
import type { How, Samples } from './measure.ts';
import { differences } from './sameness.ts';
import { watchWithCallback, watchWithTallylight, watchWithTwin, type Watch } from './wholeWire.ts';

/** The main comparison, or another with more arms in it. */
export type CreateArms = (callCount: number, listLength: number) => Promise<readonly Arm[]>;

export interface PageBench {
  readonly differences: () => Promise<readonly string[]>;
  readonly mount: (count: number, rounds: number) => Promise<Samples>;
  /** @param listLength how many of the widgets stand in one list */
  readonly event: (
    mounted: number,
    listLength: number,
    rounds: number,
    how: How,
  ) => Promise<Samples>;
  /**
   * An event with so many mounted beside one with a single widget: "tallylight" and "tallylight
   * alone".
   */
  readonly growth: (mounted: number, listLength: number, rounds: number) => Promise<Samples>;
  readonly press: (rounds: number, how: How) => Promise<Samples>;
  readonly commits: (mounted: number) => ReturnType<typeof commits>;
  readonly burst: (
    options: Parameters<typeof burst>[1] & { readonly rounds: number },
  ) => Promise<Readonly<Record<string, Burst>>>;
  readonly parse: typeof parse;
  /** Creates one candidate alone, with functions to fill and to empty it, to measure the heap. */
  readonly weigh: (name: string, callCount: number) => Promise<Pick<Arm, 'show' | 'end'>>;
  readonly watches: Readonly<
    Record<'tallylight' | 'twin' | 'callback', (baseUrl: string, callId: string) => Promise<Watch>>
  >;
}

declare global {
  var bench: PageBench;
}

/** Sets the functions that measure on `window.bench`, where `run.ts` calls them. */
export function offer(createArms: CreateArms): void {
  const withArms = async <Result>(
    callCount: number,
    listLength: number,
    measure: (arms: readonly Arm[]) => Promise<Result>,
  ): Promise<Result> => {
    const arms = await createArms(callCount, listLength);
    const result = await measure(arms);
    for (const arm of arms) arm.end();
    return result;
  };
  const named = (arms: readonly Arm[], name: string): Arm => {
    const arm = arms.find((each) => each.name === name);
    if (!arm) throw new Error(`There is no ${name} here.`);
    return arm;
  };

  globalThis.bench = {
    differences: () =>
      withArms(1, 1, (arms) => differences(named(arms, 'tallylight'), named(arms, 'twin'))),
    mount: (count, rounds) => withArms(count, count, (arms) => mount(arms, count, rounds)),
    event: (mounted, listLength, rounds, how) =>
      withArms(mounted, listLength, (arms) => event(arms, () => mounted, rounds, how)),
    growth: async (mounted, listLength, rounds) => {
      const crowds = [await createTallylight(mounted, listLength), createTwin(listLength)];
      const arms = [
        ...crowds,
        { ...(await createTallylight(1, 1)), name: 'tallylight alone' },
        { ...createTwin(1, mounted), name: 'twin alone' },
      ];
      const samples = await event(
        arms,
        (arm) => (crowds.includes(arm) ? mounted : 1),
        rounds,
        'arrives',
      );
      for (const arm of arms) arm.end();
      return samples;
    },
    press: (rounds, how) => withArms(1, 1, (arms) => press(arms, rounds, how)),
    commits: (mounted) =>
      withArms(mounted + 1, mounted, (arms) => commits(named(arms, 'tallylight'), mounted)),
    burst: (options) =>
      withArms(options.mounted, options.mounted, async (arms) => {
        const all: Record<string, Burst[]> = {};
        for (let round = 0; round < options.rounds; round += 1)
          for (const arm of arms) (all[arm.name] ??= []).push(await burst(arm, options));
        // All figures of the run with the median total are taken, because its parts belong
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
    weigh: async (name, callCount) => {
      const arms = await createArms(callCount, callCount);
      for (const arm of arms) if (arm.name !== name) arm.end();
      return named(arms, name);
    },
    watches: { tallylight: watchWithTallylight, twin: watchWithTwin, callback: watchWithCallback },
  };
}
