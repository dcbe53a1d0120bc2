import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build, type Plugin } from 'vite';

const root = process.cwd();

/** Builds a page for production, as a host's bundler would. Returns the folder. */
export async function buildPage(source: string, plugins: readonly Plugin[] = []): Promise<string> {
  const outDir = join(root, 'node_modules/.cache/tallylight-bench', source);
  await build({
    configFile: false,
    mode: 'production',
    root: join(root, source),
    base: './',
    publicDir: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [react(), ...plugins],
    build: { outDir, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 10_000 },
  });
  return outDir;
}
