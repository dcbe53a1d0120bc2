import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Has `react` and `react-dom` mean the copies that package.json installs as `react-18.2` and
 * `react-dom-18.2`. Libraries that ask for React have to be inlined, or Node gives them the other.
 *
 * @param {'18.2' | '18.3' | '19.2'} version
 */
export function reactAliases(version) {
  const folder = (name) => fileURLToPath(new URL(`../../node_modules/${name}`, import.meta.url));
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
    // Its main file is CommonJS, and so would ask Node.
    {
      find: /^@testing-library\/react$/,
      replacement: '@testing-library/react/dist/@testing-library/react.esm.js',
    },
  ];
}
