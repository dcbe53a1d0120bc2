import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import {
  defineConfig,
  type TestProjectInlineConfiguration,
  type ViteUserConfig,
} from 'vitest/config';
import { chromiumFlags, findChromium } from './scripts/chromium.mjs';

const executablePath = findChromium();

const config: ViteUserConfig = defineConfig({
  test: {
    projects: [
      {
        // Plain logic. It runs in Node without a DOM, which is what floors 0–3 promise.
        test: {
          name: 'unit-node',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
          environment: 'node',
          pool: 'threads',
          setupFiles: ['scripts/vitest/quiet-console.ts'],
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'unit-dom',
          include: ['src/**/*.test.tsx'],
          environment: 'happy-dom',
          pool: 'threads',
          setupFiles: ['scripts/vitest/quiet-console.ts', 'scripts/vitest/dom.ts'],
        },
      },
      // Each story in both themes, since axe finds the contrast of one only.
      stories('stories', 'light'),
      stories('stories-dark', 'dark'),
    ],
  },
});

function stories(name: string, theme: 'light' | 'dark'): TestProjectInlineConfiguration {
  return {
    plugins: [storybookTest({ configDir: '.storybook', initialGlobals: { theme } })],
    test: {
      name,
      // Its own object for each project: Vitest writes into it.
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({
          launchOptions: { args: chromiumFlags, ...(executablePath && { executablePath }) },
        }),
        instances: [{ browser: 'chromium' }],
      },
    },
  };
}

export default config;
