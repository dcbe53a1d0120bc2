// Measures the gzipped size of what a host ships. Fails above a limit, or when the table in the
// README is not true. Imports are bundled by Vite for production, as the build of a host would do
// it. Files of dist/ are measured as they are.
//   npm run size -- --update      writes the table in the README anew
//   npm run size -- --peers       also measures the peers (after npm ci --prefix bench/peers)
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { formatted } from './format.mjs';
import { driftOf, sizeTable, withTable } from './sizeTable.mjs';

/**
 * What is weighed: a file that is built, or some imports. With `beside`, only what the imports add to
 * these others counts.
 *
 * @typedef {object} Weighed
 * @property {string} [file]
 * @property {string[]} [imports]
 * @property {string} [from] the module of the imports; ours when left out
 * @property {{ from: string, imports: string[] }} [also]
 * @property {{ from: string, imports: string[] }} [adds] what is weighed beside the rest
 * @property {string[]} [beside]
 * @property {RegExp[]} [external] what the host has anyway
 * @property {string} [folder] where the imports are found; here when left out
 *
 * `beats` names the peers to compare with.
 * @typedef {Weighed & { name: string, limit: number, beats?: (keyof typeof peerImports)[] }} Row
 */

const root = dirname(import.meta.dirname);
process.chdir(root);

const react = [/^react($|\/)/, /^react-dom($|\/)/];
const libraries = [...react, /^@tanstack\//, /^zustand/, /^cometd$/];
const widgets = ['AgentDesktopProvider', 'RecordingControls', 'RecordingStatus'];
const base = [...widgets, 'createAgentDesktop'];

/** @type {Row[]} */
const rows = [
  {
    name: 'Provider, controls, status: own code',
    limit: 17.6,
    imports: widgets,
    external: libraries,
  },
  {
    name: 'The same with the client that feeds them: own code',
    limit: 45.6,
    imports: base,
    external: libraries,
  },
  {
    name: 'The same on the Workspace API: own code',
    limit: 47,
    imports: widgets,
    also: { from: join(root, 'src/workspace-v3.ts'), imports: ['createWorkspaceDesktop'] },
    external: libraries,
  },
  {
    name: 'Everything but React: the same with all libraries',
    limit: 65.5,
    imports: base,
    external: react,
    beats: ['realtimekit', 'stream'],
  },
  {
    name: 'The element, with everything in it and its styles',
    limit: 73,
    file: 'dist/element/index.js',
    beats: ['realtimekit'],
  },
  { name: 'The element as a script', limit: 72, file: 'dist/element/script.js' },
  { name: 'A language, here the longest', limit: 3, file: 'dist/i18n/locales/ar.js' },
  { name: 'The stylesheet', limit: 7.8, file: 'dist/styles.css' },
  {
    name: 'A supervisor’s wall, by itself: own code',
    limit: 15.6,
    from: join(root, 'src/supervisor/index.ts'),
    imports: ['RecordingWall'],
    external: libraries,
  },
  { name: 'The stylesheet of the wall', limit: 2.5, file: 'dist/supervisor.css' },
  ...Object.entries({
    ConnectionStatus: 1,
    SensitiveSection: 6,
    PauseLimit: 2.2,
    ConfirmStop: 1,
    RecordingTimeline: 3,
    // Its code that is fetched for long lists only is weighed too.
    CallList: 4,
    watchRecordingEvents: 1,
    RecordingToolbar: 1,
    useRecordingShortcuts: 2,
  }).map(([name, limit]) => inAddition(name, limit)),
  {
    name: 'RecordingDevtools, only where it is imported',
    limit: 9,
    imports: base,
    adds: { from: join(root, 'src/devtools/index.ts'), imports: ['RecordingDevtools'] },
    external: libraries,
  },
];

/**
 * @param {string} name
 * @param {number} limit
 * @returns {Row}
 */
function inAddition(name, limit) {
  return {
    name: `${name}, in addition`,
    limit,
    imports: [...base, name],
    beside: base,
    external: libraries,
    ...(name === 'ConfirmStop' && { beats: ['streamConfirm'] }),
  };
}

/**
 * The lightest widgets of other libraries that operate a recording, as a host imports them. One is
 * a custom element, and an SDK that is not weighed here gives it a meeting. The other is for React,
 * and includes the client that feeds it.
 */
const peerImports = {
  realtimekit: {
    name: 'RealtimeKit’s toggle, without its SDK',
    package: '@cloudflare/realtimekit-ui',
    from: '@cloudflare/realtimekit-ui/components/rtk-recording-toggle',
    imports: ['RtkRecordingToggle'],
  },
  stream: {
    name: 'Stream’s button, with its client',
    package: '@stream-io/video-react-sdk',
    from: '@stream-io/video-react-sdk',
    imports: ['RecordCallButton', 'StreamCall', 'StreamVideo', 'StreamVideoClient'],
  },
  streamConfirm: {
    name: 'Stream’s button that asks first, in addition',
    package: '@stream-io/video-react-sdk',
    from: '@stream-io/video-react-sdk',
    imports: [
      'RecordCallConfirmationButton',
      'RecordCallButton',
      'StreamCall',
      'StreamVideo',
      'StreamVideoClient',
    ],
    beside: ['RecordCallButton', 'StreamCall', 'StreamVideo', 'StreamVideoClient'],
  },
};
const peersFile = 'scripts/peerSizes.json';
const peersFolder = join(root, 'bench/peers');

/**
 * Bundles the scripts that a host's page loads to have these names. What our code loads on demand
 * is weighed with the rest. What the peers load on demand is left out.
 *
 * @param {Weighed} what
 */
async function bundle({
  imports = [],
  external = [],
  from = join(root, 'src/index.ts'),
  also,
  folder,
}) {
  const entry = join(folder ?? root, 'imports.js');
  const source = [{ from, imports }, ...(also ? [also] : [])]
    .map((module) => `export { ${module.imports.join(', ')} } from ${JSON.stringify(module.from)};`)
    .join('\n');
  const built = await build({
    configFile: false,
    root: folder ?? root,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [
      {
        name: 'imports',
        enforce: 'pre',
        // This is the name of a file beside node_modules, so that its imports are found. The file
        // does not exist.
        resolveId: (id) => (id === entry ? entry : undefined),
        load: (id) => (id === entry ? source : undefined),
      },
    ],
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      rolldownOptions: {
        input: entry,
        external,
        preserveEntrySignatures: 'strict',
        output: { format: 'es', ...(!folder && { codeSplitting: false }) },
      },
    },
  });
  if (!('output' in built)) throw new Error('Vite built something else than one bundle.');
  const chunks = built.output.filter((each) => each.type === 'chunk');
  /** @type {Set<typeof chunks[number]>} */
  const needed = new Set();
  const need = (/** @type {string} */ name) => {
    const chunk = chunks.find(({ fileName }) => fileName === name);
    if (!chunk || needed.has(chunk)) return;
    needed.add(chunk);
    chunk.imports.forEach(need);
  };
  for (const { isEntry, fileName } of chunks) if (isEntry) need(fileName);
  return [...needed].map(({ code }) => code);
}

