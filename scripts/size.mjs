// Weighs what a host ships, gzipped, and fails above a limit. Sets of imports are bundled by Vite
// for production, as a host's own build would; files of dist/ are weighed as they are.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

const react = [/^react($|\/)/, /^react-dom($|\/)/];
const libraries = [...react, /^@tanstack\//, /^zustand/, /^cometd$/, /^valibot$/];
const widgets = ['AgentDesktopProvider', 'RecordingControls', 'RecordingStatus'];
const base = [...widgets, 'createAgentDesktop'];

const rows = [
  {
    name: 'Provider, controls, status: own code',
    limit: 10,
    imports: widgets,
    external: libraries,
  },
  {
    name: 'The same with the client that feeds them: own code',
    limit: 16,
    imports: base,
    external: libraries,
  },
  {
    name: 'Everything but React: the same with all libraries',
    limit: 30,
    imports: base,
    external: react,
  },
  {
    name: 'The element, with everything in it and its styles',
    limit: 40,
    file: 'dist/element/index.js',
  },
  { name: 'The element as a script', limit: 40, file: 'dist/element/script.js' },
  { name: 'A language, here the longest', limit: 3, file: 'dist/i18n/locales/ar.js' },
  ...[
    ['SensitiveSection', 3],
    ['PauseLimit', 2],
    ['ConfirmStop', 1],
    ['RecordingTimeline', 3],
    ['CallList', 2],
    ['watchRecordingEvents', 1],
  ].map(([name, limit]) => ({
    name: `${name}, in addition`,
    limit: Number(limit),
    imports: [...base, name],
    beside: base,
    external: libraries,
  })),
];

/** The bundle that a host gets from importing these names. */
async function bundle({ imports, external }) {
  const entry = 'virtual:imports';
  const { output } = await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [
      {
        name: 'imports',
        resolveId: (id) => (id === entry ? `\0${entry}` : undefined),
        load: (id) =>
          id === `\0${entry}`
            ? `export { ${imports.join(', ')} } from ${JSON.stringify(join(root, 'src/index.ts'))}`
            : undefined,
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
        // What is loaded on demand is weighed with the rest.
        output: { format: 'es', codeSplitting: false },
      },
    },
  });
  return output.map(({ code }) => code ?? '').join('');
}

/** In kB, gzipped. */
function weigh(code) {
  return gzipSync(code, { level: 9 }).length / 1000;
}

const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

let isTooMuch = false;
console.log('\n  kB gzip   limit');
for (const { name, limit, ...what } of rows) {
  const weight =
    weigh(what.file ? readFileSync(what.file) : await bundle(what)) -
    (what.beside ? weigh(await bundle({ ...what, imports: what.beside })) : 0);
  const isOver = weight > limit;
  isTooMuch ||= isOver;
  console.log(
    `${isOver ? '✗' : '✓'} ${weight.toFixed(2).padStart(7)} ${String(limit).padStart(7)}   ${name}`,
  );
}
if (isTooMuch) {
  console.error('\nSomething weighs more than it may. Take away before adding.');
  process.exit(1);
}
