import { describe, expect, it } from 'vitest';
import {
  closeHeard,
  hearState,
  inWholeSeconds,
  timelineOf,
  timelineTotals,
  type HeardState,
  type RecordingHistory,
  type TimelineKind,
} from './timeline.ts';

type Heard = readonly [state: HeardState['state'], from: number, until?: number];

function heard(...states: readonly Heard[]): readonly HeardState[] {
  return states.map(([state, from, until]) => ({ state, from, until }));
}

describe('the list of reported states', () => {
  const recording = heard(['Recording', 10]);

  it('begins with the first state', () => {
    expect(hearState([], 'Recording', 10, undefined)).toEqual(recording);
  });

  it('stays the same object while the state is the same', () => {
    expect(hearState(recording, 'Recording', 20, undefined)).toBe(recording);
  });

  it('ends a state where the next one begins', () => {
    expect(hearState(recording, 'Paused', 20, undefined)).toEqual(
      heard(['Recording', 10, 20], ['Paused', 20]),
    );
  });

  it('has a gap while the connection was lost, even if the state is the same after it', () => {
    expect(hearState(recording, 'Recording', 40, 30)).toEqual(
      heard(['Recording', 10, 30], ['Recording', 40]),
    );
  });

  it('keeps only the last of the states in a gap, because nobody knows when each of them began', () => {
    const inHole = hearState(recording, 'Paused', 40, 30);
    expect(hearState(inHole, 'Recording', 50, 30)).toEqual(
      heard(['Recording', 10, 30], ['Recording', 50]),
    );
  });

  it('can end and begin again', () => {
    const ended = closeHeard(recording, 30);
    expect(ended).toEqual(heard(['Recording', 10, 30]));
    expect(closeHeard(ended, 99)).toBe(ended);
    expect(hearState(ended, 'Recording', 50, undefined)).toEqual(
      heard(['Recording', 10, 30], ['Recording', 50]),
    );
  });
});

describe('the timeline', () => {
  const history = (startedAt: number, ...states: readonly Heard[]): RecordingHistory => ({
    startedAt,
    heard: heard(...states),
    doubt: 'none',
  });

  it('is empty while nothing was heard', () => {
    expect(timelineOf({ startedAt: undefined, heard: [], doubt: 'none' }, 99)).toEqual([]);
  });

  it('is unknown before this page got the first report of the call', () => {
    expect(timelineOf(history(100, ['Recording', 130]), 200)).toEqual([
      { kind: 'unknown', from: 0, until: 30 },
      { kind: 'recorded', from: 30, until: 100 },
    ]);
  });

  it('is unknown in a gap, and since the loss of the connection', () => {
    const broken = history(100, ['Recording', 100, 120], ['Recording', 150]);
    expect(timelineOf(broken, 200, 180)).toEqual([
      { kind: 'recorded', from: 0, until: 20 },
      { kind: 'unknown', from: 20, until: 50 },
      { kind: 'recorded', from: 50, until: 80 },
      { kind: 'unknown', from: 80, until: 100 },
    ]);
  });

  it.each<[Heard[0], TimelineKind]>([
    ['Recording', 'recorded'],
    ['Paused', 'paused'],
    ['Stopped', 'not-recorded'],
    ['None', 'not-recorded'],
    ['Unknown', 'unknown'],
  ])('shows %s as %s', (state, kind) => {
    expect(timelineOf(history(0, [state, 0]), 10)).toEqual([{ kind, from: 0, until: 10 }]);
  });

  it('joins neighbouring stretches of the same kind', () => {
    expect(timelineOf(history(0, ['None', 0, 5], ['Stopped', 5]), 10)).toEqual([
      { kind: 'not-recorded', from: 0, until: 10 },
    ]);
  });

  it('ends with the call, whatever is reported after that', () => {
    expect(timelineOf(history(0, ['Recording', 0, 10], ['Stopped', 20]), 10)).toEqual([
      { kind: 'recorded', from: 0, until: 10 },
    ]);
  });

  it('stays correct when the clock is set back', () => {
    const back = history(100, ['Recording', 100, 200], ['Paused', 150, 160], ['Recording', 160]);
    expect(timelineOf(back, 220)).toEqual([{ kind: 'recorded', from: 0, until: 120 }]);
    expect(timelineOf(history(100, ['Recording', 100]), 50)).toEqual([]);
  });

  it('has stretches whose lengths add up to the whole length', () => {
    const long = history(0, ['Recording', 0, 10], ['Paused', 10, 15], ['Recording', 15, 30]);
    expect(timelineTotals(timelineOf(long, 40))).toEqual([
      ['recorded', 25],
      ['paused', 5],
      ['unknown', 10],
    ]);
  });
});

describe('the timeline in whole seconds', () => {
  type Part = readonly [kind: TimelineKind, until: number];
  const shown = (...parts: readonly Part[]): readonly string[] => {
    let from = 0;
    const stretches = parts.map(([kind, until]) => ({ kind, from, until: (from = until) }));
    return inWholeSeconds(stretches).map(
      (each) => `${each.kind} ${each.from / 1_000}-${each.until / 1_000}`,
    );
  };

  it('has stretches without a gap between them', () => {
    expect(shown(['recorded', 10_700], ['not-recorded', 20_600], ['recorded', 30_500])).toEqual([
      'recorded 0-10',
      'not-recorded 10-20',
      'recorded 20-30',
    ]);
  });

  // An agent read "Unknown 0:00" for a call whose events had all arrived from beginning to end.
  it('shows a short unknown time as one second, and never as no time', () => {
    expect(shown(['recorded', 10_200], ['unknown', 10_500], ['recorded', 30_000])).toEqual([
      'recorded 0-10',
      'unknown 10-11',
      'recorded 11-30',
    ]);
  });

  it('shows a short pause as one second', () => {
    expect(shown(['recorded', 10_000], ['paused', 10_400], ['recorded', 30_000])).toEqual([
      'recorded 0-10',
      'paused 10-11',
      'recorded 11-30',
    ]);
  });

  it('begins with the first report if that came within the accuracy of the beginning', () => {
    expect(shown(['unknown', 1_900], ['recorded', 30_000])).toEqual(['recorded 0-30']);
    expect(shown(['unknown', 2_000], ['recorded', 30_000])).toEqual([
      'unknown 0-2',
      'recorded 2-30',
    ]);
  });

  it('leaves out recorded and unrecorded stretches of less than a second', () => {
    expect(shown(['not-recorded', 400], ['recorded', 30_000])).toEqual(['recorded 0-30']);
    expect(shown(['paused', 5_000], ['recorded', 5_900], ['paused', 9_000])).toEqual([
      'paused 0-9',
    ]);
  });

  it('always ends with the present state', () => {
    expect(shown(['paused', 5_000], ['recorded', 5_100])).toEqual(['paused 0-5', 'recorded 5-6']);
    expect(shown(['unknown', 300])).toEqual(['unknown 0-1']);
    expect(shown()).toEqual([]);
  });
});
