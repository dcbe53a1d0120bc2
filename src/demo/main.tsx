import '@fontsource/inter/latin-400.css';
import '@fontsource/inter/latin-500.css';
import '@fontsource/inter/latin-600.css';
// A browser fetches these only for a page with letters of the script.
import '@fontsource/inter/latin-ext-400.css';
import '@fontsource/inter/latin-ext-500.css';
import '@fontsource/inter/latin-ext-600.css';
import '@fontsource/noto-sans-arabic/arabic-400.css';
import '@fontsource/noto-sans-arabic/arabic-600.css';
import '@fontsource/noto-sans-hebrew/hebrew-400.css';
import '@fontsource/noto-sans-hebrew/hebrew-600.css';
import '../styles/index.css';
import './demo.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { readServer } from './server.ts';
import { settingsIn } from './settings.ts';
import { englishWords, loadWords } from './words/loadWords.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root, so there is nowhere to show the demo.');

// The first paint is in the chosen language. If its words cannot be fetched, it is in English.
const [server, words] = await Promise.all([
  readServer(),
  loadWords(settingsIn(location.hash).language).catch(() => englishWords),
]);

createRoot(root).render(
  <StrictMode>
    <App server={server} firstWords={words} />
  </StrictMode>,
);
