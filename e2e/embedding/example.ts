// `npm run example -- NAME` serves one of the README's examples with the built library and a mock
// server, until you stop it.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { onNpmGone } from '../../scripts/npm.mjs';
import { createMockServer } from '../../src/mock-server/createMockServer.ts';
import { serveExample, type LoadBuilt } from './serveExample.ts';

/** @returns the exit code */
export async function main([name = 'react']: readonly string[], load: LoadBuilt): Promise<number> {
  if (!existsSync('dist/index.js')) {
    const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
    if (status !== 0) return status ?? 1;
  }
  const stopped = Promise.race([
    ...['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal)),
    new Promise<void>(onNpmGone),
  ]);
  const mock = createMockServer();
  try {
    const { url: gws } = await mock.listen();
    const example = await serveExample(name, gws, load);
    console.log(`  ${name}  ${example.url}`);
    await stopped;
    await example.close();
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  } finally {
    await mock.close();
  }
}
