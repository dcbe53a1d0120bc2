// Checks the built package from outside, as the Node, the bundler and the compiler of a host see
// it.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, posix } from 'node:path';
import { createInterface } from 'node:readline';
import { bin } from './bin.mjs';
import { entryPointsOf, isForTypes, opened, typeFaults } from './hostTypes.mjs';
import { pack } from './npm.mjs';

const root = dirname(import.meta.dirname);
process.chdir(root);
const { name, exports, bin: commands } = JSON.parse(readFileSync('package.json', 'utf8'));
const faults = [];

const entries = Object.entries(exports).flatMap((entry) => opened(entry));
for (const [entryPoint, target] of entries)
  for (const file of filesOf(target))
    if (!existsSync(file)) faults.push(`${entryPoint} leads to ${file}: not there`);
const modules = entryPointsOf(name, exports);

// A page that has such a package itself would load it twice. The elements contain theirs, minified.
if (existsSync('dist/node_modules'))
  faults.push(
    `dist/node_modules has copies of packages: ${readdirSync('dist/node_modules').join(', ')}. Name them in dependencies, which vite.config.ts leaves out.`,
  );

// Imports each entry point in Node, where there is no `window`. Server-side rendering does the same.
for (const module of modules) {
  try {
    const names = Object.keys(await import(module));
    console.log(`${module} exports ${names.length} names`);
    if (names.length === 0 && !isForTypes(module)) faults.push(`${module} exports nothing`);
  } catch (error) {
    faults.push(`${module} cannot be imported in Node: ${String(error)}`);
  }
}

// Requires each CommonJS file, as Jest does, and as a Node does that cannot `require` ES modules.
for (const module of modules.filter((each) => !isForTypes(each))) {
  const required = spawnSync(
    process.execPath,
    [
      ...(process.allowedNodeEnvironmentFlags.has('--experimental-require-module')
        ? ['--no-experimental-require-module']
        : []),
      '--conditions=require',
      '--eval',
      `const file = ${JSON.stringify(join(root, commonJsOf(module)))};
      if (Object.keys(require(file)).length === 0) throw new Error('exports nothing');`,
    ],
    { encoding: 'utf8' },
  );
  if (required.status !== 0)
    faults.push(
      `${module} cannot be required: ${required.stderr.split('\n').slice(0, 6).join('\n')}`,
    );
}

const cache = 'node_modules/.cache/tallylight';
const folder = join(cache, 'host');
rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, 'node_modules'), { recursive: true });
// The package is linked as if it were installed, because the oldest resolution does not let a package
// import itself.
symlinkSync(root, join(folder, 'node_modules', name), 'junction');
faults.push(
  ...typeFaults(folder, {
    5.4: bin('typescript-5.4', 'tsc'),
    '7.0': bin('typescript', 'tsc'),
  }),
);

