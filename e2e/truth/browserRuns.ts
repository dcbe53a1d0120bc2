import { chromium, type Browser } from 'playwright-core';
import { chromiumFlags, findChromium } from '../../scripts/chromium.mjs';
import type { Evidence } from './judge.ts';
import { measureStalls } from './measureStalls.ts';

/** Runs schedules in a browser, and starts another browser when one has crashed. */
export interface BrowserRuns {
  readonly version: string;
  /**
   * Runs `act`, and runs it again when the browser has crashed meanwhile, because that says nothing
   * about the widgets.
   *
   * @throws whatever the play throws while the browser is up
   */
  readonly play: <T>(
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
    play: async (act) => {
      for (;;) {
        const mine = current;
        const { browser, stallMeter } = await mine;
        try {
          return await act(browser, stallMeter.stalls);
        } catch (error) {
          // The pages of a browser that crashes are gone a moment before `isConnected` tells.
          await new Promise((resolve) => setTimeout(resolve, 1_000));
          if (browser.isConnected() || browsers >= mostBrowsers) throw error;
          // The first run that notices it launches another browser. All runs of the old one repeat.
          if (current === mine) {
            browsers += 1;
            stallMeter.stop();
            console.log('        The browser went down. Another one.');
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
