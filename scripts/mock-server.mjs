// The mock Genesys Web Services on its own: `npm run mock-server -- --port 8090`.
// Plain Node cannot read TypeScript, so Vite, which is here anyway, loads the source.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

const help = `The mock Genesys Web Services. Loopback only.

  npm run mock-server -- [--port N] [--scenario NAME] [--seed N] [--csrf]
                         [--event-delay MS] [--allow-origin URL]... [--quiet]

Sign in with Basic agent:agent or anna:anna.
GET  /mock/state    the true state: calls, timeline of recording states, requests received
POST /mock/control  {"verb": …} as application/json makes something happen, or go wrong:`;

/**
 * Starts the mock from its source.
 *
 * @param {import('../src/mock-server/createMockServer.ts').MockServerOptions & { port?: number }} options
 * @returns {Promise<import('../src/mock-server/createMockServer.ts').MockServer & { url: string; port: number }>}
 */
export async function startMockServer({ port = 0, ...options } = {}) {
  const { createMockServer } = await load('/src/mock-server/createMockServer.ts');
  const mock = createMockServer(options);
  return { ...mock, ...(await mock.listen(port)) };
}

async function load(path) {
  const inline = { root, configFile: false, logLevel: 'error' };
  return (await runnerImport(path, inline)).module;
}

async function main() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8090' },
      scenario: { type: 'string', default: 'calm' },
      seed: { type: 'string', default: '1' },
      csrf: { type: 'boolean', default: false },
      'event-delay': { type: 'string', default: '150' },
      'allow-origin': { type: 'string', multiple: true, default: [] },
      quiet: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { scenarios } = await load('/src/mock-server/scenarios.ts');
  if (values.help) {
    const { controlVerbs } = await load('/src/mock-server/parseControl.ts');
    console.log(help);
    for (const [verb, fields] of Object.entries(controlVerbs)) {
      console.log(`  ${verb} ${Object.keys(fields).join(' ')}`);
    }
    console.log('\nScenarios:');
    for (const [name, { says }] of Object.entries(scenarios)) console.log(`  ${name}: ${says}`);
    return;
  }
  const numbers = { port: values.port, seed: values.seed, eventDelay: values['event-delay'] };
  for (const [name, value] of Object.entries(numbers)) {
    if (!/^\d+$/.test(value)) throw new Error(`--${name} wants a whole number, not "${value}".`);
  }
  if (!Object.hasOwn(scenarios, values.scenario)) {
    throw new Error(
      `There is no scenario "${values.scenario}": ${Object.keys(scenarios).join(', ')}.`,
    );
  }
  const mock = await startMockServer({
    port: Number(values.port),
    seed: Number(values.seed),
    eventDelay: Number(values['event-delay']),
    scenario: values.scenario,
    csrf: values.csrf,
    allowedOrigins: values['allow-origin'],
  });
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => mock.close().then(() => process.exit(0)));
  }
  console.log(`Mock Genesys Web Services at ${mock.url}`);
  if (!values.quiet) {
    console.log(`Sign in with Basic agent:agent (or anna:anna), for example:
  curl -u agent:agent '${mock.url}/api/v2/me/calls?fields=*'
What is true, and what was asked: ${mock.url}/mock/state
Make things go wrong:
  curl -X POST ${mock.url}/mock/control -H 'Content-Type: application/json' -d '{"verb":"lost"}'
Scenario: ${values.scenario} (${scenarios[values.scenario].says}). More: --help`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(
      error.code === 'EADDRINUSE' ? `${error.message}. Choose another --port.` : error.message,
    );
    process.exitCode = 1;
  });
}
