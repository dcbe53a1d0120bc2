/** The median and the quartiles of many samples. */
export interface Spread {
  readonly median: number;
  readonly q1: number;
  readonly q3: number;
}

/** A ratio of medians, and how far it varied while it was measured. */
export type Ratio = Spread;

export function spreadOf(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((a, b) => a - b);
  return { median: at(sorted, 0.5), q1: at(sorted, 0.25), q3: at(sorted, 0.75) };
}

/**
 * Returns the ratio of one cost to another. The two were measured in turn, so the samples are cut
 * into ten blocks of the same times. What slows the machine for a while slows both, and a block
 * with another ratio shows in the quartiles.
 */
export function ratioOf(samples: readonly number[], other: readonly number[]): Ratio {
  const blocks = Math.min(10, samples.length, other.length);
  const ratios = Array.from({ length: blocks }, (_, block) => {
    const [one, two] = [samples, other].map((all) => {
      const size = all.length / blocks;
      return spreadOf(all.slice(Math.floor(block * size), Math.floor((block + 1) * size))).median;
    });
    return (one ?? Number.NaN) / (two ?? Number.NaN);
  });
  const { q1, q3 } = spreadOf(ratios);
  return { median: spreadOf(samples).median / spreadOf(other).median, q1, q3 };
}

/** What each candidate takes, and how many times as much as the reference Tallylight takes. */
export interface Comparison {
  readonly name: string;
  readonly unit: 'ms' | 'kB';
  readonly candidates: Readonly<Record<string, Spread>>;
  readonly reference: string;
  readonly ratio: Ratio;
  /** What the ratio should stay below. */
  readonly goal?: number;
}

export function compare(
  samples: Readonly<Record<string, readonly number[]>>,
  about: Pick<Comparison, 'name' | 'goal'> & Partial<Pick<Comparison, 'unit' | 'reference'>>,
): Comparison {
  const { reference = 'twin' } = about;
  return {
    unit: 'ms',
    reference,
    ...about,
    candidates: Object.fromEntries(
      Object.entries(samples).map(([candidate, all]) => [candidate, spreadOf(all)]),
    ),
    ratio: ratioOf(samples['tallylight'] ?? [], samples[reference] ?? []),
  };
}

function at(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}
