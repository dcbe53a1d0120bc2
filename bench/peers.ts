import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { buildPage } from './buildPage.ts';
import { memoryPerWidget } from './memory.ts';
import { say } from './report.ts';
import { spreadOf, type Spread } from './statistics.ts';

/**
 * A row for each measure, with how long each candidate takes, and how many times as long as
 * Tallylight a peer takes.
 */
export interface PeerRow {
  readonly name: string;
  readonly unit: 'ms' | 'kB';
  readonly candidates: Readonly<Record<string, Spread>>;
  readonly timesTallylight: Readonly<Record<string, number>>;
}

/** What a host would import from each peer. */
const imports: Readonly<Record<string, readonly [from: string, names: string]>> = {
  tallylight: [
    '../../src/index.ts',
    'AgentDesktopProvider, RecordingControls, RecordingStatus, createAgentDesktop',
  ],
  stream: [
    '@stream-io/video-react-sdk',
    'RecordCallButton, StreamCall, StreamVideo, StreamVideoClient',
  ],
  // The entry point for React loads all components of the peer, and this is the lightest way to one
  // of them.
  realtimekit: ['@cloudflare/realtimekit-ui/components/rtk-recording-toggle', 'RtkRecordingToggle'],
};

/** Measures the widgets of others in the same way, if somebody has installed them. */
export async function measurePeers(
  open: (folder: string) => Promise<Page>,
  share: number,
): Promise<readonly PeerRow[]> {
  if (!existsSync('bench/peers/node_modules')) {
    say('\nNo peers here. To have them measured too: npm ci --prefix bench/peers');
    return [];
  }
  const rows: PeerRow[] = [];
  const add = (
    name: string,
    samples: Readonly<Record<string, readonly number[]>>,
    unit: PeerRow['unit'] = 'ms',
  ): void => {
    const candidates = Object.fromEntries(
      Object.entries(samples).map(([candidate, all]) => [candidate, spreadOf(all)]),
    );
    const ours = candidates['tallylight']?.median ?? Number.NaN;
    const timesTallylight = Object.fromEntries(
      Object.entries(candidates).map(([candidate, { median }]) => [candidate, median / ours]),
    );
    rows.push({ name, unit, candidates, timesTallylight });
    const medians = Object.entries(candidates).map(
      ([candidate, { median }]) =>
        `${candidate} ${median.toPrecision(3)} ${unit} (${(median / ours).toFixed(2)} ×)`,
    );
    say(`  ${name.padEnd(28)} ${medians.join(', ')}`);
  };

  say('\nBeside the peers, in times of what Tallylight takes');
  const page = await open(await buildPage('bench/peers/page'));
  const times = (rounds: number): number => Math.max(10, Math.round(rounds * share));
  add(
    'event → DOM',
    await page.evaluate((rounds) => bench.event(1, 1, rounds, 'arrives'), times(200)),
  );
  add('press → pending', await page.evaluate((r) => bench.press(r, 'arrives'), times(100)));
  add('mount 1', await page.evaluate((rounds) => bench.mount(1, rounds), times(100)));
  add('mount 100', await page.evaluate((rounds) => bench.mount(100, rounds), times(20)));
  const heap: Record<string, readonly number[]> = {};
  for (const candidate of Object.keys(imports)) {
    const bytes = await memoryPerWidget(page, candidate, { count: 200, rounds: share < 1 ? 2 : 4 });
    heap[candidate] = bytes.map((each) => each / 1_000);
  }
  add('memory of a mounted widget', heap, 'kB');
  await page.close();

  const sizes: Record<string, readonly number[]> = {};
  for (const [candidate, [from, names]] of Object.entries(imports))
    sizes[candidate] = [(await gzippedSize(from, names)) / 1_000];
  add('size, all but React', sizes, 'kB');
  return rows;
}

/** The versions of the peers that are installed, by the names of their packages. */
export function peerVersions(): Readonly<Record<string, string>> {
  const lock: { packages: Record<string, { dependencies?: Record<string, string> }> } = JSON.parse(
    readFileSync('bench/peers/package-lock.json', 'utf8'),
  );
  return lock.packages['']?.dependencies ?? {};
}

/** Measures the size of what a page loads to use these names, minified and gzipped, without React. */
async function gzippedSize(from: string, names: string): Promise<number> {
  const entry = 'virtual:imports';
  const built = await build({
    configFile: false,
    mode: 'production',
    root: 'bench/peers',
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [
      {
        name: 'imports',
        enforce: 'pre',
        resolveId: (id) => (id === entry ? `${process.cwd()}/bench/peers/imports.js` : undefined),
        load: (id) =>
          id.endsWith('/bench/peers/imports.js')
            ? `export { ${names} } from '${from}';`
            : undefined,
      },
    ],
    build: {
      write: false,
      target: 'es2022',
      rolldownOptions: {
        input: entry,
        preserveEntrySignatures: 'strict',
        external: [/^react($|\/)/, /^react-dom($|\/)/],
      },
    },
  });
  if (!('output' in built)) throw new Error('Vite built something else than one bundle.');
  const chunks = new Map(
    built.output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file]] : [])),
  );
  const needed = new Set<string>();
  const need = (name: string): void => {
    const chunk = chunks.get(name);
    if (!chunk || needed.has(name)) return;
    needed.add(name);
    chunk.imports.forEach(need);
  };
  for (const [name, chunk] of chunks) if (chunk.isEntry) need(name);
  return [...needed].reduce(
    (sum, name) => sum + gzipSync(chunks.get(name)?.code ?? '', { level: 9 }).length,
    0,
  );
}
