import type { WallPhase } from './wallReport.ts';
import { isDoubtful, kindOf, wallKinds, type WallKind, type WallRow } from './wallRow.ts';

/** What a wall says of its source and of all of its calls, whatever its filters are. */
export interface WallFigures extends RowFigures {
  readonly phase: WallPhase;
  /** When the source was last heard, if it is not heard now. Steady clock, epoch ms. */
  readonly asOf: number | undefined;
  /** How many messages and calls could not be read since the last snapshot. */
  readonly unreadable: number;
}

interface RowFigures {
  readonly total: number;
  readonly kinds: Readonly<Record<WallKind, number>>;
  readonly doubtful: number;
}

/** Counts the calls that the source still reports. */
export function countRows(rows: Iterable<WallRow>): RowFigures {
  const kinds: Record<WallKind, number> = {
    Paused: 0,
    Unknown: 0,
    Recording: 0,
    Stopped: 0,
    None: 0,
    ended: 0,
  };
  let total = 0;
  let doubtful = 0;
  for (const row of rows) {
    if (row.presence === 'gone') continue;
    total += 1;
    kinds[kindOf(row)] += 1;
    if (isDoubtful(row)) doubtful += 1;
  }
  return { total, kinds, doubtful };
}

/** Whether two figures say the same. */
export function areSameFigures(one: WallFigures, other: WallFigures): boolean {
  return (
    one.phase === other.phase &&
    one.asOf === other.asOf &&
    one.total === other.total &&
    one.doubtful === other.doubtful &&
    one.unreadable === other.unreadable &&
    wallKinds.every((kind) => one.kinds[kind] === other.kinds[kind])
  );
}
