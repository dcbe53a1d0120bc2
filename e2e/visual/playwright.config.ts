import { defineConfig, type PlaywrightTestConfig } from '@playwright/test';
import { chromiumFlags, findChromium } from '../../scripts/chromium.mjs';

const executablePath = findChromium();

/** These flags fix what each machine would otherwise decide by itself about letters and colours. */
const rasterizingFlags = [
  '--font-render-hinting=none',
  '--disable-font-subpixel-positioning',
  '--disable-lcd-text',
  '--force-color-profile=srgb',
  '--force-device-scale-factor=1',
  '--hide-scrollbars',
  // A rounded edge that is drawn in two steps looks different from one that is drawn in one step.
  '--disable-partial-raster',
];

const config: PlaywrightTestConfig = defineConfig({
  testDir: '.',
  testMatch: ['everyStory.looks.ts', 'fromAMetre.looks.ts', 'bookSite.looks.ts'],
  globalSetup: './compareHow.ts',
  snapshotPathTemplate: '{testDir}/baselines/{arg}{ext}',
  // Baselines are written only when somebody asks for it. Otherwise a missing picture would be
  // written, and would pass when the test is retried.
  updateSnapshots: 'none',
  // The results are beside the report, because each run of the e2e suite empties test-results.
  outputDir: '../../playwright-report/visual-results',
  fullyParallel: true,
  forbidOnly: true,
  // There are more workers than cores, because the workers wait more than they work.
  workers: 3,
  timeout: 60_000,
  // The configuration of the other browser tests gives the reason.
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
