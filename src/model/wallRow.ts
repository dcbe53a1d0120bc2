import type { ReportedRecordingState } from './recording.ts';

/** A call as a source has said it, after it was checked. */
export interface SaidWallCall {
  readonly id: string;
  readonly agent: string;
  readonly label: string | undefined;
  readonly presence: 'there' | 'ended';
  readonly recordingState: ReportedRecordingState;
  /** The word that made it `Unknown`, cut to 40 characters. */
  readonly unknownRecordingState: string | undefined;
  readonly inStateFor: number | undefined;
  readonly beginning: 'seen' | 'not-seen';
  readonly notHeardFor: number | undefined;
  readonly certainty: 'certain' | 'in-doubt';
}

/** What a wall knows of a call. It is the same object for as long as nothing in it differs. */
export interface WallRow extends Pick<SaidWallCall, 'id' | 'agent' | 'label' | 'certainty'> {
  readonly recordingState: ReportedRecordingState;
  /** `gone`: the source does not report the call any more, and the row stays until it may be removed. */
  readonly presence: 'there' | 'ended' | 'gone';
  /** Since when it is known to be in this state. Steady clock, epoch ms. */
  readonly since: number;
  readonly beginning: 'seen' | 'not-seen';
  /** When the call was last heard, if it is not heard now. Steady clock, epoch ms. */
  readonly unheardSince: number | undefined;
  /** Its place among all calls in the order in which they were first reported. */
  readonly arrival: number;
}

/** What the rows of a wall are counted and filtered by: the state, or that the call is over. */
export type WallKind = ReportedRecordingState | 'ended';

/** The kinds in the order of their filters. */
export const wallKinds: readonly WallKind[] = [
  'Paused',
  'Unknown',
  'Recording',
  'Stopped',
  'None',
  'ended',
];

/**
 * Two times since when a state holds count as the same if they differ by less than this, because
 * messages take differently long to arrive. In ms.
 */
const exactness = 2_000;

/**
 * What is known of a call after a source has said this. Returns `before` if nothing differs.
 *
 * @param now steady clock, epoch ms
 * @param arrival the place of the call among all calls, if the call is new
 */
export function rowAfter(
  said: SaidWallCall,
  before: WallRow | undefined,
  now: number,
  arrival: number,
): WallRow {
  const { inStateFor, notHeardFor } = said;
  const toldSince = inStateFor === undefined ? undefined : now - Math.round(inStateFor);
  const isSameState =
    before !== undefined &&
    before.presence !== 'gone' &&
    before.recordingState === said.recordingState;
  const isSameSince =
    isSameState &&
    (toldSince === undefined
      ? // It may have been in another state while nobody heard it.
        before.unheardSince === undefined || notHeardFor !== undefined
      : Math.abs(toldSince - before.since) < exactness &&
        (said.beginning === before.beginning || before.beginning === 'seen'));
  const unheardSince = notHeardFor === undefined ? undefined : now - Math.round(notHeardFor);
  const isSameUnheard =
    unheardSince === before?.unheardSince ||
    (unheardSince !== undefined &&
      before?.unheardSince !== undefined &&
      Math.abs(unheardSince - before.unheardSince) < exactness);
  const row: WallRow = {
    id: said.id,
    agent: said.agent,
    label: said.label,
    presence: said.presence,
    recordingState: said.recordingState,
    certainty: said.certainty,
    since: isSameSince ? before.since : (toldSince ?? now),
    beginning: isSameSince
      ? before.beginning
      : toldSince === undefined
        ? 'not-seen'
        : said.beginning,
    unheardSince: isSameUnheard ? before?.unheardSince : unheardSince,
    arrival: before?.arrival ?? arrival,
  };
  return before && isSameRow(row, before) ? before : row;
}

function isSameRow(one: WallRow, other: WallRow): boolean {
  return (Object.keys(one) as (keyof WallRow)[]).every((key) => one[key] === other[key]);
}

/** The row of a call that is not heard any more. Returns the same row if that was known before. */
export function unheardRow(row: WallRow, asOf: number): WallRow {
  return row.presence !== 'there' || row.unheardSince !== undefined
    ? row
    : { ...row, unheardSince: Math.max(asOf, row.since) };
}

export function kindOf({ presence, recordingState }: WallRow): WallKind {
  return presence === 'ended' ? 'ended' : recordingState;
}

/**
 * Whether what a row shows may be wrong, because the call is not heard, is contradicted, or has a
 * state in a word that is not known.
 */
export function isDoubtful({
  presence,
  recordingState,
  certainty,
  unheardSince,
}: WallRow): boolean {
  return (
    presence === 'there' &&
    (recordingState === 'Unknown' || certainty === 'in-doubt' || unheardSince !== undefined)
  );
}

/**
 * For how long a call is known to have been in its state. The time while the call was not heard
 * does not count, because the state may have been another one.
 */
export function knownFor({ since, unheardSince }: WallRow, now: number): number {
  return Math.max(0, (unheardSince ?? now) - since);
}

/** Whether the recording of a call has been paused for this many ms, and the call is not over. */
export function isPausedFor(row: WallRow, limit: number, now: number): boolean {
  return row.presence === 'there' && row.recordingState === 'Paused' && knownFor(row, now) >= limit;
}

/** Which rows a wall shows. */
export interface WallFilter {
  /** `doubt` stands for rows of any kind that are in doubt. An empty set shows all rows. */
  readonly kinds: ReadonlySet<WallKind | 'doubt'>;
  /** A part of the agent's name or of the call's label. Case and accents do not matter. */
  readonly text: string;
}

export const noFilter: WallFilter = { kinds: new Set(), text: '' };

/**
 * The calls in the order of a wall: first the paused ones, the longest pause before the others, then
 * those in doubt, then the rest, and last those that are over.
 */
export function orderRows(rows: Iterable<WallRow>, { kinds, text }: WallFilter): readonly string[] {
  const sought = folded(text.trim());
  const shown: WallRow[] = [];
  for (const row of rows) {
    const isKind =
      kinds.size === 0 || kinds.has(kindOf(row)) || (kinds.has('doubt') && isDoubtful(row));
    if (row.presence !== 'gone' && isKind && (sought === '' || searched(row).includes(sought)))
      shown.push(row);
  }
  return shown
    .map((row) => ({ row, rank: rankOf(row) }))
    .sort(
      (one, other) =>
        one.rank - other.rank ||
        (one.rank === 0 ? one.row.since - other.row.since : 0) ||
        one.row.arrival - other.row.arrival,
    )
    .map(({ row }) => row.id);
}

function rankOf(row: WallRow): number {
  if (row.presence !== 'there') return 3;
  if (row.recordingState === 'Paused') return 0;
  return isDoubtful(row) ? 1 : 2;
}

/** Whether a change may move a row. Most changes in a storm of messages do not. */
export function isMoved(before: WallRow | undefined, after: WallRow): boolean {
  return (
    before === undefined ||
    rankOf(before) !== rankOf(after) ||
    before.since !== after.since ||
    kindOf(before) !== kindOf(after) ||
    before.agent !== after.agent ||
    before.label !== after.label
  );
}

/**
 * The order while the pointer or the focus is in the table. The rows that are shown keep their
 * places, and new rows come at the end.
 */
export function heldOrder(
  shown: readonly string[],
  ordered: readonly string[],
  isKept: (id: string) => boolean,
): readonly string[] {
  const kept = shown.filter(isKept);
  const known = new Set(kept);
  return [...kept, ...ordered.filter((id) => !known.has(id))];
}

function searched({ agent, label = '' }: WallRow): string {
  return folded(`${agent}\n${label}`);
}

function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
