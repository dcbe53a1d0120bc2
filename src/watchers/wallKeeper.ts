import { createStore } from 'zustand/vanilla';
import type { OnDiagnostic } from '../model/diagnostic.ts';
import { steadyNow } from '../model/steadyClock.ts';
import { areSameFigures, countRows, type WallFigures } from '../model/wallFigures.ts';
import type { WallPhase } from '../model/wallReport.ts';
import {
  isPausedFor,
  rowAfter,
  unheardRow,
  type SaidWallCall,
  type WallRow,
} from '../model/wallRow.ts';
import type { WallSource } from '../model/wallSource.ts';
import { parseWallMessage, type SaidWallMessage } from '../protocol/parseWallMessage.ts';
import { createFrameTask } from './frameTask.ts';
import { createWallOrder, type WallOrder } from './wallOrder.ts';
import { createWallRows, type Watched } from './wallRows.ts';
import { createWallSubscription } from './wallSubscription.ts';

/** What a wall knows of its calls. */
export interface WallKeeper extends Pick<
  WallOrder,
  'places' | 'filter' | 'setFocused' | 'setPointerInside' | 'sortNow'
> {
  readonly figures: Watched<WallFigures>;
  readonly row: (id: string) => Watched<WallRow | undefined>;
  /** How many recordings have been paused for so long, in ms. */
  readonly countPausedFor: (limit: number, now: number) => number;
  /** How many of the rows in the table are calls that the source still reports. */
  readonly countShown: () => number;
  /** Reports diagnostics to this function from now on. */
  readonly reportTo: (onDiagnostic: OnDiagnostic) => void;
  /** Subscribes to the source, until the returned function is called. */
  readonly start: () => () => void;
}

/** At most this many unreadable parts of one message are named. */
const mostProblems = 5;

/**
 * Keeps what a source says, for a wall. Once for each frame, it notifies the widgets whose row has
 * changed, so that a thousand messages take little more time than a few.
 */
export function createWallKeeper(source: WallSource): WallKeeper {
  let onDiagnostic: OnDiagnostic = () => undefined;
  const report: OnDiagnostic = (diagnostic) => onDiagnostic(diagnostic);
  let phase: WallPhase = 'waiting';
  let arrivals = 0;
  let unreadable = 0;
  let heardAt: number | undefined;
  let unheardAsOf: number | undefined;

  const rows = createWallRows();
  const order = createWallOrder(rows);
  const figures = createStore<WallFigures>(() => figuresNow());
  const frame = createFrameTask(() => {
    order.sortWhenAllowed();
    notifyChanges();
  });
  const subscription = createWallSubscription(
    source,
    {
      onMessage: receive,
      onFailed: () => stopTrusting('lost', heardAt),
      onSilent: () => {
        if (phase === 'heard' || phase === 'waiting') stopTrusting('silent', heardAt);
      },
    },
    report,
  );

  return {
    places: order.places,
    filter: order.filter,
    setFocused: order.setFocused,
    setPointerInside: order.setPointerInside,
    sortNow: order.sortNow,
    figures,
    row: rows.watch,
    countPausedFor: (limit, now) => {
      let count = 0;
      for (const row of rows.all()) if (isPausedFor(row, limit, now)) count += 1;
      return count;
    },
    countShown: () => {
      const isReported = (id: string): boolean => (rows.get(id)?.presence ?? 'gone') !== 'gone';
      return order.places.getState().ids.filter(isReported).length;
    },
    reportTo: (next) => {
      onDiagnostic = next;
    },
    start: () => {
      subscription.start();
      return () => {
        subscription.stop();
        // Nobody listens to the source from now on. When the wall is shown again, it shows what was
        // known at this moment.
        stopTrusting('waiting', heardAt);
        frame.cancel();
        order.release();
        notifyChanges();
      };
    },
  };

  function receive(message: unknown): void {
    const parsed = parseWallMessage(message);
    if (!parsed.ok) {
      // Nobody knows which call the message was about, so it does not end the silence of the source.
      unreadable += 1;
      report({ code: 'unreadable-input', source: 'wall', problem: parsed.problem });
      frame.schedule();
      return;
    }
    if (parsed.problems.length > 0) {
      const named = parsed.problems.slice(0, mostProblems);
      const others = parsed.problems.length - named.length;
      const problem = [...named, ...(others > 0 ? [`and ${others} more`] : [])].join('; ');
      report({ code: 'unreadable-input', source: 'wall', problem });
    }
    const wasSilent = phase === 'silent';
    // After a silence only a snapshot has all calls. Until it comes, only the calls that the source
    // names are known.
    if (wasSilent) phase = 'waiting';
    const now = steadyNow();
    apply(parsed.said, now);
    heardAt = now;
    subscription.noteHeard();
    frame.schedule();
    // Messages of the time of the silence may be lost, and only a snapshot says what was in them.
    if (wasSilent && parsed.said.type !== 'snapshot') subscription.renew();
  }

  function apply(said: SaidWallMessage, now: number): void {
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
        stopTrusting('lost', said.notHeardFor === undefined ? heardAt : now - said.notHeardFor);
        return;
      default:
        said satisfies never;
    }
  }

  function takeSnapshot(calls: readonly SaidWallCall[], now: number): void {
    // The wall has shown nothing that could be trusted, so nobody loses the place of a row.
    if (phase === 'waiting') order.allowNow();
    phase = 'heard';
    unheardAsOf = undefined;
    const listed = new Set(calls.map(({ id }) => id));
    for (const { id } of rows.all()) if (!listed.has(id)) removeCall(id);
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
    setRow(after);
  }

  function removeCall(id: string): void {
    const before = rows.get(id);
    if (before) setRow({ ...before, presence: 'gone' });
  }

  function setRow(row: WallRow): void {
    if (rows.set(row) === 'moved') order.noteMoved();
  }

  /** From now on no row counts as live. What is known is as of this moment, if anything is known. */
  function stopTrusting(next: Exclude<WallPhase, 'heard'>, asOf: number | undefined): void {
    phase = next;
    unheardAsOf ??= asOf;
    for (const row of rows.all()) setRow(unheardRow(row, asOf ?? row.since));
    frame.schedule();
  }

  function notifyChanges(): void {
    const before = figures.getState();
    const after = figuresNow();
    rows.notifyChanges();
    if (!areSameFigures(before, after)) figures.setState(after, true);
  }

  function figuresNow(): WallFigures {
    const asOf = phase === 'heard' ? undefined : unheardAsOf;
    return { phase, asOf, ...countRows(rows.all()), unreadable };
  }
}
