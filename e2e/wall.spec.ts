import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPage } from './buildPage.ts';
import { expect } from './desktop.ts';
import { onStrictHost } from './strictHost.ts';
import { traceTasks } from './traceTasks.ts';

/** The globals that `wall/main.tsx` sets on the window for tests. */
interface Left {
  readonly show: () => void;
  readonly storm: (perSecond: number, events: number) => Promise<void>;
  readonly sentCount: () => number;
  readonly faults: () => readonly string[];
  readonly problems: readonly string[];
  /** How many rows there were when the page was printed. */
  readonly printed: number;
}

const styles = ['tokens', 'supervisor'].map((name) =>
  readFileSync(join(import.meta.dirname, `../src/styles/${name}.css`), 'utf8'),
);
let script = '';

const test = onStrictHost({ css: styles.join('\n'), script: () => script });

test.beforeAll(async () => {
  script = await buildPage('wall', '19');
});

/** From this length on a person notices that the page does not answer. In ms. */
const longTask = 50;

test.describe('a wall of a thousand calls', () => {
  test.skip(
    ({ browserName }) => browserName !== 'chromium',
    'Only Chromium reports its tasks, and prints for a test.',
  );

  // The time of a task is measured on the processor and not on the clock, because other programs of
  // a busy machine do not count for the wall.
  test('has no long task at 200 events a second, with the pointer on it and while it is scrolled', async ({
    page,
  }) => {
    await page.goto('/');
    const stop = await traceTasks(page, 'wall-begins');
    await page.evaluate(() => (window as unknown as Left).show());
    const grid = page.getByRole('grid');
    await expect(grid).toHaveAttribute('aria-rowcount', '1001');
    const sentCount = (): Promise<number> =>
      page.evaluate(() => (window as unknown as Left).sentCount());
    const storm = page.evaluate(() => (window as unknown as Left).storm(200, 2_000));
    await expect.poll(sentCount).toBeGreaterThan(600);
    await grid.hover();
    for (let turn = 0; turn < 20; turn += 1) {
      await page.mouse.wheel(0, turn < 14 ? 900 : -2_000);
      const before = await sentCount();
      await expect.poll(sentCount, { intervals: [20] }).toBeGreaterThan(before + 10);
    }
    await page.mouse.move(0, 0);
    await storm;
    const tasks = await stop();

    // The trace has measured the processor, or this sum would be 0.
    expect(tasks.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(100);
    const [longest = 0, second = 0] = tasks.toSorted((a, b) => b - a);
    console.log(
      `  the longest tasks of the wall took ${longest.toFixed(1)} and ${second.toFixed(1)} ms of the processor, of ${tasks.length} tasks`,
    );
    expect(longest).toBeLessThan(longTask);
    await expect.poll(() => page.evaluate(() => (window as unknown as Left).faults())).toEqual([]);
    expect(await page.evaluate(() => (window as unknown as Left).problems)).toEqual([]);
  });

  test('puts all rows on paper, and takes them away again', async ({ page }) => {
    await page.goto('/');
    await page.evaluate(() => (window as unknown as Left).show());
    const rows = page.locator('[data-call-id]');
    await expect(rows.first()).toBeVisible();
    // The listener of the wall is there already and is called first.
    await page.evaluate(() =>
      addEventListener('beforeprint', () => {
        const printed = document.querySelectorAll('[data-call-id]').length;
        Object.assign(window, { printed });
      }),
    );
    await page.pdf();
    expect(await page.evaluate(() => (window as unknown as Left).printed)).toBe(1_000);
    await expect.poll(() => rows.count()).toBeLessThan(60);
  });
});
