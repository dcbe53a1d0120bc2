import '@fontsource/inter/400.css';
import '@fontsource/inter/500.css';
import '@fontsource/inter/600.css';
// These three are imported one by one, so that fontSlices.ts can take out what is not needed.
import '@fontsource/noto-sans-jp/400.css';
import '@fontsource/noto-sans-jp/600.css';
import '@fontsource/noto-sans-kr/400.css';
import '@fontsource/noto-sans-kr/600.css';
import '@fontsource/noto-sans-sc/400.css';
import '@fontsource/noto-sans-sc/600.css';
import { afterEach as checkWithAxe } from '@storybook/addon-a11y/preview';
import type { Preview } from '@storybook/react-vite';
import { messageLocales } from '../src/i18n/loadMessages.ts';
import type { Messages } from '../src/i18n/messages.ts';
import { pseudo } from '../src/i18n/pseudo.ts';
import { languageLoader, StoryLanguage } from '../stories/language.tsx';
import '../src/styles/index.css';
import { BookPage } from './BookPage.tsx';
import './preview.css';
import { asTyped } from './propsTable.ts';

/** Whether Vitest plays the stories as tests. Otherwise a person reads them in the book. */
const isTest = import.meta.env.MODE === 'test';

/** The only rules of axe whose findings depend on colours. */
const rulesOfColours = ['color-contrast', 'link-in-text-block'];

const preview: Preview = {
  parameters: {
    // A finding of axe fails the story's test.
    a11y: {
      test: 'error',
      // A test needs only the findings. Without this option axe also describes each element that it
      // has checked.
      ...(isTest && { options: { resultTypes: ['violations'] } }),
    },
    layout: 'padded',
    controls: { expanded: true },
    // A reader wants to copy the widget, and not the decorators around it.
    docs: { source: { excludeDecorators: true }, container: BookPage },
    options: {
      storySort: {
        // The chapters are in the order in which a reader needs them: first whether it works, then
        // how to begin, then the widgets, then what they do together, and last what reviewers need.
        order: [
          'Welcome',
          'Playground',
          'Guide',
          [
            'Getting started',
            'Connecting to GWS',
            'Truth and pending',
            'Migrating',
            'Testing your desktop',
            'Theming',
            'Custom elements',
            'In a frame of another desktop',
            'Adapters',
            'API reference',
            'Versions and support',
            '*',
          ],
          'Hosts',
          [
            'Vite and React',
            'A plain page',
            'Next',
            'webpack',
            'Vue',
            'Svelte',
            'Tailwind',
            'MUI',
            '*',
          ],
          'RecordingControls',
          'RecordingStatus',
          'CallList',
          'ConnectionStatus',
          'SensitiveSection',
          'PauseLimit',
          'RecordingTimeline',
          'RecordingWall',
          'ConfirmStop',
          'Hooks',
          'Policy',
          'Keyboard',
          'Announcements',
          'Whole day',
          'Windows',
          'Languages',
          'Devtools',
          '*',
          'All states',
          'Looks',
          'Themes',
          'Layout shift',
          'Sentences',
        ],
      },
    },
  },
  globalTypes: {
    theme: {
      description: 'Light or dark',
      toolbar: { title: 'Theme', icon: 'contrast', items: ['light', 'dark'], dynamicTitle: true },
    },
    density: {
      description: 'How large buttons and spaces are: 24, 32 or 44 px',
      toolbar: {
        title: 'Density',
        icon: 'grow',
        items: ['compact', 'normal', 'touch'],
        dynamicTitle: true,
      },
    },
    contrast: {
      description: 'What `prefers-contrast: more` does, without asking the system',
      toolbar: {
        title: 'Contrast',
        icon: 'accessibility',
        items: [
          { value: 'system', title: 'Contrast: as the system' },
          { value: 'more', title: 'Contrast: more' },
        ],
        dynamicTitle: true,
      },
    },
    language: {
      description: 'Language of the widgets, and with it the direction of the page',
      toolbar: {
        title: 'Language',
        icon: 'globe',
        items: [...messageLocales.map(languageItem), { value: pseudo.locale, title: 'Pseudo' }],
        dynamicTitle: true,
      },
    },
  },
  initialGlobals: { theme: 'light', density: 'normal', contrast: 'system', language: 'en' },
  loaders: [languageLoader],
  // The addon checks each story after this, in the light theme and with all rules.
  ...(isTest && { afterEach: checkInDark }),
  argTypesEnhancers: [asTyped],
  decorators: [
    (Story, { globals, loaded }) => {
      // The loader above has put it there. Storybook types what was loaded as a record of anything.
      const messages = loaded['messages'] as Messages;
      // A host would set them on this element, too. They are set again when the toolbar changes.
      const { documentElement } = document;
      documentElement.dataset['theme'] = globals['theme'] === 'dark' ? 'dark' : 'light';
      documentElement.dataset['density'] = String(globals['density']);
      if (globals['contrast'] === 'more') documentElement.dataset['contrast'] = 'more';
      else delete documentElement.dataset['contrast'];
      documentElement.lang = messages.locale;
      documentElement.dir = messages.dir;
      return (
        <StoryLanguage.Provider value={messages}>
          <Story />
        </StoryLanguage.Provider>
      );
    },
  ],
};

export default preview;

/**
 * Checks the colours of a story in the dark theme. A host sets the theme on the same element, so the
 * story need not be played again.
 *
 * @throws an error that lists what axe has found
 */
async function checkInDark(context: Parameters<typeof checkWithAxe>[0]): Promise<void> {
  const { parameters } = context;
  const { documentElement } = document;
  const { theme } = documentElement.dataset;
  // A transition would show axe a colour between those of the two themes.
  const noTransitions = document.head.appendChild(document.createElement('style'));
  noTransitions.textContent = '* { transition: none !important }';
  documentElement.dataset['theme'] = 'dark';
  try {
    const runOnly = { type: 'rule', values: rulesOfColours };
    const a11y = { ...parameters['a11y'], options: { ...parameters['a11y']?.options, runOnly } };
    await checkWithAxe({ ...context, parameters: { ...parameters, a11y } });
  } catch (cause) {
    throw new Error(`In the dark theme: ${String(cause)}`, { cause });
  } finally {
    documentElement.dataset['theme'] = theme;
    noTransitions.remove();
  }
}

/** Each language has its own name for itself, because its readers may not read another language. */
function languageItem(value: string): { value: string; title: string } {
  const title = new Intl.DisplayNames(value, { type: 'language' }).of(value) ?? value;
  return { value, title };
}
