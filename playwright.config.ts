import { defineConfig, type PlaywrightTestConfig } from '@playwright/test';
import type { DesktopOptions } from './e2e/desktop.ts';
import { chromiumFlags, findChromium } from './scripts/chromium.mjs';

const executablePath = findChromium();

// No `webServer`: each test has a mock server and a page server of its own (e2e/desktop.ts).
const config: PlaywrightTestConfig<DesktopOptions> = defineConfig<DesktopOptions>({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  timeout: 30_000,
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    launchOptions: { args: chromiumFlags, ...(executablePath && { executablePath }) },
    locale: 'en-GB',
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'react', testIgnore: '**/element*.spec.ts' },
    {
      // The same promises, kept by the custom elements on a plain page.
      name: 'element',
      testMatch: '**/{element*,focus,operations,presses,unlucky}.spec.ts',
      // These are about the demo's own details, or look for a widget in the page's own tree.
      grepInvert: /the details|two widgets on one call|a second press right after/,
      use: { servedAs: 'element' },
    },
  ],
});

export default config;
