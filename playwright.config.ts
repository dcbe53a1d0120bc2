import { defineConfig, type PlaywrightTestConfig } from '@playwright/test';
import type { DesktopOptions } from './e2e/desktop.ts';
import { chromiumFlags, findChromium } from './scripts/chromium.mjs';
import { findFirefox } from './scripts/firefox.mjs';

const executablePath = findChromium();
const firefoxPath = findFirefox();

const react = { testIgnore: ['**/element*.spec.ts', '**/noFirefox.spec.ts'] };
// The same tests with the custom elements on a page without React.
const element = {
  testMatch: '**/{element*,focus,operations,presses,serverFaults}.spec.ts',
  // These tests need the details of the demo, or a widget that is not in a shadow tree.
  grepInvert: /the details|two widgets on one call|a second press right after/,
};
/**
 * An unchanged Firefox, driven by WebDriver BiDi. Tests of what BiDi cannot do are skipped by name.
 */
const firefox = {
  browserName: 'firefox',
  channel: 'moz-firefox',
  launchOptions: {
    executablePath: firefoxPath ?? '',
    // The strictest page has no icon, and Firefox would ask for one and report the page for it.
    firefoxUserPrefs: { 'browser.chrome.site_icons': false },
  },
} as const;

// No `webServer`: each test has a mock server and a page server of its own (e2e/desktop.ts).
const config: PlaywrightTestConfig<DesktopOptions> = defineConfig<DesktopOptions>({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: true,
  // Most of the time a test waits for its server, so three of them leave two cores enough time.
  workers: 3,
  timeout: 30_000,
  // `npm test` names each test that passed only when it was run again, and fails for more than two.
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
