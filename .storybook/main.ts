import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StorybookConfig } from '@storybook/react-vite';
import { mergeConfig } from 'vite';
import { bookText } from './bookText.ts';
import { fontSlices } from './fontSlices.ts';
import { writePages } from './writePages.ts';

writePages();

const config: StorybookConfig = {
  stories: ['./pages/*.mdx', '../stories/**/*.stories.tsx'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  framework: { name: '@storybook/react-vite', options: {} },
  // The feature asks every element for its style at every change, which takes 30 s of CPU in the
  // story of a thousand calls.
  features: { highlight: false },
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  // react-docgen-typescript needs the JavaScript API of TypeScript, and TypeScript 7 has none.
  typescript: { reactDocgen: 'react-docgen' },
  staticDirs: ['../public', ...apiReference()],
  viteFinal: (viteConfig) => {
    // Storybook reads vite.config.ts, which builds a library. A book is an app, so these options
    // are left out.
    const { lib: _lib, rolldownOptions: _rolldownOptions, ...build } = viteConfig.build ?? {};
    return mergeConfig(
      { ...viteConfig, build: { ...build, copyPublicDir: true, cssCodeSplit: true } },
      {
        plugins: [bookText(), fontSlices()],
        // These dependencies are named. Otherwise a test that meets one of them first has to load
        // its page again.
        optimizeDeps: {
          include: ['cometd-nodejs-server', 'cometd-nodejs-server/ack-extension.js', 'minisearch'],
        },
        // The Playground runs the mock server inside of its page.
        resolve: {
          alias: [
            { find: /^(node:)?http$/, replacement: inPage('http.ts') },
            { find: /^(node:)?crypto$/, replacement: inPage('crypto.ts') },
          ],
        },
      },
    );
  },
};

export default config;

function inPage(file: string): string {
  return fileURLToPath(new URL(`../stories/inPage/${file}`, import.meta.url));
}

/** Returns where the API reference is, if `npm run api-reference` has made it. */
function apiReference(): { from: string; to: string }[] {
  const from = '../node_modules/.cache/tallylight-api';
  return existsSync(join(import.meta.dirname, from)) ? [{ from, to: '/api' }] : [];
}
