// `npm run hosts`: follows each page of the book's chapter "Hosts" to the letter, in a fresh folder and
// with the packed library, until a press in a real browser is confirmed, or until the tests that the
// page shows have passed. Then it makes the checks of `hostChecks.mjs`.
//   npm run hosts -- Vite Plain           only these pages
//   npm run hosts -- --linked Vite        packages are linked from this repository and not downloaded
// It asks npm for what a host has (Vite, Next, Vue and others), so `npm test` follows only a few pages,
// linked. What cannot be followed here is named, and is a failure where it was requested. `Types` is no
// page: it compiles a host's code with each version of TypeScript.
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { chromium } from 'playwright';
import { bin } from './bin.mjs';
import { chromiumFlags, findChromium } from './chromium.mjs';
import { freePort } from './freePort.mjs';
import { checksOf, typesOfHosts, variantsOf, whyNotRun } from './hostChecks.mjs';
import { pack } from './npm.mjs';

/**
 * A server that the host has to start according to a page, with all of its output.
 *
 * @typedef {{ child: import('node:child_process').ChildProcess, command: string, said: string }} Server
 */

const root = dirname(import.meta.dirname);
process.chdir(root);
const pagesFolder = join(root, 'stories/docs/hosts');
const isLinked = process.argv.includes('--linked');
const asked = process.argv.slice(2).filter((each) => each !== '--linked');
const types = 'Types';
const names = [
  ...readdirSync(pagesFolder)
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.replace(/\.md$/, '')),
  types,
];
for (const name of asked) {
  if (names.includes(name)) continue;
  console.error(`No page is called ${name}. There are: ${names.join(', ')}`);
  process.exit(1);
}

const executablePath = findChromium();
/** @type {NodeJS.ProcessEnv} */
const environment = {
  ...process.env,
  // A tool that would download a browser uses the one that is installed here.
  ...(executablePath && { CHROMIUM_PATH: executablePath }),
  // Nobody can answer questions here.
  NG_CLI_ANALYTICS: 'false',
};

// `npm test` has built the library already.
if (!isLinked) run('node', ['scripts/build.mjs'], root);
const work = mkdtempSync(join(tmpdir(), 'tallylight-hosts-'));
// A web server such as nginx gives up its rights, and then has to be able to read this folder.
chmodSync(work, 0o755);
const tarball = join(work, pack(work).filename);

const browser = await chromium.launch({
  args: chromiumFlags,
  ...(executablePath && { executablePath }),
});
let failures = 0;
for (const name of names.filter((each) => asked.length === 0 || asked.includes(each))) {
  const notRun =
    whyNotRun(name, asked.includes(name)) ?? (isLinked ? whyNotLinked(name) : undefined);
  if (notRun) {
    console.log(`– ${name}: not run here. ${notRun}`);
    if (asked.includes(name)) failures += 1;
    continue;
  }
  for (const variant of isLinked ? [{}] : variantsOf(name)) {
    const since = Date.now();
    const title = [name, variant.title].filter(Boolean).join(', ');
    const folder = join(work, title.replaceAll(/\W+/g, '-'));
    mkdirSync(folder, { recursive: true });
    const fault = await (
      name === types ? typesOfHosts(folder, tarball, run) : follow(name, variant, folder)
    ).catch((error) => error);
    const seconds = Math.round((Date.now() - since) / 1000);
    console.log(`${fault ? '✗' : '✓'} ${title} (${seconds} s)`);
    if (!fault) continue;
    failures += 1;
    console.error(fault.message);
  }
}
await browser.close();
rmSync(work, { recursive: true, force: true });
process.exitCode = failures > 0 ? 1 : 0;

/**
 * Does what a page says: writes its files, runs its commands, and opens the result.
 *
 * @param {string} name
 * @param {import('./hostChecks.mjs').Variant} variant
 * @param {string} folder
 */
