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

// The server line that GWS embeds, and not one of our own that behaves as we believe it does.

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

// Real servers and real pauses, on machines that are busy with other things.
vi.setConfig({ testTimeout: 60_000 });

beforeAll(() => {
  adaptCometd();
  // The library says so when a WebSocket breaks or a handshake is refused, and cannot be asked not to.
  const { warn } = console;
  // The time comes first, then what there is to say.
  const isKnown = ([, text]: readonly unknown[]): boolean =>
    /^(Could not negotiate transport|Closing extra WebSocket connection)/.test(String(text));
  vi.spyOn(console, 'warn').mockImplementation((...args) => {
    if (!isKnown(args)) warn(...args);
  });
});

// One line where it cannot be had, and not one for each promise.
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
  /** For the answer to come in, on a machine that is busy with other things. */
  const unhurried = 1_500;
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
      'is told as lost within hold and grace, and heard again (HTTP $http, Bayeux $bayeux)',
      async (ends, context) => {
        const wire = await startWire(context, start, transport, heartbeat);
        await context.expect.poll(wire.opens, patience).toBe(1);
        // In the middle of a hold: a session that ends between two polls is told to be unknown.
        await new Promise((resolve) => setTimeout(resolve, heartbeat.hold / 2));
        const endedAt = Date.now();
        await wire.server().gws.control({ verb: 'endSessions', ...ends });
        await context.expect.poll(() => wire.downs().length, patience).toBeGreaterThan(0);
        const limit = heartbeat.hold + heartbeat.grace + unhurried;
        expect(Date.now() - endedAt).toBeLessThan(limit);
        await context.expect.poll(wire.opens, patience).toBe(2);
        await wire.server().publish(7);
        await context.expect.poll(wire.numbers, patience).toEqual([7]);
      },
    );
  });
});
