import { describe, expect, it } from 'vitest';
import { nothingReported, reportAfter, type WallPhase, type WallReport } from './wallReport.ts';

type Moment = readonly [second: number, phase: WallPhase, longPauses: number];

/** Returns the announcement at each of these moments. */
function saidAt(moments: readonly Moment[]): readonly string[] {
  let last: WallReport = nothingReported;
  return moments.map(([second, phase, longPauses]) => {
    const { report, say } = reportAfter(last, second * 1_000, phase, longPauses);
    last = report;
    return say.join(' ');
  });
}

describe('the announcements of a wall', () => {
  it.each<[string, readonly Moment[], readonly string[]]>([
    [
      'nothing, when the source answers',
      [
        [0, 'waiting', 0],
        [1, 'heard', 0],
      ],
      ['', ''],
    ],
    [
      'how many long pauses there are',
      [
        [0, 'heard', 2],
        [1, 'heard', 2],
      ],
      ['long-pauses', ''],
    ],
    [
      'more long pauses, at most every ten seconds',
      [
        [0, 'heard', 1],
        [1, 'heard', 2],
        [9, 'heard', 3],
        [10, 'heard', 3],
        [11, 'heard', 3],
      ],
      ['long-pauses', '', '', 'long-pauses', ''],
    ],
    [
      'nothing of fewer, and then of each new one',
      [
        [0, 'heard', 3],
        [20, 'heard', 1],
        [40, 'heard', 2],
      ],
      ['long-pauses', '', 'long-pauses'],
    ],
    [
      'that the source is silent, and that it is heard again',
      [
        [0, 'heard', 0],
        [40, 'silent', 0],
        [60, 'heard', 0],
      ],
      ['', 'source', 'source'],
    ],
    [
      'nothing of an outage that was over before anything could be said',
      [
        [0, 'heard', 1],
        [1, 'lost', 1],
        [5, 'heard', 1],
        [20, 'heard', 1],
      ],
      ['long-pauses', '', '', ''],
    ],
    [
      'that the source never answered',
      [
        [0, 'waiting', 0],
        [30, 'silent', 0],
      ],
      ['', 'source'],
    ],
    [
      'both at once',
      [
        [0, 'heard', 0],
        [40, 'lost', 3],
      ],
      ['', 'source long-pauses'],
    ],
  ])('says %s', (_, moments, expected) => {
    expect(saidAt(moments)).toEqual(expected);
  });
});
