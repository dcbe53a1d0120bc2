import { addons } from 'storybook/manager-api';
import { create, getPreferredColorScheme } from 'storybook/theming';

addons.setConfig({
  theme: create({ base: getPreferredColorScheme(), brandTitle: 'Tallylight', brandUrl: './' }),
  // The order is that of .storybook/preview.tsx. With roots, Storybook puts all pages that are in
  // no chapter first, so the guide was below twenty other entries.
  sidebar: { showRoots: false },
});
