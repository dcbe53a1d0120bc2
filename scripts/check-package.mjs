// Looks at the built package from outside, as a host's Node, bundler and compiler will.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { bin } from './bin.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const { name, exports, bin: commands } = JSON.parse(readFileSync('package.json', 'utf8'));
const faults = [];

/** What a host imports code from: `tallylight`, `tallylight/testing`. */
const modules = [];
for (const [door, target] of Object.entries(exports).flatMap(opened)) {
  const files = typeof target === 'string' ? [target] : Object.values(target);
  for (const file of files)
    if (!existsSync(file)) faults.push(`${door} leads to ${file}: not there`);
  if (typeof target !== 'string') modules.push(join(name, door));
}

// In Node there is no window: this is also what server-side rendering does first.
for (const module of modules) {
  try {
    const names = Object.keys(await import(module));
    console.log(`${module} exports ${names.length} names`);
    if (names.length === 0 && !isForTypes(module)) faults.push(`${module} exports nothing`);
  } catch (error) {
    faults.push(`${module} cannot be imported in Node: ${error.message}`);
  }
}

const cache = 'node_modules/.cache/tallylight';
const folder = join(cache, 'host');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const { host, types, doors } of [
  { host: 'page', types: [], doors: modules.filter((module) => !isForNode(module)) },
  { host: 'node', types: ['node'], doors: modules.filter(isForNode) },
]) {
  writeFileSync(
    join(folder, `${host}.ts`),
    doors.map((door, i) => `export * as door${i} from '${door}';\n`).join(''),
  );
  for (const [module, moduleResolution] of [
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ]) {
    // `skipLibCheck` would pass over our own declarations with everybody's: unresolved is `any`.
    const compilerOptions = {
      module,
      moduleResolution,
      skipLibCheck: false,
      strict: true,
      types,
      noEmit: true,
    };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: [`${host}.ts`] }),
    );
    const compiler = spawnSync(process.execPath, [bin('typescript', 'tsc'), '-p', folder], {
      encoding: 'utf8',
    });
    // What other packages declare is not ours to check.
    const ours = compiler.stdout
      .split('\n')
      .filter((line) => /^(dist\/|\S+\/(page|node)\.ts|error)/.test(line));
    faults.push(...ours.map((line) => `${moduleResolution}: ${line}`));
  }
}

// What a bundler for server components does: "use client" ends the server's half, and React has no
// hooks and no context there.
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

// Whoever installs the package has the mock server as a command.
const command = spawn(
  process.execPath,
  [commands['tallylight-mock-server'], '--port', '0', '--quiet'],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const [greeting = ''] = await Promise.race([
  once(createInterface(command.stdout), 'line'),
  once(command, 'exit').then(() => []),
]);
const { status } = await fetch(`${greeting.split(' ').at(-1)}/mock/state`).catch(() => ({}));
if (status !== 200) faults.push(`tallylight-mock-server said "${greeting}" and does not answer`);
command.kill();

// What registries and other people's tools make of the packed file.
const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
const packed = spawnSync(
  npm[0],
  [...npm.slice(1), 'pack', '--json', '--ignore-scripts', '--pack-destination', cache],
  { encoding: 'utf8' },
);
const [{ filename, size, entryCount }] = JSON.parse(packed.stdout);
const tarball = join(cache, filename);
console.log(`${filename}: ${entryCount} files, ${Math.round(size / 1024)} kB`);
const attw = [
  '--profile',
  'esm-only',
  '--exclude-entrypoints',
  './styles.css',
  './element/script.js',
];
for (const [tool, ...args] of [
  [bin('publint'), 'run', '--strict', tarball],
  [bin('@arethetypeswrong/cli', 'attw'), tarball, '--format', 'ascii', ...attw],
]) {
  const {
    status: exitCode,
    stdout,
    stderr,
  } = spawnSync(process.execPath, [tool, ...args], {
    encoding: 'utf8',
  });
  if (exitCode !== 0) faults.push(`${stdout}${stderr}`);
}

for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

/** A door that only teaches the compiler. */
function isForTypes(module) {
  return module === `${name}/element/jsx`;
}

/** Its types name Node's, which a page's compiler does not have. */
function isForNode(module) {
  return module === `${name}/mock-server`;
}

/** A door with a star stands for as many as there are files behind it. */
function opened([door, target]) {
  if (!door.includes('*')) return [[door, target]];
  const [behind, extension] = target.default.split('*');
  return readdirSync(behind)
    .filter((file) => file.endsWith(extension))
    .map((file) => file.slice(0, -extension.length))
    .map((each) => [
      door.replace('*', each),
      Object.fromEntries(
        Object.entries(target).map(([condition, file]) => [condition, file.replace('*', each)]),
      ),
    ]);
}
