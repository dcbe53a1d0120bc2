import { describe, expect, it } from 'vitest';
import { speedRows } from '../stories/docs/speedRows.ts';

describe('the chart of the published runs', () => {
  const history = [
    { date: '2026-11-21', chromium: '156', ratios: { 'event → DOM / twin': 1.14 } },
    {
      date: '2026-11-27',
      chromium: '156',
      ratios: {
        'event → DOM / twin': 1.3,
        'mount 1 / stream': 2.4,
        'memory of a widget / stream': 4,
      },
    },
  ];

  it('shows what the last run measured, beside what the runs before found', () => {
    expect(speedRows(history).rows).toEqual([
      {
        name: 'event → DOM / twin',
        ratios: [
          { date: '2026-11-21', ratio: 1.14, run: 'earlier' },
          { date: '2026-11-27', ratio: 1.3, run: 'last' },
        ],
      },
      {
        name: 'mount 1 / stream',
        ratios: [{ date: '2026-11-27', ratio: 2.4, run: 'last' }],
      },
    ]);
  });

  it('has an axis that holds every time, and 2 at least', () => {
    expect(speedRows(history).most).toBe(3);
    expect(speedRows(history.slice(0, 1)).most).toBe(2);
    expect(speedRows([])).toEqual({ rows: [], most: 2 });
  });
});
