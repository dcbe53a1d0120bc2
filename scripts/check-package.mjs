// Looks at the built package from outside, as a host's Node, bundler and compiler will.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bin } from './bin.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const { name, exports } = JSON.parse(readFileSync('package.json', 'utf8'));
const faults = [];

/** What a host imports code from: `tallylight`, `tallylight/testing`. */
const modules = [];
for (const [door, target] of Object.entries(exports)) {
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
    if (names.length === 0) faults.push(`${module} exports nothing`);
  } catch (error) {
    faults.push(`${module} cannot be imported in Node: ${error.message}`);
  }
}

const folder = 'node_modules/.cache/tallylight/host';
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
writeFileSync(
  join(folder, 'host.ts'),
  modules.map((module, i) => `export * as door${i} from '${module}';\n`).join(''),
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
    types: [],
    noEmit: true,
  };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: ['host.ts'] }),
  );
  const compiler = spawnSync(process.execPath, [bin('typescript', 'tsc'), '-p', folder], {
    encoding: 'utf8',
  });
  // What other packages declare is not ours to check.
  const ours = compiler.stdout
    .split('\n')
    .filter((line) => /^(dist\/|\S+\/host\.ts|error)/.test(line));
  faults.push(...ours.map((line) => `${moduleResolution}: ${line}`));
}

for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