async function follow(name, variant, folder) {
  const ports = { 5173: await portForLater(), 8090: await portForLater() };
  const text = readFileSync(join(pagesFolder, `${name}.md`), 'utf8').replaceAll(
    /\b(?:5173|8090)\b/g,
    (port) => String(port === '5173' ? ports[5173] : ports[8090]),
  );
  // The files and the installation come on the page before the commands that use them, so the order
  // of the page is kept.
  const blocks = text.matchAll(/(?:^`([^`\n]+)`:\n\n)?^```(\w+)\n([^]*?)^```$/gm);
  const { files = {}, replacements = {}, afterwards } = checksOf(name);
  /** @type {Server[]} */
  const servers = [];
  try {
    /** @type {string[]} */
    const commands = [];
    for (const [, file, language, content = ''] of blocks) {
      if (file !== undefined) write(folder, file, content);
      else if (language === 'sh') commands.push(...content.trim().split('\n'));
    }
    for (const [file, content] of Object.entries(files)) write(folder, file, content);
    const isServer = (/** @type {string} */ command) =>
      /^npx (tallylight-mock-server|vite --port|http-server|webpack serve|next start|ng serve)|^node server|^nginx /.test(
        command,
      );
    for (const written of commands) {
      const command = replacements[written] ?? written;
      if (command === 'skip') continue;
      if (isServer(command)) servers.push(start(command, folder));
      else if (isLinked && command.startsWith('npm install')) link(command, folder);
      else {
        const [program = '', ...args] = command
          .split(' ')
          .map((word) => (word === 'tallylight' ? tarball : (variant.versions?.[word] ?? word)));
        runIn(folder, program, args);
      }
    }
    const addresses = [...new Set(text.match(/http:\/\/localhost:\d+(?:\/\w+)?/g))].filter(
      (address) => address.includes(String(ports[5173])),
    );
    if (addresses.length > 0) for (const port of Object.values(ports)) await answers(port, servers);
    for (const address of addresses) await pauseAt(address, ports[8090]);
    const [address] = addresses;
    await afterwards?.({
      folder,
      run: (program, ...args) => runIn(folder, program, args),
      fails: (program, ...args) => failing(folder, program, args),
      open: async (look) => {
        if (address === undefined) throw new Error(`${name} names no page to open.`);
        const context = await browser.newContext({ deviceScaleFactor: 2 });
        try {
          const page = await context.newPage();
          await page.goto(address);
          await look(page);
        } finally {
          await context.close();
        }
      },
    });
  } finally {
    for (const { child } of servers) {
      try {
        if (child.pid !== undefined) process.kill(-child.pid);
      } catch {
        // The process has ended by itself.
      }
    }
  }
  return undefined;
}

/**
 * Returns a free port that nothing else should take within the next minutes, while packages are
 * installed. Systems choose ports above 32767 for a program that asks for any, so it is below.
 *
 * @returns {Promise<number>}
 */
function portForLater() {
  const port = 20_000 + Math.floor(Math.random() * 12_000);
  return freePort('localhost', port).catch(portForLater);
}

/**
 * @param {string} folder
 * @param {string} file
 * @param {string} content
 */
function write(folder, file, content) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content);
}

/**
 * Presses Pause on the first recorded call, and waits until the server has confirmed it.
 *
 * @param {string} address
 * @param {number} mockPort
 */
async function pauseAt(address, mockPort) {
  const context = await browser.newContext();
  const page = await context.newPage();
  /** @type {string[]} */
  const said = [];
  page.on('pageerror', (error) => said.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()))
      said.push(`${message.text()} ${message.location().url}`);
  });
  try {
    await page.goto(address);
    const pause = page.getByRole('button', { name: 'Pause recording' }).first();
    await pause.waitFor({ timeout: 30_000 });
    const group = page.locator('[role=group]').filter({ has: pause }).first();
    const callId = await group.getAttribute('data-call-id');
    await pause.click();
    const paused = `[role=group][data-call-id='${callId}'][data-recording-state=Paused]`;
    await page.locator(paused).waitFor({ timeout: 10_000 });
    const faults = said.filter((each) => !/favicon|Download the React DevTools/.test(each));
    if (faults.length > 0) throw new Error(`The console says: ${faults.join('\n')}`);
    const everyClass = await page.locator('[data-tallylight].p-8').count();
    if (everyClass > 0) {
      const padding = await page
        .locator('[data-tallylight].p-8')
        .first()
        .evaluate((element) => getComputedStyle(element).padding);
      if (padding !== '32px') throw new Error(`The class p-8 gives a padding of ${padding}.`);
    }
    // The next page needs the same state as this one had at the beginning.
    await fetch(`http://localhost:${mockPort}/mock/control`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ verb: 'supervisorResume', callId }),
    });
  } catch (error) {
    throw new Error(`${address}: ${String(error)}\n${said.join('\n')}`, { cause: error });
  } finally {
    await context.close();
  }
}

/**
 * Why a page cannot be followed with linked packages.
 *
 * @param {string} name of the page
 */
function whyNotLinked(name) {
  if (name === types) return `It compiles with versions of TypeScript that are not installed here.`;
  const text = readFileSync(join(pagesFolder, `${name}.md`), 'utf8');
  const missing = [...text.matchAll(/^npm install (.*)$/gm)]
    .flatMap(([, words = '']) => packagesOf(words.split(' ')))
    .filter((each) => each !== 'tallylight' && !existsSync(join(root, 'node_modules', each)));
  return missing.length > 0
    ? `These packages are not installed here: ${missing.join(', ')}. With a download it is: npm run hosts -- ${name}`
    : undefined;
}

/**
 * The names of the packages among the words behind `npm install`.
 *
 * @param {string[]} words
 */
