import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { reactAliases } from '../../scripts/vitest/reacts.mjs';

/** Bundles the page beside this file as one script, with the React that the host has. */
export async function buildSensitivePage(hostsReact: '18.2' | '19'): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    root: import.meta.dirname,
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [react()],
    ...(hostsReact === '18.2' && { resolve: { alias: reactAliases(hostsReact) } }),
    build: {
      write: false,
      target: 'es2022',
      lib: {
        entry: join(import.meta.dirname, 'main.tsx'),
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
