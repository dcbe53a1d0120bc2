import type { ReportedRecordingState } from './recording.ts';

/** A recording state, and for how long it is known to have been so. Steady clock, epoch ms. */
export interface HeardState {
  readonly state: ReportedRecordingState;
  readonly from: number;
  /** Undefined while it is still so, as far as is known here. */
  readonly until: number | undefined;
}

/**
 * What the server has said about the recording of a call, oldest first. What happened between the end
 * of one entry and the beginning of the next is not known.
 */
export interface RecordingHistory {
  /**
   * When the call began, by its `duration`: right to a second or two. Where the server says none,
   * when it was first heard of. Steady clock, epoch ms. Undefined while nothing was heard.
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

/** `unknown`: before this page heard of the call, while the link was lost, or an unknown word. */
export type TimelineKind = 'recorded' | 'paused' | 'not-recorded' | 'unknown';

/** A part of a call during which its recording was the same. In ms since the call began. */
export interface TimelineStretch {
  readonly kind: TimelineKind;
  readonly from: number;
  readonly until: number;
}

/**
 * Adds a state that the server has just said. Returns the same array when the state is not new.
 *
 * @param unheardSince the server was not heard from since then: what was known until now is known
 *   only until then
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
 * The stretches of a call from its beginning to `end`, without a hole and in order.
 *
 * @param end now, or when the call ended. Steady clock, epoch ms
 * @param knownUntil when the server was last heard, if that is not now. Steady clock, epoch ms
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

/** The beginning of a call is told in whole seconds. An unheard time below this may be none. In ms. */
export const beginningExactness = 2_000;

const second = 1_000;

/**
 * The same stretches in whole seconds, for a clock that shows no less. Their ends meet, so their
 * lengths add up to the whole. None has the length 0: what is too short is left out. A pause and
 * an unknown time are never left out or shortened, because that would hide them, and nor is the
 * last stretch, because it is what is so now.
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

/** Adds a stretch that begins where the last one ends. One that would run backwards is left out. */
function addStretch(stretches: TimelineStretch[], kind: TimelineKind, until: number): void {
  const last = stretches.at(-1);
  const from = last?.until ?? 0;
  if (until <= from) return;
  if (last?.kind === kind) stretches.splice(-1, 1, { ...last, until });
  else stretches.push({ kind, from, until });
}

/**
 * How long each kind lasted in all, in ms, in the order of the kinds. Without those that are
 * missing.
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

/** In the order of the legend. */
export const timelineKinds: readonly TimelineKind[] = [
  'recorded',
  'paused',
  'not-recorded',
  'unknown',
];
