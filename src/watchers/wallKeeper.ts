import { inTime } from '../client/shownWindows.ts';
import type { OnDiagnostic } from '../model/diagnostic.ts';
import { callHost } from '../model/hostCallback.ts';
import { steadyNow } from '../model/steadyClock.ts';
import type { WallPhase } from '../model/wallReport.ts';
import {
  heldOrder,
  isDoubtful,
  isMoved,
  isPausedFor,
  kindOf,
  noFilter,
  orderRows,
  rowAfter,
  unheardRow,
  wallKinds,
  type SaidWallCall,
  type WallFilter,
  type WallKind,
  type WallRow,
} from '../model/wallRow.ts';
import type { WallSource } from '../model/wallSource.ts';
import { parseWallMessage, type SaidWallMessage } from '../protocol/parseWallMessage.ts';

/** Which calls a wall shows, in which order. */
interface WallPlaces {
  readonly ids: readonly string[];
  /**
   * `held`: the pointer or the focus is in the table, and nothing moves. `behind`: nothing moves, and
   * some calls should stand elsewhere.
   */
  readonly order: 'free' | 'held' | 'behind';
}

/** What a wall says of all of its calls, whatever its filters are. */
interface WallFigures {
  readonly phase: WallPhase;
  /** When the source was last heard, if it is not heard now. Steady clock, epoch ms. */
  readonly asOf: number | undefined;
  readonly total: number;
  readonly kinds: Readonly<Record<WallKind, number>>;
  readonly doubtful: number;
  /** How many messages and calls could not be read since the last snapshot. */
  readonly unreadable: number;
}

/** Something to read, which tells when it is another one. */
export interface Watched<Value> {
  readonly getState: () => Value;
  readonly subscribe: (listener: () => void) => () => void;
}

/** What a wall knows of its calls. */
export interface WallKeeper {
  readonly places: Watched<WallPlaces>;
  readonly figures: Watched<WallFigures>;
  readonly row: (id: string) => Watched<WallRow | undefined>;
  /** How many recordings have been paused for so long, in ms. */
  readonly countPausedFor: (limit: number, now: number) => number;
  /** How many of the rows in the table are calls that the source still reports. */
  readonly countShown: () => number;
  readonly filter: (filter: WallFilter) => void;
  /** This call has the focus now, or nothing in the table has it. */
  readonly focus: (id: string | undefined) => void;
  /** Whether the pointer is over the table now. */
  readonly point: (isInside: boolean) => void;
  /** Gives every call its right place, although the pointer or the focus is in the table. */
  readonly sortNow: () => void;
  /** Tells this function from now on what a support desk should know. */
  readonly reportTo: (onDiagnostic: OnDiagnostic) => void;
  /** Subscribes to the source, until the returned function is called. */
  readonly start: () => () => void;
}

/** The order changes at most this often, because nobody could read a table that changes faster. In ms. */
const orderEvery = 1_000;
/** What has changed is drawn with the next frame. A page whose frames have stopped does it after this. In ms. */
const drawWithin = 250;
/** So many parts of one message are named that could not be read. */
const mostProblems = 5;
const defaultSilence = 30_000;
const shortestSilence = 1_000;
const longestSilence = 3_600_000;

/**
 * Keeps what a source says, for a wall. What has changed is told once for each frame, and only to
 * the rows that it concerns, so that a storm of messages costs little more than a few of them.
 */
