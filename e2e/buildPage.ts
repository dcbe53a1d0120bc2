import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { reactAliases } from '../scripts/vitest/reacts.mjs';

/** Bundles the `main.tsx` of a folder beside this file as one script, with the host's React. */
export async function buildPage(
  folder: string,
  hostsReact: '18.2' | '19.2' | '19',
): Promise<string> {
  const root = join(import.meta.dirname, folder);
  const result = await build({
    configFile: false,
    logLevel: 'error',
    root,
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [react()],
    ...(hostsReact !== '19' && { resolve: { alias: reactAliases(hostsReact) } }),
    build: {
      write: false,
      target: 'es2022',
      lib: {
        entry: join(root, 'main.tsx'),
        formats: ['iife'],
        name: 'page',
        fileName: 'page',
      },
    },
  });
  for (const output of [result].flat())
    if ('output' in output)
      for (const file of output.output) if (file.type === 'chunk') return file.code;
  throw new Error('The page was not bundled.');
}
