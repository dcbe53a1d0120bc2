// `npm start`: the mock server and the demo, side by side, until you stop it.
//   PORT=5174 npm start                    another port for the page
//   GWS_URL=http://host:port npm start     a real server instead of the mock; the page asks for sign-in
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { serveDemo } from './demo.mjs';
import { onNpmGone } from './npm-gone.mjs';

const port = Number(process.env.PORT || 5173);
const gwsUrl = process.env.GWS_URL;
let mock;
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

  const address = page.resolvedUrls.local[0];
  await untilAnswering(address);
  console.log(`\n  Tallylight demo  ${address}`);
  console.log(`  server           ${gws}${gwsUrl ? '' : '  (the mock)'}`);
  console.log('  stop             Ctrl+C\n');
}

async function startMock() {
  const mockPort = await freePort();
  const script = fileURLToPath(new URL('mock-server.mjs', import.meta.url));
  mock = spawn(process.execPath, [script, '--port', String(mockPort), '--scenario', 'lively'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const died = once(mock, 'exit').then(() => {
    if (isStopping) return;
    throw new Error('The mock server has ended, so there is nothing left to show.');
  });
  died.catch((error) => {
    // After the start nobody waits for this promise any more.
    if (page && !isStopping) {
      console.error(error.message);
      void stop(1);
    }
  });
  const address = `http://127.0.0.1:${mockPort}`;
  await Promise.race([untilAnswering(address), died]);
  return address;
}

/** Waits for any answer, also a 404, because then the server is listening. */
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

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address();
  server.close();
  await once(server, 'close');
  return free;
}

function explain(error) {
  if (/Port \d+ is already in use/.test(error.message)) {
    return `Port ${port} is taken. Stop what is using it, or choose another: PORT=${port + 1} npm start`;
  }
  if (error.code === 'ERR_INVALID_URL') {
    return `GWS_URL is ${gwsUrl}, which is no address. Example: GWS_URL=http://gws.example:8080`;
  }
  return error.message;
}

async function stop(exitCode) {
  // A second Ctrl+C does not wait.
  if (isStopping) process.exit(1);
  isStopping = true;
  setTimeout(() => {
    mock?.kill('SIGKILL');
    process.exit(exitCode);
  }, 3000).unref();

  const isRunning = mock && mock.exitCode === null && mock.signalCode === null;
  if (isRunning) mock.kill('SIGTERM');
  await Promise.all([page?.close(), isRunning && once(mock, 'exit')]);
  process.exit(exitCode);
}
