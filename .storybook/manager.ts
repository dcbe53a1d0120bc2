import { addons } from 'storybook/manager-api';
import { create, getPreferredColorScheme } from 'storybook/theming';

addons.setConfig({
  theme: create({ base: getPreferredColorScheme(), brandTitle: 'Tallylight', brandUrl: './' }),
  // In the order of .storybook/preview.tsx. With roots, all pages that are in no chapter came first, and
  // the guide was below the last of twenty.
  sidebar: { showRoots: false },
});
