import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A target of package.json's `exports`: a file, or one for each condition.
 *
 * @typedef {string | { import: { default: string } }} Target
 */

// What a host's compiler makes of the declarations: `check-package.mjs` asks two versions of
// TypeScript, and `npm run hosts -- Types` asks all of them.

/** How a host may import, as TypeScript names it. The second word is the ending of the host's file. */
const hostsOf = {
  'nodenext, ES modules': { module: 'nodenext', extension: 'ts' },
  'nodenext, CommonJS': { module: 'nodenext', extension: 'cts' },
  'node16, ES modules': { module: 'node16', extension: 'ts' },
  'node16, CommonJS': { module: 'node16', extension: 'cts' },
  bundler: { module: 'esnext', moduleResolution: 'bundler', extension: 'ts' },
  node10: { module: 'esnext', moduleResolution: 'node10', extension: 'ts' },
};

/**
 * @param {string} folder a host's folder, with the library in its node_modules
 * @param {Readonly<Record<string, string>>} compilers the file of each `tsc`, by what it is called
 * @returns {readonly string[]} what is wrong with the declarations
 */
export function typeFaults(folder, compilers) {
  const { name, exports } = JSON.parse(
    readFileSync(join(folder, 'node_modules/tallylight/package.json'), 'utf8'),
  );
  const modules = entryPointsOf(name, exports, join(folder, 'node_modules', name));
  /** @type {string[]} */
  const faults = [];
  for (const { host, types, entryPoints } of [
    {
      host: 'page',
      types: [],
      entryPoints: modules.filter((module) => !isForNode(module) && !isForTemplates(module)),
    },
    { host: 'node', types: ['node'], entryPoints: modules.filter(isForNode) },
  ]) {
    const lines = [
      ...entryPoints.map(
        (entryPoint, i) =>
          `import * as entryPoint${i} from '${entryPoint}';\nexport { entryPoint${i} };\n`,
      ),
      ...(host === 'page' ? [`import '${name}/styles.css';\n`, hostsCode(name)] : []),
    ];
    for (const extension of ['ts', 'cts'])
      writeFileSync(join(folder, `${host}.${extension}`), lines.join(''));
    for (const [compiler, tsc] of Object.entries(compilers)) {
      const major = Number(/\d+/.exec(compiler)?.[0]);
      for (const [how, { extension, ...resolution }] of Object.entries(hostsOf)) {
        // TypeScript 7 has no node10 any more, and 6 wants to be asked for it.
        if (how === 'node10' && major >= 7) continue;
        const compilerOptions = {
          target: 'es2022',
          moduleResolution: resolution.module,
          ...resolution,
          ...(how === 'node10' && major === 6 && { ignoreDeprecations: '6.0' }),
          // This would also skip our own declarations, and an unresolved type would become `any`.
          skipLibCheck: false,
          strict: true,
          // Each is tried with and without, because some hosts have it.
          exactOptionalPropertyTypes: extension === 'ts',
          types,
          noEmit: true,
        };
        writeFileSync(
          join(folder, 'tsconfig.json'),
          JSON.stringify({ compilerOptions, files: [`${host}.${extension}`] }),
        );
        const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
        // Errors in the declarations of other packages are left out.
        const ours = stdout
          .split('\n')
          .filter((line) =>
            /^(dist\/|(\S*\/)?tallylight\/dist\/|(\S*\/)?(page|node)\.c?ts|error)/.test(line),
          );
        faults.push(...ours.map((line) => `TypeScript ${compiler}, ${how}: ${line}`));
      }
    }
  }
  return faults;
}

/**
 * What a host gets wrong where an entry point leads to `any`, and what a host has to be able to say.
 *
 * @param {string} name of the package
 */
function hostsCode(name) {
  return `
    import { createAgentDesktop, type AgentDesktopOptions } from '${name}';
    // @ts-expect-error: a number is no address
    export const never = () => createAgentDesktop({ baseUrl: 1 });
    export const nothing: Required<{
      [Key in keyof AgentDesktopOptions]: AgentDesktopOptions[Key] | undefined;
    }> extends AgentDesktopOptions ? 'accepted' : 'refused' = 'accepted';
    // It is known to the page, as it is to templates.
    export const callId: string = document.createElement('tallylight-recording-controls').callId;
    document.addEventListener('tallylight-recordingchange', ({ detail }) => {
      const to: 'Recording' | 'Paused' | 'Stopped' | 'None' | 'Unknown' = detail.to;
      return to;
    });
  `;
}

/**
 * The entry points with code or types, such as `tallylight` and `tallylight/testing`.
 *
 * @param {string} name of the package
 * @param {Readonly<Record<string, Target>>} exports
 * @param {string} [folder] where the package is
 */
export function entryPointsOf(name, exports, folder = '.') {
  return Object.entries(exports)
    .flatMap((entry) => opened(entry, folder))
    .filter(([entryPoint, target]) => typeof target !== 'string' && !entryPoint.endsWith('.css'))
    .map(([entryPoint]) => join(name, entryPoint));
}

/**
 * Whether an entry point has types only.
 *
 * @param {string} module
 */
export function isForTypes(module) {
  return /\/element\/(jsx|vue|svelte)$/.test(module);
}

/**
 * Its types name those of Vue or Svelte, which are not here.
 *
 * @param {string} module
 */
function isForTemplates(module) {
  return /\/element\/(vue|svelte)$/.test(module);
}

/**
 * Whether an entry point needs the types of Node, which a page need not have.
 *
 * @param {string} module
 */
function isForNode(module) {
  return module.endsWith('/mock-server');
}

/**
 * An entry point with a star is one for each file that matches it.
 *
 * @param {[string, Target]} entry
 * @param {string} [folder] where the package is
 * @returns {[string, Target][]}
 */
export function opened([entryPoint, target], folder = '.') {
  if (typeof target === 'string' || !entryPoint.includes('*')) return [[entryPoint, target]];
  const [behind = '', extension = ''] = target.import.default.split('*');
  return readdirSync(join(folder, behind))
    .filter((file) => file.endsWith(extension))
    .map((file) => file.slice(0, -extension.length))
    .map((each) => [
      entryPoint.replace('*', each),
      JSON.parse(JSON.stringify(target).replaceAll('*', each)),
    ]);
}
