#!/usr/bin/env node
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import type { createMockServer } from './createMockServer.ts';
import { controlVerbs } from './parseControl.ts';
import { scenarios, type ScenarioName } from './scenarios.ts';

const help = `The mock Genesys Web Services. Loopback only.

  tallylight-mock-server [--port N] [--scenario NAME] [--seed N] [--csrf]
                         [--event-delay MS] [--allow-origin URL]... [--quiet]
  tallylight-mock-server --help | -h | --version

Sign in with Basic agent:agent or anna:anna.
GET  /mock/state    the true state: calls, timeline of recording states, requests received
POST /mock/control  {"verb": …} as application/json makes something happen, or go wrong:
${Object.entries(controlVerbs)
  .map(([verb, fields]) => `  ${[verb, ...Object.keys(fields)].join(' ')}`)
  .join('\n')}

Scenarios:
${Object.entries(scenarios)
  .map(([name, { says }]) => `  ${name}: ${says}`)
  .join('\n')}`;

try {
  await run();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8090' },
      scenario: { type: 'string', default: 'calm' },
      seed: { type: 'string', default: '1' },
      csrf: { type: 'boolean', default: false },
      'event-delay': { type: 'string', default: '150' },
      'allow-origin': { type: 'string', multiple: true, default: [] },
      quiet: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
      version: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  if (values.version) {
    console.log(version());
    return;
  }
  const scenario = scenarioNamed(values.scenario);
  const port = wholeNumber('port', values.port, 65_535);
  const create = await loadMockServer();
  const mock = create({
    scenario,
    seed: wholeNumber('seed', values.seed, Number.MAX_SAFE_INTEGER),
    eventDelay: wholeNumber('event-delay', values['event-delay'], 600_000),
    csrf: values.csrf,
    allowedOrigins: values['allow-origin'],
  });
  const { url, port: usedPort } = await mock.listen(port).catch(async (error: unknown) => {
    // Its calls come and go by timers, which would keep the command running.
    await mock.close();
    throw error;
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void mock.close().then(() => process.exit(0)));
  }
  console.log(`Mock Genesys Web Services at ${url}`);
  if (values.quiet) return;
  console.log(`Sign in with Basic agent:agent (or anna:anna), for example:
  curl -u agent:agent '${url}/api/v2/me/calls?fields=*'
${values['allow-origin'].map((origin) => `${adviceFor(origin, usedPort)}\n`).join('')}What is true, and what was asked: ${url}/mock/state
Make things go wrong:
  curl -X POST ${url}/mock/control -H 'Content-Type: application/json' -d '{"verb":"lost"}'
Scenario: ${scenario} (${scenarios[scenario].says}). More: --help`);
}

/** It is loaded only when it is needed, so that the help can be read without the Bayeux server. */
async function loadMockServer(): Promise<typeof createMockServer> {
  try {
    return (await import('./createMockServer.ts')).createMockServer;
  } catch (error) {
    const isMissing =
      error instanceof Error &&
      'code' in error &&
      error.code === 'ERR_MODULE_NOT_FOUND' &&
      error.message.includes('cometd-nodejs-server');
    if (!isMissing) throw error;
    throw new Error(
      'The package cometd-nodejs-server is not installed, and the mock server needs it to send notifications. Run: npm install -D cometd-nodejs-server',
      { cause: error },
    );
  }
}

function version(): string {
  // Our own file, two folders above this one in the sources and in the built package. It is required
  // and not read by a URL, which the build would take for a file to copy.
  const { version: own } = createRequire(import.meta.url)('../../package.json') as {
    readonly version: string;
  };
  return own;
}

/**
 * A browser does not send the cookies if one of the two is called localhost and the other
 * 127.0.0.1.
 */
function adviceFor(origin: string, port: number): string {
  const name = /^https?:\/\/(localhost|127\.0\.0\.1)(:|$)/.exec(origin)?.[1] ?? '127.0.0.1';
  return `For a page on ${origin}, give the desktop baseUrl: 'http://${name}:${port}'`;
}

function wholeNumber(option: string, value: string, most: number): number {
  if (/^\d+$/.test(value) && Number(value) <= most) return Number(value);
  throw new Error(`--${option} wants a whole number from 0 to ${most}, not "${value}".`);
}

function scenarioNamed(name: string): ScenarioName {
  // `hasOwn` proves that it is one of the keys, but TypeScript does not conclude that.
  if (Object.hasOwn(scenarios, name)) return name as ScenarioName;
  throw new Error(`There is no scenario "${name}": ${Object.keys(scenarios).join(', ')}.`);
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE')
    return `${error.message}. Choose another --port.`;
  // The cause is shown only for errors that another option would not avoid.
  // Node's sentences about options end without a full stop.
  return error.cause === undefined
    ? `${error.message.replace(/\.?$/, '.')} More: --help`
    : error.message;
}