/**
 * The size in kB. Each file is gzipped by itself, as a server sends it.
 *
 * @param {(string | Buffer)[]} scripts
 */
function weigh(scripts) {
  return scripts.reduce((sum, code) => sum + gzipSync(code, { level: 9 }).length / 1000, 0);
}

/**
 * Returns the weight of a file, or of what imports add to other imports, or of what another entry
 * point adds to this one.
 *
 * @param {Weighed} weighed
 */
async function weightOf({ file, beside, adds, ...what }) {
  if (file) return weigh([readFileSync(file)]);
  if (adds) return weigh(await bundle({ ...what, also: adds })) - weigh(await bundle(what));
  const before = beside ? weigh(await bundle({ ...what, imports: beside })) : 0;
  return weigh(await bundle(what)) - before;
}

async function weighPeers() {
  if (!existsSync(join(peersFolder, 'node_modules'))) {
    console.error('No peers are installed. First: npm ci --prefix bench/peers');
    process.exit(1);
  }
  /** @type {Record<string, { name: string, package: string, weight: number }>} */
  const peers = {};
  for (const [key, { name, package: source, ...what }] of Object.entries(peerImports)) {
    const manifest = readFileSync(
      join(peersFolder, 'node_modules', source, 'package.json'),
      'utf8',
    );
    const weight = await weightOf({ ...what, external: react, folder: peersFolder });
    const { version } = JSON.parse(manifest);
    peers[key] = { name, package: `${source}@${version}`, weight: Number(weight.toFixed(2)) };
  }
  const measured = new Date().toISOString().slice(0, 10);
  writeFileSync(peersFile, await formatted(peersFile, JSON.stringify({ measured, peers })));
}

const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
if (process.argv.includes('--peers')) await weighPeers();
const { peers, measured } = JSON.parse(readFileSync(peersFile, 'utf8'));

const weighed = [];
console.log('\n  kB gzip   limit');
for (const { name, limit, beats = [], ...what } of rows) {
  const weight = await weightOf(what);
  const beaten = beats.map((peer) => `${peers[peer].weight.toFixed(1)} ${peers[peer].name}`);
  weighed.push({ name, limit, weight, peers: beaten });
  console.log(
    `${weight > limit ? '✗' : '✓'} ${weight.toFixed(2).padStart(7)} ${String(limit).padStart(7)}   ${name}`,
  );
}
if (weighed.some(({ weight, limit }) => weight > limit)) {
  console.error('\nSomething weighs more than it may. Take away before adding.');
  process.exitCode = 1;
}

const readme = readFileSync('README.md', 'utf8');
const drift = driftOf(readme, weighed);
if (process.argv.includes('--update') || process.argv.includes('--peers')) {
  const text = withTable(readme, sizeTable(weighed, measured));
  writeFileSync('README.md', await formatted('README.md', text));
} else if (drift.length > 0) {
  const lines = [
    '',
    'The README’s table is not true any more:',
    ...drift.map((line) => `  ${line}`),
  ];
  console.error([...lines, 'Write it anew: npm run size -- --update'].join('\n'));
  process.exitCode = 1;
}
