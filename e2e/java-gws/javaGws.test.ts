import { beforeAll, describe, expect, it, vi } from 'vitest';
import { gwsHarness } from '../../src/mock-server/gwsHarness.ts';
import { adaptCometd } from '../../src/doubles/adaptCometd.ts';
import {
  describeLinks,
  patience,
  startWire,
  type LinkCase,
  type LinkServer,
} from '../../src/doubles/linkContract.ts';
import { simulatedCall, simulatedCallId } from '../../src/testing/simulatedCalls.ts';
import { wireContract } from '../../src/testing/wireContract.ts';
import { buildJavaGws } from './buildJavaGws.ts';
import {
  createJavaGws,
  type JavaGws,
  type JavaGwsOptions,
  type SessionsEnd,
} from './createJavaGws.ts';

// These tests use the server line that GWS embeds, because our own doubles behave only as we
// believe that server does.

const build = buildJavaGws();
const why = 'missing' in build ? ` (skipped: ${build.missing})` : '';
const callId = simulatedCallId(1);

interface JavaLinkServer extends LinkServer {
  readonly gws: JavaGws;
}

async function startJava(options: JavaGwsOptions = {}): Promise<JavaLinkServer> {
  const { ack = true, ...bayeux } = options.bayeux ?? {};
  const gws = createJavaGws({ ...options, bayeux: { ack, ...bayeux } });
  const { port } = await gws.listen();
  return {
    gws,
    port,
    publish: (number) => gws.control({ verb: 'attachData', callId, userData: { number } }),
    clientCount: async () => (await gws.count()).clients,
    close: gws.close,
  };
}

const withAck = (): Promise<JavaLinkServer> => startJava();
const withoutAck = (): Promise<JavaLinkServer> => startJava({ bayeux: { ack: false } });
const withWebSocket = (): Promise<JavaLinkServer> => startJava({ webSocket: true });
const links = [
  ['with ack', 'long-polling', { ack: true }, withAck],
  ['without ack', 'long-polling', { ack: false }, withoutAck],
  ['with WebSocket', 'websocket', { ack: true }, withWebSocket],
] as const satisfies readonly LinkCase[];

// The tests use real servers and real delays, on machines that are busy with other things.
vi.setConfig({ testTimeout: 60_000 });

beforeAll(() => {
  adaptCometd();
  // The library logs a warning when a WebSocket breaks or a handshake is refused, and no option
  // switches that off.
  const { warn } = console;
  // The first argument is the time, and the second is the text.
  const isKnown = ([, text]: readonly unknown[]): boolean =>
    /^(Could not negotiate transport|Closing extra WebSocket connection)/.test(String(text));
  vi.spyOn(console, 'warn').mockImplementation((...args) => {
    if (!isKnown(args)) warn(...args);
  });
});

// Where the server cannot be built, one test is reported as skipped, and not one for each promise.
it.skipIf(why)(`Java CometD 3.1 can be built here${why}`, () => {
  expect(build).toHaveProperty('command');
});

describe.each(why ? [] : ['Java CometD 3.1'])('%s', () => {
  describeLinks(links);

  describe.concurrent('the wire contract', () => {
    const calls = [
      simulatedCall({ id: callId, recordingState: 'Recording' }),
      simulatedCall({ id: simulatedCallId(2) }),
    ];
    const heartbeat = { hold: 500, grace: 1_500 };
    const promises = wireContract(() =>
      gwsHarness(createJavaGws({ calls, eventDelay: 10 }), { callId, heartbeat }),
    );
    it.each(promises.map(({ name, run }) => [name, run] as const))('%s', async (_name, run) => {
      await expect(run()).resolves.toBeUndefined();
    });
  });

  const heartbeat = { hold: 1_000, grace: 1_000 };
  /** The time for the answer to arrive on a machine that is busy with other things. */
  const timeForAnswer = 1_500;
  const endings: readonly Omit<SessionsEnd, 'verb'>[] = [
    { http: 'kept', bayeux: 'swept' },
    { http: 'kept', bayeux: 'removed' },
    { http: 'kept', bayeux: 'disconnected' },
    { http: 'invalidated', bayeux: 'swept' },
    { http: 'invalidated', bayeux: 'removed' },
    { http: 'invalidated', bayeux: 'disconnected' },
  ];
  describe.concurrent.each(links)('a session that ends, %s over %s', (_, transport, __, start) => {
    it.for(endings)(
      'is noticed within hold and grace, and a new session gets messages again (HTTP $http, Bayeux $bayeux)',
      async (ends, context) => {
        const wire = await startWire(context, start, transport, heartbeat);
        await context.expect.poll(wire.opens, patience).toBe(1);
        // The session ends in the middle of a hold. If it ended between two polls, the next poll
        // would be told so at once.
        await new Promise((resolve) => setTimeout(resolve, heartbeat.hold / 2));
        const endedAt = Date.now();
        await wire.server().gws.control({ verb: 'endSessions', ...ends });
        await context.expect.poll(() => wire.downs().length, patience).toBeGreaterThan(0);
        const limit = heartbeat.hold + heartbeat.grace + timeForAnswer;
        expect(Date.now() - endedAt).toBeLessThan(limit);
        await context.expect.poll(wire.opens, patience).toBe(2);
        await wire.server().publish(7);
        await context.expect.poll(wire.numbers, patience).toEqual([7]);
      },
    );
  });
});