// The devtools are in files of their own, so that a page that does not import them loads nothing of them.
const titleOfDevtools = 'Tallylight devtools';
const filesWithDevtools = readdirSync('dist', { recursive: true, encoding: 'utf8' }).filter(
  (file) =>
    file.endsWith('.js') && readFileSync(join('dist', file), 'utf8').includes(titleOfDevtools),
);
if (filesWithDevtools.length === 0) faults.push('No file of dist has the devtools.');
for (const file of filesWithDevtools)
  if (!/^(cjs\/)?devtools\//.test(file)) faults.push(`dist/${file} has the devtools in it.`);

// Asks an editor's language server where names are defined, from an ES module and from a CommonJS
// module. Its answer has to be the line of the source.
const editorsFiles = ['mts', 'cts'].map((extension) => join(root, folder, `editor.${extension}`));
for (const file of editorsFiles)
  writeFileSync(
    file,
    `import { createAgentDesktop, RecordingControls } from '${name}';\nvoid [createAgentDesktop, RecordingControls];\n`,
  );
writeFileSync(
  join(folder, 'tsconfig.json'),
  JSON.stringify({ compilerOptions: { module: 'nodenext', types: [] }, files: editorsFiles }),
);
for (const file of editorsFiles) {
  const expected = [
    ['createAgentDesktop', 'src/client/createAgentDesktop.ts'],
    ['RecordingControls', 'src/components/RecordingControls.tsx'],
  ];
  const found = await definitionsOf(file, [10, 30]);
  for (const [index, [exported = '', source = '']] of expected.entries()) {
    const definition = found[index];
    const path = definition && realpathSync(definition.file);
    const line = path && readFileSync(path, 'utf8').split('\n')[definition.start.line - 1];
    if (path !== join(realpathSync(root), source) || !line?.includes(exported))
      faults.push(`${basename(file)}: the definition of ${exported} is in ${path}: ${line}`);
  }
}

// Imports the package as a bundler for server components does: a file with "use client" is replaced
// by references, and React has neither hooks nor context.
const serverComponents = spawnSync(
  process.execPath,
  [
    '--conditions=react-server',
    '--input-type=module',
    '--eval',
    `import { register } from 'node:module';
    register('data:text/javascript,' + encodeURIComponent(\`
      export async function load(url, context, next) {
        const loaded = await next(url, context);
        const source = String(loaded.source ?? '');
        if (!source.startsWith('"use client"')) return loaded;
        const names = /export \\{([^}]*)\\}/.exec(source)[1].split(',');
        return { ...loaded, source: names.map((each) => 'export const ' + each + '=1;').join('') };
      }
    \`));
    await import('${name}');`,
  ],
  { encoding: 'utf8' },
);
if (serverComponents.status !== 0) {
  faults.push(`a server component cannot import ${name}: ${serverComponents.stderr}`);
}

// Starts the mock server by the command that the package installs.
const command = spawn(
  process.execPath,
  [commands['tallylight-mock-server'], '--port', '0', '--quiet'],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const [greeting = ''] = await Promise.race([
  once(createInterface(command.stdout), 'line'),
  once(command, 'exit').then(() => []),
]);
const answer = await fetch(`${greeting.split(' ').at(-1)}/mock/state`).catch(() => undefined);
if (answer?.status !== 200)
  faults.push(`tallylight-mock-server said "${greeting}" and does not answer`);

// Somebody called the command with -h and got a stack trace. Somebody else had it running twice, and the
// second one said so and never ended. Somebody else had not installed the
// package it needs, and got Node's own message about a missing module.
for (const { option, exitCode, said } of [
  { option: '-h', exitCode: 0, said: /Scenarios:[^]*quiet: / },
  { option: '--help', exitCode: 0, said: /Scenarios:[^]*quiet: / },
  { option: '--version', exitCode: 0, said: /^\d+\.\d+\.\d+\n$/ },
  { option: '--nonsense', exitCode: 1, said: /--nonsense.*\. More: --help\n$/ },
  { option: '--allow-origin=localhost:5173', exitCode: 1, said: /no origin.* More: --help\n$/ },
  { option: '--port=99999', exitCode: 1, said: /^--port .*65535.* More: --help\n$/ },
  { option: '--event-delay=99999999999', exitCode: 1, said: /^--event-delay .* More: --help\n$/ },
  {
    option: `--port=${new URL(greeting.split(' ').at(-1) ?? '').port}`,
    exitCode: 1,
    said: /already in use.*Choose another --port\.\n$/,
  },
]) {
  const told = spawnSync(process.execPath, [commands['tallylight-mock-server'], option], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  if (told.status !== exitCode || !said.test(told.stdout + told.stderr))
    faults.push(
      `tallylight-mock-server ${option} ended with ${told.status}: ${told.stdout}${told.stderr}`,
    );
}
command.kill();
// The command runs from another folder, where Node finds nothing of what is installed here.
const elsewhere = mkdtempSync(join(tmpdir(), `${name}-`));
cpSync('dist', join(elsewhere, 'dist'), { recursive: true });
cpSync('package.json', join(elsewhere, 'package.json'));
const withoutServer = spawnSync(
  process.execPath,
  [join(elsewhere, commands['tallylight-mock-server'])],
  { encoding: 'utf8' },
);
rmSync(elsewhere, { recursive: true });
if (!/^The package cometd-nodejs-server is not installed.*\n$/.test(withoutServer.stderr))
  faults.push(`Without its server the command says: ${withoutServer.stderr}`);

// Two tools check the packed file as a registry would publish it.
const { filename, size, entryCount, files } = pack(cache);
// People read the README in the unpacked package or on the registry's page, so its links may lead only
// to what is packed.
for (const [, target = ''] of readFileSync('README.md', 'utf8').matchAll(
  /\]\((?!https?:|#)([^)\s]+)\)/g,
)) {
  if (!files.some(({ path }) => path === target))
    faults.push(`The README leads to ${target}, which is not packed.`);
}
for (const { path } of files) {
  if (/\.test\.|^src\/demo\//.test(path))
    faults.push(`${path} is packed, and is of no use to a host.`);
}
// "Go to definition" leads to the sources, which are shipped with what is built. So does the debugger of
// a browser.
for (const { path: map } of files) {
  if (!map.endsWith('.map')) continue;
  const { sources } = JSON.parse(readFileSync(map, 'utf8'));
  for (const source of sources) {
    const target = posix.join(posix.dirname(map), source);
    if (!/^src\/.*\.tsx?$/.test(target) || !files.some(({ path }) => path === target))
      faults.push(`${map} leads to ${target}, which is not packed.`);
  }
}
const tarball = join(cache, filename);
console.log(`${filename}: ${entryCount} files, ${Math.round(size / 1024)} kB`);
const attw = [
  '--exclude-entrypoints',
  './styles.css',
  './supervisor.css',
  './element/script.js',
  './element/all-script.js',
];
for (const tool of [
  [bin('publint'), 'run', '--strict', tarball],
  [bin('@arethetypeswrong/cli', 'attw'), tarball, '--format', 'ascii', ...attw],
]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, tool, { encoding: 'utf8' });
  if (status !== 0) faults.push(`${stdout}${stderr}`);
}

for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

/**
 * The file that `require` finds behind a module's name.
 *
 * @param {string} module
 */
function commonJsOf(module) {
  const entryPoint = module.replace(name, '.');
  const [, target] = entries.find(([each]) => each === entryPoint) ?? [];
  if (typeof target !== 'object') throw new Error(`package.json has no conditions for ${module}.`);
  return target.require.default;
}

/**
 * All files that an entry point leads to, under whatever conditions.
 *
 * @param {string | object} target
 * @returns {string[]}
 */
function filesOf(target) {
  return typeof target === 'string' ? [target] : Object.values(target).flatMap(filesOf);
}

/**
 * Returns where an editor goes from names in the first line of a file, each given by its column.
 *
 * @param {string} file
 * @param {number[]} columns
 * @returns {Promise<({ file: string, start: { line: number } } | undefined)[]>}
 */
async function definitionsOf(file, columns) {
  const server = spawn(process.execPath, [bin('typescript-5.4', 'tsserver')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const requests = [
    { command: 'open', arguments: { file } },
    ...columns.map((offset) => ({ command: 'definition', arguments: { file, line: 1, offset } })),
  ];
  for (const [seq, request] of requests.entries())
    server.stdin.write(`${JSON.stringify({ seq, type: 'request', ...request })}\n`);
  /** @type {({ file: string, start: { line: number } } | undefined)[]} */
  const answers = [];
  for await (const line of createInterface(server.stdout)) {
    const message = line.startsWith('{') ? JSON.parse(line) : {};
    if (message.command === 'definition') answers.push(message.body?.[0]);
    if (answers.length === columns.length) break;
  }
  server.kill();
  return answers;
}
