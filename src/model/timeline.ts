import type { ReportedRecordingState } from './recording.ts';

/** A recording state, and the time for which it is known. Steady clock, epoch ms. */
export interface HeardState {
  readonly state: ReportedRecordingState;
  readonly from: number;
  /** Undefined while the state still holds, as far as this page knows. */
  readonly until: number | undefined;
}

/**
 * What the server has said about the recording of a call, oldest first. What happened between the end
 * of one entry and the beginning of the next is not known.
 */
export interface RecordingHistory {
  /**
   * When the call began, computed from its `duration`, so it may be wrong by a second or two.
   * Without a `duration` it is the time when this page first heard of the call. Steady clock, epoch
   * ms. Undefined while nothing was heard.
   */
  readonly startedAt: number | undefined;
  readonly heard: readonly HeardState[];
  readonly doubt: HistoryDoubt;
}

/**
 * Whether the times in a history may be wrong.
 *
 * - `none`: nothing contradicts them.
 * - `open`: two messages contradict each other. A read may yet settle it.
 * - `left`: the server contradicted itself, or only a read told of a change, without its time.
 */
export type HistoryDoubt = 'none' | 'open' | 'left';

/**
 * `unknown` stands for the time before this page heard of the call, for the time while the link was
 * lost, and for a word that is not known.
 */
export type TimelineKind = 'recorded' | 'paused' | 'not-recorded' | 'unknown';

/** A part of a call during which its recording did not change. Times are in ms since the call began. */
export interface TimelineStretch {
  readonly kind: TimelineKind;
  readonly from: number;
  readonly until: number;
}

/**
 * Adds a state that the server has just said. Returns the same array when the state is not new.
 *
 * @param unheardSince since when the server was not heard. The state that was known until now is
 *   known only until then
 */
export function hearState(
  heard: readonly HeardState[],
  state: ReportedRecordingState,
  at: number,
  unheardSince: number | undefined,
): readonly HeardState[] {
  const last = heard.at(-1);
  const isUnbroken = last?.until === undefined && unheardSince === undefined;
  if (last?.state === state && isUnbroken) return heard;
  return [...closeHeard(heard, unheardSince ?? at), { state, from: at, until: undefined }];
}

/** Ends the last state at this time. */
export function closeHeard(heard: readonly HeardState[], at: number): readonly HeardState[] {
  const last = heard.at(-1);
  if (!last || last.until !== undefined) return heard;
  const before = heard.slice(0, -1);
  return last.from < at ? [...before, { ...last, until: at }] : before;
}

/**
 * The stretches of a call from its beginning to `end`, in order and without a hole.
 *
 * @param end now, or when the call ended. Steady clock, epoch ms
 * @param knownUntil when the server was last heard, if it is not heard now. Steady clock, epoch ms
 */
export function timelineOf(
  { startedAt, heard }: RecordingHistory,
  end: number,
  knownUntil: number = end,
): readonly TimelineStretch[] {
  const stretches: TimelineStretch[] = [];
  if (startedAt === undefined) return stretches;
  const add = (kind: TimelineKind, upTo: number): void => {
    addStretch(stretches, kind, Math.min(upTo, end) - startedAt);
  };
  for (const { state, from, until } of heard) {
    add('unknown', from);
    add(kindOfState[state], until ?? knownUntil);
  }
  add('unknown', end);
  return stretches;
}

const kindOfState: Readonly<Record<ReportedRecordingState, TimelineKind>> = {
  Recording: 'recorded',
  Paused: 'paused',
  Stopped: 'not-recorded',
  None: 'not-recorded',
  Unknown: 'unknown',
};

/**
 * The server rounds a call's `duration` to whole seconds. So if the time before the first message seems
 * to be shorter than this, there may have been no such time. In ms.
 */
export const beginningExactness = 2_000;

const second = 1_000;

/**
 * The same stretches in whole seconds, for a clock that shows no fractions. Each begins where the
 * one before it ends, so the lengths add up to the whole. A stretch that is too short for a second
 * is left out. A pause or an unknown time is never left out or shortened, because that would hide
 * it. The last stretch is not left out either, because it is the present state.
 */
export function inWholeSeconds(stretches: readonly TimelineStretch[]): readonly TimelineStretch[] {
  const whole: TimelineStretch[] = [];
  for (const [index, { kind, until }] of stretches.entries()) {
    if (index === 0 && kind === 'unknown' && until < beginningExactness && stretches.length > 1)
      continue;
    const isLast = index === stretches.length - 1;
    const isNeverHidden = kind === 'paused' || kind === 'unknown';
    const from = whole.at(-1)?.until ?? 0;
    const end = second * (isNeverHidden && !isLast ? Math.ceil : Math.floor)(until / second);
    addStretch(whole, kind, isLast || isNeverHidden ? Math.max(end, from + second) : end);
  }
  return whole;
}

/**
 * Adds a stretch that begins where the last one ends. A stretch that would have no length is left
 * out.
 */
function addStretch(stretches: TimelineStretch[], kind: TimelineKind, until: number): void {
  const last = stretches.at(-1);
  const from = last?.until ?? 0;
  if (until <= from) return;
  if (last?.kind === kind) stretches.splice(-1, 1, { ...last, until });
  else stretches.push({ kind, from, until });
}

/**
 * How long each kind lasted in all, in ms, in the order of the kinds. Kinds without any time are
 * left out.
 */
export function timelineTotals(
  stretches: readonly TimelineStretch[],
): readonly (readonly [TimelineKind, number])[] {
  return timelineKinds
    .map((kind) => {
      const ofKind = stretches.filter((each) => each.kind === kind);
      return [kind, ofKind.reduce((sum, { from, until }) => sum + until - from, 0)] as const;
    })
    .filter(([, total]) => total > 0);
}

/** The kinds in the order of the legend. */
export const timelineKinds: readonly TimelineKind[] = [
  'recorded',
  'paused',
  'not-recorded',
  'unknown',
];
