import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
// The first example of README.md, unchanged except for the address of the server.
import { App } from 'readme:tsx';

const root = document.querySelector('#root');
if (root) createRoot(root).render(createElement(App));
