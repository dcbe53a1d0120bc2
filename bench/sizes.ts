import { spawnSync } from 'node:child_process';

export interface Size {
  readonly name: string;
  /** Minified and gzipped. In kB. */
  readonly size: number;
}

/** As `npm run size` weighs them. */
export function bundleSizes(): readonly Size[] {
  const { stdout } = spawnSync(process.execPath, ['scripts/size.mjs'], { encoding: 'utf8' });
  return [...stdout.matchAll(/^[✓✗] +([\d.]+) +[\d.]+ +(.+)$/gm)].map(([, size, name = '']) => ({
    name,
    size: Number(size),
  }));
}
