import type { Browser } from 'playwright-core';
import type { Evidence } from './judge.ts';

/**
 * When two ticks of a 25 ms timer are further apart than this, the machine was busy with something
 * else.
 */
const noticeable = 125; // ms

/**
 * Measures how long the timers of an empty page in the same browser, and those of this process, are
 * late. No widget can be updated while the machine is that busy, so the judge allows that much more
 * time.
 */
export async function measureStalls(
  browser: Browser,
): Promise<{ readonly stalls: Evidence['stalls']; readonly stop: () => void }> {
  const stalls: { from: number; to: number }[] = [];
  const note = (from: number, to: number): void => {
    stalls.push({ from: from + 25, to });
  };

  let last = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    if (now - last > noticeable) note(last, now);
    last = now;
  }, 25);

  const page = await browser.newPage();
  await page.exposeFunction('noteStall', note);
  await page.evaluate((longest) => {
    let lastTick = Date.now();
    setInterval(() => {
      const now = Date.now();
      if (now - lastTick > longest) {
        // The page got this function above.
        (window as unknown as { noteStall: typeof note }).noteStall(lastTick, now);
      }
      lastTick = now;
    }, 25);
  }, noticeable);
  return { stalls, stop: () => clearInterval(timer) };
}
