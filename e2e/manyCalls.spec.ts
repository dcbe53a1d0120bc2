import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { buildPage } from './buildPage.ts';
import { expect } from './desktop.ts';
import { onStrictHost } from './strictHost.ts';
import { traceTasks } from './traceTasks.ts';

/** The functions that `manyCalls/main.tsx` sets on the window for tests. */
interface Left {
  readonly show: (calls: number, widgets: number) => Promise<void>;
  readonly readAgain: (calls: number, state: 'Recording' | 'Paused') => Promise<void>;
  readonly lose: (why: 'network' | 'not-signed-in') => Promise<number>;
  readonly comeBack: () => Promise<void>;
}

const styles = ['tokens', 'roots', 'recording', 'glyphs'].map((name) =>
  readFileSync(join(import.meta.dirname, `../src/styles/${name}.css`), 'utf8'),
);
let script = '';

const test = onStrictHost({ css: styles.join('\n'), script: () => script });

test.beforeAll(async () => {
  script = await buildPage('manyCalls', '19');
});

/** A longer task lets a person notice that the page does not answer. In ms. */
const longTask = 50;

/** The time that the tasks of one change took on the processor, in ms. */
interface Took {
  readonly total: number;
  readonly longest: number;
}

/**
 * Measures the tasks of a change. Their time is measured on the processor and not on the clock, because
 * the time that other programs of a busy machine take is not the library's.
 */
async function tasksOf(page: Page, change: () => Promise<void>): Promise<Took> {
  const stop = await traceTasks(page, 'change-begins');
  await change();
  const tasks = await stop();
  return { total: tasks.reduce((sum, each) => sum + each, 0), longest: Math.max(...tasks) };
}

/**
 * Says what the changes took, and returns the medians, because another program may have slowed the
 * processor down during one of them.
 */
function middleOf(name: string, changes: readonly Took[]): Took {
  const said = changes.map(
    ({ total, longest }) => `${longest.toFixed(1)} of ${total.toFixed(0)} ms`,
  );
  console.log(`  ${name}: the longest tasks took ${said.join(', ')} of the processor`);
  const total = medianOf(changes.map((change) => change.total));
  // The trace has really measured the processor.
  expect(total).toBeGreaterThan(5);
  return { total, longest: medianOf(changes.map((change) => change.longest)) };
}

async function show(page: Page, calls: number, widgets: number): Promise<void> {
  await page.goto('/');
  await page.evaluate(([of, shown]) => (window as unknown as Left).show(of, shown), [
    calls,
    widgets,
  ] as const);
  await expect(page.locator('[data-recording-state=Recording]')).toHaveCount(widgets);
}

test.skip(
  ({ browserName }) => browserName !== 'chromium',
  'Only Chromium reports the tasks of its main thread.',
);

test.describe('an answer with many calls, all of which have changed', () => {
  const situations = [
    { calls: 1_000, widgets: 1_000, atMost: 1_500 },
    { calls: 5_000, widgets: 1, atMost: 500 },
  ];
  for (const { calls, widgets, atMost } of situations)
    test(`${calls} calls and ${widgets} widgets: no task takes ${longTask} ms of the processor`, async ({
      page,
    }) => {
      await show(page, calls, widgets);
      const answers: Took[] = [];
      for (const state of ['Paused', 'Recording', 'Paused'] as const)
        answers.push(
          await tasksOf(page, async () => {
            await page.evaluate(([of, next]) => (window as unknown as Left).readAgain(of, next), [
              calls,
              state,
            ] as const);
            await expect(page.locator(`[data-recording-state=${state}]`)).toHaveCount(widgets);
          }),
        );
      const { total, longest } = middleOf(`${calls} calls, ${widgets} widgets`, answers);
      expect(longest).toBeLessThan(longTask);
      expect(total).toBeLessThan(atMost);
    });
});

test.describe('a connection that a thousand widgets show', () => {
  const widgets = 1_000;

  for (const [why, words] of [
    ['network', 'Connection lost'],
    ['not-signed-in', 'Signed out'],
  ] as const)
    test(`is lost (${why}): each widget is marked at once, and no task takes ${longTask} ms`, async ({
      page,
    }) => {
      await show(page, widgets, widgets);
      const took: Record<'lost' | 'passing' | 'back', Took[]> = { lost: [], passing: [], back: [] };
      for (let time = 0; time < 3; time += 1) {
        took.lost.push(
          await tasksOf(page, async () => {
            const unmarked = await page.evaluate(
              (reason) => (window as unknown as Left).lose(reason),
              why,
            );
            expect(unmarked).toBe(0);
            await expect(page.locator('[data-note=connection]', { hasText: words })).toHaveCount(
              widgets,
            );
          }),
        );
        if (why === 'network')
          took.passing.push(
            await tasksOf(page, async () => {
              const age = await page.locator('[data-note=connection]').last().textContent();
              await page.evaluate(() => performance.mark('change-begins'));
              await expect(page.locator('[data-note=connection]').last()).not.toHaveText(age ?? '');
            }),
          );
        took.back.push(
          await tasksOf(page, async () => {
            await page.evaluate(() => (window as unknown as Left).comeBack());
            await expect(page.locator('[data-stale], [data-note=connection]')).toHaveCount(0);
          }),
        );
      }
      for (const [name, changes] of Object.entries(took))
        if (changes.length > 0) expect(middleOf(name, changes).longest).toBeLessThan(longTask);
    });
});

function medianOf(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? NaN;
}
