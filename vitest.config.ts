import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import {
  defineConfig,
  type TestProjectInlineConfiguration,
  type ViteUserConfig,
} from 'vitest/config';
import { chromiumFlags, findChromium } from './scripts/chromium.mjs';
import { reactAliases } from './scripts/vitest/reacts.mjs';

const executablePath = findChromium();

/**
 * A condition that is polled for gets the time that a busy machine may need, because these tests do
 * not test how long it takes. A test of a duration has its own limits.
 */
const patient = { expect: { poll: { timeout: 10_000 } }, testTimeout: 20_000 };

const config: ViteUserConfig = defineConfig({
  test: {
    // All cores are used. Most of these tests wait, and leave the time that they do not need to
    // others.
    maxWorkers: '100%',
    projects: [
      {
        // These are the tests of plain logic. They run in Node without a DOM, because layers 0 to 4
        // have to work there.
        test: {
          ...patient,
          name: 'unit-node',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
          environment: 'node',
          pool: 'threads',
          setupFiles: ['scripts/vitest/quiet-console.ts'],
        },
      },
      {
        // These tests use the server line that GWS embeds. They are skipped, with their names,
        // where there is no Java.
        test: {
          ...patient,
          name: 'java',
          include: ['e2e/java-gws/**/*.test.ts'],
          environment: 'node',
          setupFiles: ['scripts/vitest/quiet-console.ts'],
        },
      },
      {
        plugins: [react()],
        test: {
          ...patient,
          name: 'unit-dom',
          include: ['src/**/*.test.tsx'],
          environment: 'happy-dom',
          pool: 'threads',
          // Modules are loaded once for all files, which takes half of the time. `npm run check` and
          // `npx vitest run <file>` run a file alone.
          isolate: false,
          setupFiles: ['scripts/vitest/quiet-console.ts', 'scripts/vitest/dom.ts'],
        },
      },
      // The project unit-dom runs these tests with React 19 without StrictMode.
      componentsOn('19', 'strict'),
      // React 19.2 draws what `<Activity>` shows again in another way than later versions.
      componentsOn('19.2', undefined, ['src/components/shownAgain.test.tsx']),
      componentsOn('18.3'),
      componentsOn('18.3', 'strict'),
      componentsOn('18.2'),
      componentsOn('18.2', 'strict'),
      stories(),
    ],
  },
});

/** Runs the same tests with another React, or in StrictMode. */
function componentsOn(
  version: '18.2' | '18.3' | '19.2' | '19',
  mode?: 'strict',
  include: string[] = ['src/{components,hooks,devtools}/**/*.test.tsx'],
): TestProjectInlineConfiguration {
  return {
    plugins: [react()],
    ...(version !== '19' && { resolve: { alias: reactAliases(version) } }),
    test: {
      ...patient,
      name: ['react', version, mode].filter(Boolean).join('-'),
      include,
      // The search through a hundred schedules tests our code and not React, so it runs in unit-dom
      // only.
      // hostMessages renders every widget 45 times, so only unit-dom and the oldest React run it.
      exclude: [
        '**/*.schedules.test.tsx',
        ...(version === '18.2' && mode === undefined ? [] : ['**/hostMessages.test.tsx']),
      ],
      environment: 'happy-dom',
      pool: 'threads',
      isolate: false,
      env: { REACT_UNDER_TEST: version },
      setupFiles: [
        'scripts/vitest/which-react.ts',
        'scripts/vitest/quiet-console.ts',
        'scripts/vitest/dom.ts',
        ...(mode === 'strict' ? ['scripts/vitest/strict.ts'] : []),
      ],
      server: {
        deps: {
          inline: [
            /@testing-library\/react/,
            /@tanstack\/react-(query|virtual)/,
            /react-query-5\.0/,
            /\/zustand\//,
          ],
        },
      },
    },
  };
}

/**
 * Runs each story with its interactions, and checks it with axe in both themes
 * (.storybook/preview.tsx).
 */
function stories(): TestProjectInlineConfiguration {
  return {
    plugins: [storybookTest({ configDir: '.storybook' })],
    // Vite prepares it before the first test. If it found it later, it would load all pages again.
    optimizeDeps: { include: ['@storybook/addon-a11y/preview'] },
    test: {
      ...patient,
      name: 'stories',
      // One page plays all stories, as in the built book. A page for each file would take 1.5 times
      // as long.
      isolate: false,
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
