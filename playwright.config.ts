import { defineConfig, type PlaywrightTestConfig } from '@playwright/test';
import type { DesktopOptions } from './e2e/desktop.ts';
import { chromiumFlags, findChromium } from './scripts/chromium.mjs';
import { findFirefox } from './scripts/firefox.mjs';

const executablePath = findChromium();
const firefoxPath = findFirefox();

const react = { testIgnore: ['**/element*.spec.ts', '**/noFirefox.spec.ts'] };
// This project runs the same tests with the custom elements on a page without React.
const element = {
  testMatch: '**/{element*,focus,operations,presses,serverFaults}.spec.ts',
  // These tests need the details of the demo, or a widget that is not in a shadow tree.
  grepInvert: /the details|two widgets on one call|a second press right after/,
};
/**
 * This project uses an unmodified Firefox, driven by WebDriver BiDi. Tests of what BiDi cannot do
 * are skipped with their names.
 */
const firefox = {
  browserName: 'firefox',
  channel: 'moz-firefox',
  launchOptions: {
    executablePath: firefoxPath ?? '',
    // The strictest page has no icon. Firefox would request one, and the request would violate the
    // policy of the page.
    firefoxUserPrefs: { 'browser.chrome.site_icons': false },
  },
} as const;

// There is no `webServer`, because each test has a mock server and a page server of its own
// (e2e/desktop.ts).
const config: PlaywrightTestConfig<DesktopOptions> = defineConfig<DesktopOptions>({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: true,
  // A test waits for its server most of the time, so three tests leave two cores enough time.
  workers: 4,
  timeout: 30_000,
  // `npm test` names each test that passed only when it was run again, and fails if there are more
  // than two.
  retries: 1,
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    launchOptions: { args: chromiumFlags, ...(executablePath && { executablePath }) },
    locale: 'en-GB',
    // A trace takes a tenth of the time, in Firefox a third. `--trace on` shows what has failed.
    trace: 'off',
  },
  projects: [
    { name: 'react', ...react },
    { name: 'element', ...element, use: { servedAs: 'element' } },
    ...(firefoxPath
      ? [
          { name: 'firefox', ...react, use: firefox },
          {
            name: 'firefox-element',
            ...element,
            use: { ...firefox, servedAs: 'element' as const },
          },
        ]
      : [{ name: 'firefox', testMatch: '**/noFirefox.spec.ts' }]),
  ],
});

export default config;
