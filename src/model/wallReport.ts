/**
 * How far what a wall shows can be trusted.
 *
 * - `waiting`: the source has not sent a snapshot since the wall has asked for one.
 * - `heard`: the rows are what the source says now, except those that it says are not heard.
 * - `silent`: nothing has come for longer than the source promised.
 * - `lost`: the source says that it has lost its server, or it has failed. Only a snapshot ends it.
 */
export type WallPhase = 'waiting' | 'heard' | 'silent' | 'lost';

/** What a screen reader was told last about a wall. */
export interface WallReport {
  /** Steady clock, epoch ms. */
  readonly at: number;
  readonly longPauses: number;
  readonly phase: WallPhase;
}

/** A wall says something at most this often, in ms. */
const reportEvery = 10_000;

export const nothingReported: WallReport = { at: -Infinity, longPauses: 0, phase: 'waiting' };

/**
 * Returns what has to be said about a wall now, if anything: that the source is not heard any more
 * or is heard again, and that more recordings have been paused for long than was said before.
 */
export function reportAfter(
  last: WallReport,
  now: number,
  phase: WallPhase,
  longPauses: number,
): { readonly report: WallReport; readonly say: readonly ('source' | 'long-pauses')[] } {
  const fewer = longPauses < last.longPauses ? { ...last, longPauses } : last;
  // Everybody expects the first snapshot, and waiting for a snapshot is no news, so neither is
  // said.
  const isNewPhase = phase !== 'waiting' && phase !== last.phase;
  const isNews = isNewPhase && (last.phase !== 'waiting' || phase !== 'heard');
  const isMore = longPauses > last.longPauses;
  if (!isNews && !isMore) {
    const known = isNewPhase ? { ...fewer, phase } : fewer;
    return { report: known, say: [] };
  }
  if (now - last.at < reportEvery) return { report: fewer, say: [] };
  return {
    report: { at: now, longPauses, phase: phase === 'waiting' ? last.phase : phase },
    say: [...(isNews ? (['source'] as const) : []), ...(isMore ? (['long-pauses'] as const) : [])],
  };
}
