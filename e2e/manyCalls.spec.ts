import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPage } from './buildPage.ts';
import { expect } from './desktop.ts';
import { onStrictHost } from './strictHost.ts';
import { traceTasks } from './traceTasks.ts';

/** The functions that `manyCalls/main.tsx` sets on the window for tests. */
interface Left {
  readonly show: (calls: number, widgets: number) => Promise<void>;
  readonly readAgain: (calls: number, state: 'Recording' | 'Paused') => Promise<void>;
}

const styles = ['tokens', 'recording', 'glyphs'].map((name) =>
  readFileSync(join(import.meta.dirname, `../src/styles/${name}.css`), 'utf8'),
);
let script = '';

const test = onStrictHost({ css: styles.join('\n'), script: () => script });

test.beforeAll(async () => {
  script = await buildPage('manyCalls', '19');
});

/** A longer task lets a person notice that the page does not answer. In ms. */
const longTask = 50;

test.describe('an answer with many calls, all of which have changed', () => {
  test.skip(
    ({ browserName }) => browserName !== 'chromium',
    'Only Chromium reports the tasks of its main thread.',
  );

  const situations = [
    { calls: 1_000, widgets: 1_000, atMost: 1_500 },
    { calls: 5_000, widgets: 1, atMost: 500 },
  ];
  for (const { calls, widgets, atMost } of situations)
    // The time of a task is measured on the processor and not on the clock, because the time that
    // other programs of a busy machine take is not the library's.
    test(`${calls} calls and ${widgets} widgets: no task takes ${longTask} ms of the processor`, async ({
      page,
    }) => {
      await page.goto('/');
      await page.evaluate(([of, shown]) => (window as unknown as Left).show(of, shown), [
        calls,
        widgets,
      ] as const);
      await expect(page.locator('[data-recording-state=Recording]')).toHaveCount(widgets);
      const answers: { total: number; longest: number }[] = [];
      for (const state of ['Paused', 'Recording', 'Paused'] as const) {
        const stop = await traceTasks(page, 'answer-is-read');
        await page.evaluate(([of, next]) => (window as unknown as Left).readAgain(of, next), [
          calls,
          state,
        ] as const);
        await expect(page.locator(`[data-recording-state=${state}]`)).toHaveCount(widgets);
        const tasks = await stop();
        const total = tasks.reduce((sum, each) => sum + each, 0);
        answers.push({ total, longest: Math.max(...tasks) });
      }
      const said = answers.map(
        ({ total, longest }) => `${longest.toFixed(1)} of ${total.toFixed(0)} ms`,
      );
      console.log(
        `  ${calls} calls, ${widgets} widgets: the longest tasks took ${said.join(', ')} of the processor`,
      );

      // Another program may have slowed the processor down during one of the answers, so the median
      // counts.
      const total = medianOf(answers.map((answer) => answer.total));
      const longest = medianOf(answers.map((answer) => answer.longest));
      // The trace has really measured the processor.
      expect(total).toBeGreaterThan(5);
      expect(longest).toBeLessThan(longTask);
      expect(total).toBeLessThan(atMost);
    });
});

function medianOf(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? NaN;
}
