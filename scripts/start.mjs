// `npm start`: the mock server and the demo, side by side, until you stop it.
//   PORT=5174 npm start                    another port for the page
//   GWS_URL=http://host:port npm start     a real server instead of the mock; the page asks for sign-in
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { serveDemo } from './demo.mjs';
import { freePort } from './freePort.mjs';
import { onNpmGone } from './npm.mjs';

const port = Number(process.env.PORT || 5173);
const gwsUrl = process.env.GWS_URL;
/** @type {import('node:child_process').ChildProcess | undefined} */
let mock;
/** @type {import('vite').ViteDevServer | undefined} */
let page;
let isStopping = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0));
onNpmGone(() => void stop(0));

try {
  await start();
} catch (error) {
  if (!isStopping) {
    console.error(explain(error));
    await stop(1);
  }
}

async function start() {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`PORT is ${process.env.PORT}, which is no port number.`);
  }
  const gws = gwsUrl ? new URL(gwsUrl).href.replace(/\/$/, '') : await startMock();
  page = await serveDemo({ gws, isMock: !gwsUrl, port });
  await page.listen();

  const address = page.resolvedUrls?.local[0] ?? '';
  await untilAnswering(address);
  console.log(`\n  Tallylight demo  ${address}`);
  console.log(`  server           ${gws}${gwsUrl ? '' : '  (the mock)'}`);
  console.log('  stop             Ctrl+C\n');
}

async function startMock() {
  const mockPort = await freePort();
  const run = fileURLToPath(new URL('run.mjs', import.meta.url));
  const options = ['--port', String(mockPort), '--scenario', 'lively'];
  const server = spawn(process.execPath, [run, 'src/mock-server/command.ts', ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  mock = server;
  const died = once(server, 'exit').then(() => {
    if (isStopping) return;
    throw new Error('The mock server has ended, so there is nothing left to show.');
  });
  died.catch((error) => {
    // After the start nobody waits for this promise.
    if (page && !isStopping) {
      console.error(error.message);
      void stop(1);
    }
  });
  const address = `http://127.0.0.1:${mockPort}`;
  await Promise.race([untilAnswering(address), died]);
  return address;
}

/**
 * Waits for any answer. A 404 is enough, because it shows that the server is listening.
 *
 * @param {string} address
 */
async function untilAnswering(address) {
  for (;;) {
    try {
      await fetch(address);
      return;
    } catch {
      if (isStopping) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** @param {any} error */
function explain(error) {
  if (/Port \d+ is already in use/.test(error.message)) {
    return `Port ${port} is taken. Stop what is using it, or choose another: PORT=${port + 1} npm start`;
  }
  if (error.code === 'ERR_INVALID_URL') {
    return `GWS_URL is ${gwsUrl}, which is no address. Example: GWS_URL=http://gws.example:8080`;
  }
  return error.message;
}

/** @param {number} exitCode */
async function stop(exitCode) {
  // A second Ctrl+C does not wait.
  if (isStopping) process.exit(1);
  isStopping = true;
  setTimeout(() => {
    mock?.kill('SIGKILL');
    process.exit(exitCode);
  }, 3000).unref();

  const closed = page?.close();
  if (mock && mock.exitCode === null && mock.signalCode === null) {
    mock.kill('SIGTERM');
    await once(mock, 'exit');
  }
  await closed;
  process.exit(exitCode);
}
