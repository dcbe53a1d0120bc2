import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

/**
 * The tests of the file that is changed, from scripts/mutants.mjs. Stryker's own `testFiles` cannot
 * be used, because with it a change in code that runs while a module is loaded has no effect.
 */
const tests = process.env['TESTS_OF_MUTANTS']?.split(',') ?? [];

/**
 * The projects unit-node and unit-dom of vitest.config.ts, for Stryker, without browser and without
 * Java.
 */
const config: ViteUserConfig = defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    projects: [
      {
        test: {
          name: 'unit-node',
          include: tests.filter((path) => path.endsWith('.ts')),
          environment: 'node',
          setupFiles: ['scripts/vitest/quiet-console.ts'],
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'unit-dom',
          include: tests.filter((path) => path.endsWith('.tsx')),
          environment: 'happy-dom',
          setupFiles: ['scripts/vitest/quiet-console.ts', 'scripts/vitest/dom.ts'],
        },
      },
    ],
  },
});

export default config;
