import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Aliases that make `react` and `react-dom` the copies that package.json installs as `react-18.2`
 * and `react-dom-18.2`. Libraries that import React have to be inlined, because Node would give
 * them React 19.
 *
 * @param {'18.2' | '18.3' | '19.2'} version
 */
export function reactAliases(version) {
  const folder = (/** @type {string} */ name) =>
    fileURLToPath(new URL(`../../node_modules/${name}`, import.meta.url));
  // react-dom asks Node for its `react`, which looks here first.
  const own = `${folder(`react-dom-${version}`)}/node_modules`;
  if (!existsSync(`${own}/react`)) {
    mkdirSync(own, { recursive: true });
    symlinkSync(folder(`react-${version}`), `${own}/react`, 'junction');
  }
  return [
    // The oldest React also has the oldest react-query that a host may have; the others the newest.
    ...(version === '18.2'
      ? [{ find: /^@tanstack\/react-query$/, replacement: 'react-query-5.0' }]
      : []),
    { find: /^react(?=$|\/)/, replacement: `react-${version}` },
    { find: /^react-dom(?=$|\/)/, replacement: `react-dom-${version}` },
    // The main file is CommonJS, and its `require` would find React 19.
    {
      find: /^@testing-library\/react$/,
      replacement: '@testing-library/react/dist/@testing-library/react.esm.js',
    },
  ];
}
