import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

// Checks what the compiler of a host makes of the declarations. `check-package.mjs` asks two versions
// of TypeScript, and `npm run hosts -- Types` asks all of them.

/**
 * A target of package.json's `exports`: a file, or one for each condition.
 *
 * @typedef {string | { import: { default: string }, require: { default: string } }} Target
 */

/** How a host may import, as TypeScript names it. `extension` is the ending of the host's file. */
const waysToImport = {
  'nodenext-esm': { module: 'nodenext', extension: 'ts' },
  'nodenext-commonjs': { module: 'nodenext', extension: 'cts' },
  'node16-esm': { module: 'node16', extension: 'ts' },
  'node16-commonjs': { module: 'node16', extension: 'cts' },
  bundler: { module: 'esnext', moduleResolution: 'bundler', extension: 'ts' },
  node10: { module: 'esnext', moduleResolution: 'node10', extension: 'ts' },
};

/**
 * @param {string} folder a host's folder, with the library in its node_modules
 * @param {Readonly<Record<string, string>>} compilers the file of each `tsc`, by its version
 * @returns {readonly string[]} what is wrong with the declarations
 */
export function typeFaults(folder, compilers) {
  const hosts = writeHosts(folder);
  return Object.entries(compilers).flatMap(([version, tsc]) => {
    const projects = hosts.flatMap((host) => writeProjects(folder, host, version));
    // One process checks all projects, which takes a third of the time of a process for each.
    const { stdout } = spawnSync(
      process.execPath,
      [tsc, '--build', '--verbose', '--force', ...projects],
      { encoding: 'utf8' },
    );
    return faultsIn(stdout, version, projects.length);
  });
}

/**
 * A host: a page, or a program of Node.
 *
 * @typedef {{ readonly host: 'page' | 'node', readonly types: readonly string[] }} Host
 */

/**
 * Writes the code of each host, which imports every entry point that it can use.
 *
 * @param {string} folder
 */
function writeHosts(folder) {
  const library = join(folder, 'node_modules/tallylight');
  const { name, exports } = JSON.parse(readFileSync(join(library, 'package.json'), 'utf8'));
  const modules = entryPointsOf(name, exports, library);
  /** @type {readonly (Host & { readonly code: string })[]} */
  const hosts = [
    {
      host: 'page',
      types: [],
      code: [
        ...importsOf(modules.filter((module) => !isForNode(module) && !isForTemplates(module))),
        `import '${name}/styles.css';\n`,
        hostsCode(name),
      ].join(''),
    },
    { host: 'node', types: ['node'], code: importsOf(modules.filter(isForNode)).join('') },
  ];
  for (const { host, code } of hosts)
    for (const extension of ['ts', 'cts'])
      writeFileSync(join(folder, `${host}.${extension}`), code);
  return hosts;
}

/**
 * @param {readonly string[]} entryPoints
 */
function importsOf(entryPoints) {
  return entryPoints.map(
    (entryPoint, i) =>
      `import * as entryPoint${i} from '${entryPoint}';\nexport { entryPoint${i} };\n`,
  );
}

/**
 * Writes a project for each way in which a host may import.
 *
 * @param {string} folder
 * @param {Host} host
 * @param {string} version of the compiler
 * @returns {string[]} the folders of the projects
 */
function writeProjects(folder, { host, types }, version) {
  const major = Number(/\d+/.exec(version)?.[0]);
  return Object.entries(waysToImport).flatMap(([way, { extension, ...resolution }]) => {
    // TypeScript 7 has no node10 any more, and TypeScript 6 has it only with `ignoreDeprecations`.
    if (way === 'node10' && major >= 7) return [];
    const compilerOptions = {
      target: 'es2022',
      moduleResolution: resolution.module,
      ...resolution,
      ...(way === 'node10' && major === 6 && { ignoreDeprecations: '6.0' }),
      // `skipLibCheck` would also skip our own declarations, and an unresolved type would become
      // `any`. The declarations of the language itself need no check.
      skipLibCheck: false,
      skipDefaultLibCheck: true,
      strict: true,
      // Some hosts set this option and others do not, so each of the two is tried.
      exactOptionalPropertyTypes: extension === 'ts',
      types,
      noEmit: true,
    };
    const project = join(folder, `${host}-${way}-${version}`);
    mkdirSync(project, { recursive: true });
    writeFileSync(
      join(project, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: [`../${host}.${extension}`] }),
    );
    return [project];
  });
}

/**
 * @param {string} stdout what the compiler said
 * @param {string} version of the compiler
 * @param {number} projectCount how many projects it had to check
 */
function faultsIn(stdout, version, projectCount) {
  /** @type {string[]} */
  const faults = [];
  let project = '';
  let checked = 0;
  for (const line of stdout.split('\n')) {
    const [, begun] = /Building project '(.+)\/tsconfig\.json'/.exec(line) ?? [];
    if (begun !== undefined) {
      project = basename(begun);
      checked += 1;
    }
    // Errors in the declarations of other packages are left out.
    if (/^(dist\/|(\S*\/)?tallylight\/dist\/|(\S*\/)?(page|node)\.c?ts|error)/.test(line))
      faults.push(`TypeScript ${version}, ${project}: ${line}`);
  }
  if (checked !== projectCount)
    faults.push(`TypeScript ${version} checked ${checked} of ${projectCount} projects: ${stdout}`);
  return faults;
}

/**
 * Code that does not compile if an entry point leads to `any`, or if a host cannot write what it has
 * to be able to write.
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
    // The page knows the properties of the elements, as templates do.
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
 * Whether the types of an entry point name types of Vue or Svelte, which are not installed here.
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
