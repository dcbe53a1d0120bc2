import type { StorybookConfig } from '@storybook/react-vite';

const config: StorybookConfig = {
  stories: ['../stories/**/*.mdx', '../stories/**/*.stories.tsx'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  framework: { name: '@storybook/react-vite', options: {} },
  // It asks every element for its style at every change: 30 s of CPU for the story of a thousand calls.
  features: { highlight: false },
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  // TypeScript 7 has no JavaScript API, which react-docgen-typescript would need.
  typescript: { reactDocgen: 'react-docgen' },
  staticDirs: ['../public'],
  viteFinal: (viteConfig) => {
    // Storybook reads vite.config.ts, which builds a library; a book is an app.
    const { lib: _lib, rolldownOptions: _rolldownOptions, ...build } = viteConfig.build ?? {};
    return { ...viteConfig, build: { ...build, copyPublicDir: true, cssCodeSplit: true } };
  },
};

export default config;