function packagesOf(words) {
  return words
    .filter((word) => !word.startsWith('-'))
    .map((word) => word.replace(/(?<=.)@[\d.^]+$/, ''));
}

/**
 * Does what `npm install` does with packages that are installed in this repository.
 *
 * @param {string} command
 * @param {string} folder
 */
function link(command, folder) {
  const modules = join(folder, 'node_modules');
  const place = (/** @type {string} */ name) => {
    const target = join(modules, name);
    mkdirSync(dirname(target), { recursive: true });
    rmSync(target, { recursive: true, force: true });
    return target;
  };
  const linkFrom = (/** @type {string} */ name) =>
    symlinkSync(join(root, 'node_modules', name), place(name), 'junction');
  for (const name of packagesOf(command.split(' ').slice(2))) {
    if (name === 'tallylight') {
      const target = place(name);
      mkdirSync(target, { recursive: true });
      run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1'], folder);
      const { dependencies } = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'));
      Object.keys(dependencies).forEach(linkFrom);
    } else linkFrom(name);
  }
}

/**
 * Returns the file behind the command of `npx`, among the packages that are linked.
 *
 * @param {string} name
 * @param {string} folder
 */
function linkedCommand(name, folder) {
  const modules = join(folder, 'node_modules');
  const installed = readdirSync(modules).flatMap((each) =>
    each.startsWith('@') ? readdirSync(join(modules, each)).map((own) => `${each}/${own}`) : each,
  );
  for (const each of installed) {
    if (each.startsWith('.')) continue;
    const manifest = JSON.parse(readFileSync(join(modules, each, 'package.json'), 'utf8'));
    if (typeof manifest.bin === 'object' && manifest.bin[name])
      return join(modules, each, manifest.bin[name]);
    if (typeof manifest.bin === 'string' && each === name) return bin(name);
  }
  throw new Error(`No linked package has the command ${name}.`);
}

/**
 * Returns the program that is started for a command, and its arguments.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {string} folder
 * @returns {[string, ...string[]]}
 */
function programOf(program, args, folder) {
  if (!isLinked || program !== 'npx') return [program, ...args];
  const [command = '', ...rest] = args;
  return [process.execPath, linkedCommand(command, folder), ...rest];
}

/**
 * @param {string} folder
 * @param {string} program
 * @param {string[]} args
 */
function runIn(folder, program, args) {
  const [file, ...rest] = programOf(program, args, folder);
  return run(file, rest, folder);
}

/**
 * Returns the output of a command that has to fail.
 *
 * @param {string} folder
 * @param {string} program
 * @param {string[]} args
 */
function failing(folder, program, args) {
  const [file, ...rest] = programOf(program, args, folder);
  const { status, stdout, stderr } = spawnSync(file, rest, options(folder));
  if (status === 0) throw new Error(`${program} ${args.join(' ')} found nothing wrong.`);
  return stdout + stderr;
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {string} cwd
 */
function run(program, args, cwd) {
  const { status, stdout, stderr, error } = spawnSync(program, args, options(cwd));
  if (status !== 0)
    throw new Error(
      `${basename(program)} ${args.join(' ')} failed: ${error?.message ?? ''}\n${stdout}\n${stderr}`,
    );
  return stdout;
}

/**
 * @param {string} cwd
 * @returns {import('node:child_process').SpawnSyncOptionsWithStringEncoding}
 */
function options(cwd) {
  // A registry may leave a download without an answer, and npm then waits for a very long time.
  const timeout = 15 * 60_000;
  return { timeout, cwd, encoding: 'utf8', env: environment, maxBuffer: 64 * 1024 * 1024 };
}

/**
 * @param {string} command
 * @param {string} cwd
 * @returns {Server}
 */
function start(command, cwd) {
  const [first = '', ...others] = command.split(' ');
  const [program, ...args] = programOf(first, others, cwd);
  // The child has a process group of its own, so that everything that npx has started ends with it.
  const child = spawn(program, args, {
    cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment,
  });
  const server = { child, command, said: '' };
  child.on('error', (error) => {
    server.said += error.message;
  });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      server.said += text;
    });
  return server;
}

/**
 * Waits until a server answers at the port. Some commands build the page first.
 *
 * @param {number} port
 * @param {Server[]} servers
 */
async function answers(port, servers) {
  for (const end = Date.now() + 180_000; Date.now() < end;) {
    // Where one has ended, what answers is not what the page has started.
    const ended = servers.find(({ child }) => child.exitCode !== null);
    if (ended) throw new Error(`"${ended.command}" has ended: ${ended.said}`);
    const isThere = await fetch(`http://localhost:${port}/`).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 200);
    });
  }
  throw new Error(`Nothing answers on ${port}: ${servers.map(({ said }) => said).join('\n')}`);
}
