import { chromium, type Browser } from 'playwright-core';
import { chromiumFlags, findChromium } from '../../scripts/chromium.mjs';
import type { Evidence } from './judge.ts';
import { measureStalls } from './measureStalls.ts';

/** Runs schedules in a browser, and starts another browser when one has crashed. */
export interface BrowserRuns {
  readonly version: string;
  /**
   * Runs `act`. When the browser crashes meanwhile, `act` runs again in another browser, because
   * the crash says nothing about the widgets.
   *
   * @throws whatever `act` throws while the browser has not crashed
   */
  readonly run: <T>(
    act: (browser: Browser, stalls: Evidence['stalls']) => Promise<T>,
  ) => Promise<T>;
  readonly close: () => Promise<void>;
}

const mostBrowsers = 5;

export async function openBrowserRuns(): Promise<BrowserRuns> {
  const executablePath = findChromium();
  const launch = async (): Promise<{
    browser: Browser;
    stallMeter: Awaited<ReturnType<typeof measureStalls>>;
  }> => {
    const browser = await chromium.launch({
      args: chromiumFlags,
      ...(executablePath && { executablePath }),
    });
    return { browser, stallMeter: await measureStalls(browser) };
  };
  let current = launch();
  let browsers = 1;
  const { browser: first } = await current;

  return {
    version: first.version(),
    run: async (act) => {
      for (;;) {
        const used = current;
        const { browser, stallMeter } = await used;
        try {
          return await act(browser, stallMeter.stalls);
        } catch (error) {
          // When a browser crashes, its pages are closed a moment before `isConnected` is false, so
          // this waits a second.
          await new Promise((resolve) => setTimeout(resolve, 1_000));
          if (browser.isConnected() || browsers >= mostBrowsers) throw error;
          // The first run that notices it launches another browser. Then all runs of the old
          // browser start again.
          if (current === used) {
            browsers += 1;
            stallMeter.stop();
            console.log('        The browser has crashed. Another one is launched.');
            current = launch();
          }
        }
      }
    },
    close: async () => {
      const { browser, stallMeter } = await current;
      stallMeter.stop();
      await browser.close();
    },
  };
}
