import '@fontsource/inter/latin-400.css';
import '@fontsource/inter/latin-500.css';
import '@fontsource/inter/latin-600.css';
import '../styles/index.css';
import './demo.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { readServer } from './server.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root, so there is nowhere to show the demo.');

createRoot(root).render(
  <StrictMode>
    <App server={await readServer()} />
  </StrictMode>,
);
