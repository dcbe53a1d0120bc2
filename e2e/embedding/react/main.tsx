import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
// The first example of README.md, word for word but for the server's address.
import { App } from 'readme:tsx';

const root = document.querySelector('#root');
if (root) createRoot(root).render(createElement(App));