export function createWallKeeper(source: WallSource): WallKeeper {
  const rows = new Map<string, WallRow>();
  const changedRows = new Set<string>();
  const rowListeners = new Map<string, Set<() => void>>();
  const placesListeners = new Set<() => void>();
  const figuresListeners = new Set<() => void>();

  let onDiagnostic: OnDiagnostic = () => undefined;
  const report: OnDiagnostic = (diagnostic) => onDiagnostic(diagnostic);
  let phase: WallPhase = 'waiting';
  let arrivals = 0;
  let unreadable = 0;
  let filter = noFilter;
  let focused: string | undefined;
  let isPointed = false;
  let orderedAt = -Infinity;
  let isOrderOld = true;
  /** When the source was heard last, or asked. */
  let quietSince = { steady: steadyNow(), client: Date.now() };
  let heardAt: number | undefined;
  let unheardAsOf: number | undefined;
  let places: WallPlaces = { ids: [], order: 'free' };
  let figures = figuresNow();
  let cancelDrawing: (() => void) | undefined;
  let cancelOrdering: (() => void) | undefined;
  let closeSource = (): void => undefined;

  return {
    places: { getState: () => places, subscribe: watched(placesListeners) },
    figures: { getState: () => figures, subscribe: watched(figuresListeners) },
    row: (id) => ({
      getState: () => rows.get(id),
      subscribe: (listener) => {
        const listeners = rowListeners.get(id) ?? new Set();
        rowListeners.set(id, listeners.add(listener));
        return () => {
          listeners.delete(listener);
          if (listeners.size === 0 && rowListeners.get(id) === listeners) rowListeners.delete(id);
        };
      },
    }),
    countPausedFor: (limit, now) => {
      let count = 0;
      for (const row of rows.values()) if (isPausedFor(row, limit, now)) count += 1;
      return count;
    },
    countShown: () => {
      const isReported = (id: string): boolean => (rows.get(id)?.presence ?? 'gone') !== 'gone';
      return places.ids.filter(isReported).length;
    },
    filter: (next) => {
      filter = next;
      order('renewed');
    },
    focus: (id) => {
      if (focused === id) return;
      focused = id;
      order('kept');
    },
    point: (isInside) => {
      if (isPointed === isInside) return;
      isPointed = isInside;
      order('kept');
    },
    reportTo: (next) => {
      onDiagnostic = next;
    },
    sortNow: () => {
      order('renewed');
    },
    start: () => {
      open();
      const stopWatching = watchSilence();
      return () => {
        stopWatching();
        closeSource();
        focused = undefined;
        isPointed = false;
        // Nobody listens from now on. What is known is of this moment, whenever it is shown again.
        forgetHearing(heardAt);
        phase = 'waiting';
        draw();
        cancelOrdering?.();
        cancelOrdering = undefined;
      };
    },
  };

  /** Subscribes to the source, instead of what was subscribed to before. */
  function open(): void {
    closeSource();
    let isOpen = true;
    let end: unknown;
    closeSource = () => {
      isOpen = false;
      // A host may have returned anything.
      if (typeof end === 'function')
        callHost('source.subscribe', report, () =>
          Reflect.apply(end as () => unknown, undefined, []),
        );
      end = undefined;
    };
    quietSince = { steady: steadyNow(), client: Date.now() };
    end = callHost(
      'source.subscribe',
      (diagnostic) => {
        report(diagnostic);
        if (isOpen) lose(heardAt);
      },
      () =>
        source.subscribe((message) => {
          if (isOpen) hear(message);
        }),
    );
  }

  function hear(message: unknown): void {
    const parsed = parseWallMessage(message);
    if (!parsed.ok) {
      // Nobody knows which call it was about, so it does not show that the source is all right.
      unreadable += 1;
      report({ code: 'unreadable-input', source: 'wall', problem: parsed.problem });
      drawSoon();
      return;
    }
    if (parsed.problems.length > 0) {
      const named = parsed.problems.slice(0, mostProblems);
      const others = parsed.problems.length - named.length;
      const problem = [...named, ...(others > 0 ? [`and ${others} more`] : [])].join('; ');
      report({ code: 'unreadable-input', source: 'wall', problem });
    }
    const wasSilent = phase === 'silent';
    // Only a snapshot ends the doubt about what was not heard. Calls that are said are known.
    if (wasSilent) phase = 'waiting';
    const now = steadyNow();
    take(parsed.said, now);
    heardAt = now;
    quietSince = { steady: now, client: Date.now() };
    drawSoon();
    // What was said during the silence may be lost. Only a snapshot tells it.
    if (wasSilent && parsed.said.type !== 'snapshot') open();
  }

  function take(said: SaidWallMessage, now: number): void {
    switch (said.type) {
      case 'snapshot':
        takeSnapshot(said.calls, now);
        unreadable = said.unreadable;
        return;
      case 'call':
        takeCall(said.call, now);
        return;
      case 'gone':
        removeCall(said.id);
        return;
      case 'heard':
        return;
      case 'lost':
        lose(said.notHeardFor === undefined ? heardAt : now - said.notHeardFor);
        return;
      default:
        said satisfies never;
    }
  }

  function takeSnapshot(calls: readonly SaidWallCall[], now: number): void {
    if (phase === 'waiting') orderedAt = -Infinity;
    phase = 'heard';
    unheardAsOf = undefined;
    const listed = new Set(calls.map(({ id }) => id));
    for (const id of rows.keys()) if (!listed.has(id)) removeCall(id);
    for (const call of calls) takeCall(call, now);
  }

  function takeCall(call: SaidWallCall, now: number): void {
    const before = rows.get(call.id);
    const after = rowAfter(
      // A source that has lost its server cannot know what holds now.
      phase === 'lost' && call.notHeardFor === undefined ? { ...call, notHeardFor: 0 } : call,
      before,
      now,
      arrivals,
    );
    if (before === undefined) arrivals += 1;
    const { unknownRecordingState: value } = call;
    if (value !== undefined && (before === undefined || before.recordingState !== 'Unknown'))
      report({ code: 'unknown-recording-state', callId: call.id, value });
    setRow(before, after);
  }

  function removeCall(id: string): void {
    const before = rows.get(id);
    if (before) setRow(before, { ...before, presence: 'gone' });
  }

  function setRow(before: WallRow | undefined, after: WallRow): void {
    if (before === after) return;
    rows.set(after.id, after);
    changedRows.add(after.id);
    isOrderOld ||= isMoved(before, after);
  }

  function lose(asOf: number | undefined): void {
    phase = 'lost';
    forgetHearing(asOf);
    drawSoon();
  }

  /** From now on no row is live. What is known is as of this moment, if anything is. */
  function forgetHearing(asOf: number | undefined): void {
    unheardAsOf ??= asOf;
    for (const row of rows.values()) setRow(row, unheardRow(row, asOf ?? row.since));
  }

  /** Looks again and again whether the source has been silent for too long. */
  function watchSilence(): () => void {
    const silentAfter = silenceOf(source, report);
    let cancel = (): void => undefined;
    const look = (): void => {
      // The steady clock of some computers stands still while they sleep.
      const quiet = Math.max(steadyNow() - quietSince.steady, Date.now() - quietSince.client);
      if (quiet >= silentAfter && (phase === 'heard' || phase === 'waiting')) {
        phase = 'silent';
        forgetHearing(heardAt);
        drawSoon();
      }
      cancel = inTime(look, quiet < silentAfter ? silentAfter - quiet : silentAfter);
    };
    cancel = inTime(look, silentAfter);
    return () => cancel();
  }

  /** Draws with the next frame what has changed. */
  function drawSoon(): void {
    if (cancelDrawing) return;
    const stopTimer = inTime(draw, drawWithin);
    const frame = requestAnimationFrame(draw);
    cancelDrawing = () => {
      stopTimer();
      cancelAnimationFrame(frame);
    };
  }

  function draw(): void {
    cancelDrawing?.();
    cancelDrawing = undefined;
    if (isOrderOld) orderSoon();
    const told = [...changedRows];
    changedRows.clear();
    const next = figuresNow();
    const isNew = !isSame(next, figures);
    if (isNew) figures = next;
    for (const id of told) tell(rowListeners.get(id));
    if (isNew) tell(figuresListeners);
  }

  function orderSoon(): void {
    const wait = orderedAt + orderEvery - steadyNow();
    if (wait <= 0) order('kept');
    else cancelOrdering ??= inTime(() => order('kept'), wait);
  }

  /** @param held whether the order is kept while the pointer or the focus is in the table */
  function order(held: 'kept' | 'renewed'): void {
    cancelOrdering?.();
    cancelOrdering = undefined;
    isOrderOld = false;
    orderedAt = steadyNow();
    const ordered = orderRows(rows.values(), filter);
    const isInUse = isPointed || focused !== undefined;
    const ids =
      isInUse && held === 'kept'
        ? heldOrder(places.ids, ordered, (id) => rows.has(id))
        : withFocused(ordered);
    const shown = new Set(ids);
    for (const [id, { presence }] of rows)
      if (presence === 'gone' && !shown.has(id)) rows.delete(id);
    const next: WallPlaces = {
      ids: isSameList(ids, places.ids) ? places.ids : ids,
      order: !isInUse ? 'free' : isSameList(ids, ordered) ? 'held' : 'behind',
    };
    if (next.ids === places.ids && next.order === places.order) return;
    places = next;
    tell(placesListeners);
  }

  /** The focus would be lost with its row, so the row stays where it was. */
  function withFocused(ordered: readonly string[]): readonly string[] {
    if (focused === undefined || !rows.has(focused) || ordered.includes(focused)) return ordered;
    const at = places.ids.indexOf(focused);
    return at === -1 ? ordered : [...ordered.slice(0, at), focused, ...ordered.slice(at)];
  }

  function figuresNow(): WallFigures {
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
    for (const row of rows.values()) {
      if (row.presence === 'gone') continue;
      total += 1;
      kinds[kindOf(row)] += 1;
      if (isDoubtful(row)) doubtful += 1;
    }
    const asOf = phase === 'heard' ? undefined : unheardAsOf;
    return { phase, asOf, total, kinds, doubtful, unreadable };
  }
}

function silenceOf(source: WallSource, report: OnDiagnostic): number {
  const asked: unknown = callHost('source.silentAfter', report, () => source.silentAfter);
  if (asked === undefined || asked === null) return defaultSilence;
  if (typeof asked === 'number' && asked >= shortestSilence && asked <= longestSilence)
    return asked;
  report({
    code: 'unreadable-input',
    source: 'wall',
    problem: `silentAfter: expected milliseconds, from ${shortestSilence} to ${longestSilence}`,
  });
  return defaultSilence;
}

function watched(listeners: Set<() => void>): Watched<unknown>['subscribe'] {
  return (listener) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  };
}

function tell(listeners: Iterable<() => void> = []): void {
  for (const listener of listeners) listener();
}

function isSame(one: WallFigures, other: WallFigures): boolean {
  return (
    one.phase === other.phase &&
    one.asOf === other.asOf &&
    one.total === other.total &&
    one.doubtful === other.doubtful &&
    one.unreadable === other.unreadable &&
    wallKinds.every((kind) => one.kinds[kind] === other.kinds[kind])
  );
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each, index) => each === other[index]);
}
