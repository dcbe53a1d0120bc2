import '@fontsource/inter/400.css';
import '@fontsource/inter/500.css';
import '@fontsource/inter/600.css';
import type { Preview } from '@storybook/react-vite';
import '../src/styles/index.css';
import './preview.css';

const preview: Preview = {
  parameters: {
    // A finding of axe fails the story's test.
    a11y: { test: 'error' },
    layout: 'padded',
    controls: { expanded: true },
    options: {
      storySort: {
        order: ['Guide', ['Getting started', 'Connecting to GWS', 'Truth and pending'], '*'],
      },
    },
  },
  globalTypes: {
    theme: {
      description: 'Light or dark',
      toolbar: { title: 'Theme', icon: 'contrast', items: ['light', 'dark'], dynamicTitle: true },
    },
    direction: {
      description: 'Writing direction',
      toolbar: { title: 'Direction', icon: 'transfer', items: ['ltr', 'rtl'], dynamicTitle: true },
    },
  },
  initialGlobals: { theme: 'light', direction: 'ltr' },
  decorators: [
    (Story, { globals }) => {
      // On the element where a host would set them, and again whenever the toolbar changes.
      const { documentElement } = document;
      documentElement.dataset['theme'] = globals['theme'] === 'dark' ? 'dark' : 'light';
      documentElement.dir = globals['direction'] === 'rtl' ? 'rtl' : 'ltr';
      return <Story />;
    },
  ],
};

export default preview;
