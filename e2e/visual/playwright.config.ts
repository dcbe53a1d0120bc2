import { defineConfig, type PlaywrightTestConfig } from '@playwright/test';
import { chromiumFlags, findChromium } from '../../scripts/chromium.mjs';

const executablePath = findChromium();

/** What a machine would decide about letters and colours, decided. */
const rasterizingFlags = [
  '--font-render-hinting=none',
  '--disable-font-subpixel-positioning',
  '--disable-lcd-text',
  '--force-color-profile=srgb',
  '--force-device-scale-factor=1',
  '--hide-scrollbars',
  // A rounded rim drawn in two goes comes out otherwise than in one.
  '--disable-partial-raster',
];

const config: PlaywrightTestConfig = defineConfig({
  testDir: '.',
  testMatch: ['everyStory.looks.ts', 'fromAMetre.looks.ts', 'bookSite.looks.ts'],
  globalSetup: './compareHow.ts',
  snapshotPathTemplate: '{testDir}/baselines/{arg}{ext}',
  // Only when it is asked for, because a picture that is missing would pass when it is retried.
  updateSnapshots: 'none',
  // Beside the report, since each run of the e2e suite empties test-results.
  outputDir: '../../playwright-report/visual-results',
  fullyParallel: true,
  forbidOnly: true,
  // They wait more than they work.
  workers: 3,
  timeout: 60_000,
  // See the configuration of the other browser tests.
  retries: 1,
  reporter: [['list'], ['html', { outputFolder: '../../playwright-report/visual', open: 'never' }]],
  use: {
    browserName: 'chromium',
    launchOptions: {
      args: [...chromiumFlags, ...rasterizingFlags],
      ...(executablePath && { executablePath }),
    },
  },
});

export default config;
