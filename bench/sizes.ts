import { spawnSync } from 'node:child_process';

export interface Size {
  readonly name: string;
  /** Minified and gzipped, in kB. */
  readonly size: number;
}

/** Returns the sizes as `npm run size` measures them. */
export function bundleSizes(): readonly Size[] {
  const { stdout } = spawnSync(process.execPath, ['scripts/size.mjs'], { encoding: 'utf8' });
  return [...stdout.matchAll(/^[✓✗] +([\d.]+) +[\d.]+ +(.+)$/gm)].map(([, size, name = '']) => ({
    name,
    size: Number(size),
  }));
}
