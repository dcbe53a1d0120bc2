// Checks the built package from outside, as the Node, the bundler and the compiler of a host see
// it.
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

/** The entry points with code, such as `tallylight` and `tallylight/testing`. */
const modules = [];
for (const [door, target] of Object.entries(exports).flatMap(opened)) {
  const files = typeof target === 'string' ? [target] : Object.values(target);
  for (const file of files)
    if (!existsSync(file)) faults.push(`${door} leads to ${file}: not there`);
  if (typeof target !== 'string') modules.push(join(name, door));
}

// Imports each in Node, where there is no `window`. Server-side rendering begins with this too.
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
    // `skipLibCheck` would also skip our own declarations, and an unresolved type would become
    // `any`.
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
    // Errors in the declarations of other packages are left out.
    const ours = compiler.stdout
      .split('\n')
      .filter((line) => /^(dist\/|\S+\/(page|node)\.ts|error)/.test(line));
    faults.push(...ours.map((line) => `${moduleResolution}: ${line}`));
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
const { status } = await fetch(`${greeting.split(' ').at(-1)}/mock/state`).catch(() => ({}));
if (status !== 200) faults.push(`tallylight-mock-server said "${greeting}" and does not answer`);
command.kill();

// Has two tools check the packed file as a registry would publish it.
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

/** Whether an entry point has types only. */
function isForTypes(module) {
  return module === `${name}/element/jsx`;
}

/** Whether an entry point needs the types of Node, which a page need not have. */
function isForNode(module) {
  return module === `${name}/mock-server`;
}

/** An entry point with a star is one for each file that matches it. */
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
