// `npm run hosts`: follows each page of the book's chapter "Hosts" to the letter, in a fresh folder and
// with the packed library, until a press in a real browser is confirmed.
//   npm run hosts -- Vite Plain   only these pages
// It asks npm for what a host has (Vite, Next, Vue and others), so it is not part of `npm test`.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { chromiumFlags, findChromium } from './chromium.mjs';
import { freePort } from './freePort.mjs';
import { pack } from './npm.mjs';

/**
 * A server that a page tells the host to start, with all that it has written.
 *
 * @typedef {{ child: import('node:child_process').ChildProcess, command: string, said: string }} Server
 */

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const pagesFolder = join(root, 'stories/docs/hosts');
const wanted = process.argv.slice(2);
const names = readdirSync(pagesFolder)
  .filter((file) => file.endsWith('.md'))
  .map((file) => file.replace(/\.md$/, ''));
for (const name of wanted) {
  if (names.includes(name)) continue;
  console.error(`No page is called ${name}. There are: ${names.join(', ')}`);
  process.exit(1);
}

run('node', ['scripts/build.mjs'], root);
const work = mkdtempSync(join(tmpdir(), 'tallylight-hosts-'));
const tarball = join(work, pack(work).filename);

const executablePath = findChromium();
const browser = await chromium.launch({
  args: chromiumFlags,
  ...(executablePath && { executablePath }),
});
let failures = 0;
for (const name of names.filter((each) => wanted.length === 0 || wanted.includes(each))) {
  const since = Date.now();
  const folder = join(work, name);
  const fault = await follow(name, folder).catch((error) => error);
  const seconds = Math.round((Date.now() - since) / 1000);
  console.log(`${fault ? '✗' : '✓'} ${name} (${seconds} s)`);
  if (!fault) continue;
  failures += 1;
  console.error(fault.message);
}
await browser.close();
rmSync(work, { recursive: true, force: true });
process.exitCode = failures > 0 ? 1 : 0;

/**
 * Does what a page says: its files, its commands, and the look at it.
 *
 * @param {string} name
 * @param {string} folder
 */
async function follow(name, folder) {
  mkdirSync(folder, { recursive: true });
  const ports = { 5173: await freePort('localhost'), 8090: await freePort('localhost') };
  const text = readFileSync(join(pagesFolder, `${name}.md`), 'utf8').replaceAll(
    /\b(?:5173|8090)\b/g,
    (port) => String(port === '5173' ? ports[5173] : ports[8090]),
  );
  // What can be done at once, as the files and the installation, stands before what uses it.
  const blocks = text.matchAll(/(?:^`([^`\n]+)`:\n\n)?^```(\w+)\n([^]*?)^```$/gm);
  /** @type {Server[]} */
  const servers = [];
  try {
    const commands = [];
    for (const [, file, language, content = ''] of blocks) {
      if (file !== undefined) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), content);
      } else if (language === 'sh') commands.push(...content.trim().split('\n'));
    }
    const isServer = (/** @type {string} */ command) =>
      /^npx (tallylight-mock-server|vite --port|http-server|webpack serve|next start)|^node server/.test(
        command,
      );
    for (const command of commands) {
      if (isServer(command)) {
        servers.push(start(command, folder));
        continue;
      }
      const [program = '', ...args] = command
        .split(' ')
        .map((word) => (word === 'tallylight' ? tarball : word));
      run(program, args, folder);
    }
    for (const port of Object.values(ports)) await answers(port, servers);
    const addresses = [...new Set(text.match(/http:\/\/localhost:\d+(?:\/\w+)?/g))].filter(
      (address) => address.includes(String(ports[5173])),
    );
    for (const address of addresses) await pauseAt(address, ports[8090]);
  } finally {
    for (const { child } of servers) {
      try {
        if (child.pid !== undefined) process.kill(-child.pid);
      } catch {
        // It has ended by itself.
      }
    }
  }
  return undefined;
}

/**
 * Presses Pause on the first recorded call, and waits for the server's word.
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
    // The next page begins as this one did.
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
 * @param {string} program
 * @param {string[]} args
 * @param {string} cwd
 */
function run(program, args, cwd) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status !== 0)
    throw new Error(
      `${basename(program)} ${args.join(' ')} failed: ${error?.message ?? ''}\n${stdout}\n${stderr}`,
    );
}

/**
 * @param {string} command
 * @param {string} cwd
 * @returns {Server}
 */
function start(command, cwd) {
  const [program = '', ...args] = command.split(' ');
  // In a group of its own, so that what npx has started ends with it.
  const child = spawn(program, args, { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const server = { child, command, said: '' };
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      server.said += text;
    });
  return server;
}

/**
 * Waits until something answers there.
 *
 * @param {number} port
 * @param {Server[]} servers
 */
async function answers(port, servers) {
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    const isThere = await fetch(`http://localhost:${port}/`).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    const ended = servers.find(({ child }) => child.exitCode !== null);
    if (ended) throw new Error(`"${ended.command}" has ended: ${ended.said}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 200);
    });
  }
  throw new Error(`Nothing answers on ${port}: ${servers.map(({ said }) => said).join('\n')}`);
}
