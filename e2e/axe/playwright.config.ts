import { defineConfig, type PlaywrightTestConfig } from '@playwright/test';
import { chromiumFlags, findChromium } from '../../scripts/chromium.mjs';

const executablePath = findChromium();

const config: PlaywrightTestConfig = defineConfig({
  testDir: '.',
  testMatch: 'everyStory.axe.ts',
  globalSetup: './serve.ts',
  outputDir: '../../playwright-report/axe-results',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  // Each story is checked 39 times, so a test may take long.
  timeout: 600_000,
  reporter: [['list'], ['html', { outputFolder: '../../playwright-report/axe', open: 'never' }]],
  use: {
    browserName: 'chromium',
    launchOptions: { args: chromiumFlags, ...(executablePath && { executablePath }) },
  },
});

export default config;
