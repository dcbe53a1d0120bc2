import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { adapt } from 'cometd-nodejs-client';
import faye from 'faye';
import { beforeAll, describe, it, vi, type TestContext } from 'vitest';
import { createMockServer } from '../mock-server/createMockServer.ts';
import { startBayeuxDouble } from '../testing/bayeuxDouble.ts';
import { simulatedCallId } from '../testing/simulatedCalls.ts';
import { startTcpProxy, type TcpProxy } from '../testing/tcpProxy.ts';
import { createAuthorization } from './authorization.ts';
import { createCometdLink, type CometdLinkOptions } from './cometdLink.ts';
import type { NotificationLink } from './notificationLink.ts';

// One contract for every server: what the link promises may not hang on whose Bayeux it meets.
// A TCP proxy stands in front of each, for resets, silence and a server that was replaced.

const channel = '/v2/me/calls';
const path = '/api/v2/notifications';
/** Patient, for machines that are busy with other things. */
const heartbeat = { hold: 200, grace: 2_000 };
const impatient = { hold: 200, grace: 300 };

interface WireServer {
  readonly port: number;
  readonly publish: (number: number) => unknown;
  readonly clientCount: () => number;
  readonly close: () => Promise<void>;
}

const dataOf = (number: number): object => ({ call: { userData: { number } } });

async function startMock(ack: boolean): Promise<WireServer> {
  const mock = createMockServer({ bayeux: { ack } });
  const { port } = await mock.listen();
  const callId = simulatedCallId(1);
  return {
    port,
    publish: (number) => mock.control({ verb: 'attachData', callId, userData: { number } }),
    clientCount: () => mock.state().bayeuxClients,
    close: mock.close,
  };
}

async function startDouble(): Promise<WireServer> {
  const double = await startBayeuxDouble();
  return { ...double, publish: (number) => double.publish(channel, dataOf(number)) };
}

async function startFaye(): Promise<WireServer> {
  const adapter = new faye.NodeAdapter({ mount: path });
  const server = createServer();
  adapter.attach(server);
  const clients = new Set<string>();
  adapter.on('handshake', (clientId) => clients.add(clientId));
  adapter.on('disconnect', (clientId) => clients.delete(clientId));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const publisher = adapter.getClient();
  return {
    // A TCP server that listens has an AddressInfo; only a pipe's address is a string.
    port: (server.address() as AddressInfo).port,
    publish: (number) => publisher.publish(channel, dataOf(number)),
    // Its own publisher is a client as well, once it has spoken.
    clientCount: () => Math.max(0, clients.size - 1),
    close: async () => {
      adapter.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Transport = CometdLinkOptions['transport'];

const wires: readonly [string, Transport, { readonly ack: boolean }, () => Promise<WireServer>][] =
  [
    ['the mock GWS', 'long-polling', { ack: true }, () => startMock(true)],
    ['the mock GWS without ack', 'long-polling', { ack: false }, () => startMock(false)],
    ['the mock GWS, which has no WebSocket', 'websocket', { ack: true }, () => startMock(true)],
    ['faye', 'long-polling', { ack: false }, startFaye],
    ['faye', 'websocket', { ack: false }, startFaye],
    ['the double', 'long-polling', { ack: true }, startDouble],
    ['the double', 'websocket', { ack: true }, startDouble],
  ];

interface Wire {
  readonly link: NotificationLink;
  readonly proxy: TcpProxy;
  readonly server: () => WireServer;
  /** Another server, which knows nothing of the one before, takes its place. */
  readonly restart: () => Promise<void>;
  /** What the link said: `open`, a message's number, or why it is down. */
  readonly sinceOpen: () => readonly (string | number)[];
  readonly opens: () => number;
  readonly numbers: () => readonly number[];
  readonly downs: () => readonly string[];
}

async function startWire(
  { onTestFinished }: TestContext,
  start: () => Promise<WireServer>,
  transport: Transport,
  beat = heartbeat,
): Promise<Wire> {
  let server = await start();
  const proxy = await startTcpProxy(server.port);
  const signIn = { Authorization: `Basic ${btoa('agent:agent')}` };
  const authorization = createAuthorization(() => signIn, 1_000);
  const link = createCometdLink({
    url: proxy.url + path,
    channel,
    transport,
    authorization,
    admit: authorization.prepare,
    heartbeat: beat,
  });
  const said: (string | number)[] = [];
  link.open({
    onOpen: () => said.push('open'),
    onMessage: (message) => said.push(numberIn(message)),
    onDown: ({ code }) => said.push(code),
  });
  onTestFinished(async () => {
    link.close();
    await proxy.close();
    await server.close();
  });
  return {
    link,
    proxy,
    server: () => server,
    restart: async () => {
      const before = server;
      server = await start();
      proxy.lead(server.port);
      proxy.reset();
      await before.close();
    },
    // A server without WebSocket is found out before that.
    sinceOpen: () => said.slice(said.indexOf('open')),
    opens: () => said.filter((word) => word === 'open').length,
    numbers: () => said.filter((word) => typeof word === 'number'),
    downs: () => said.filter((word) => typeof word === 'string' && word !== 'open').map(String),
  };
}

function numberIn(message: unknown): number {
  // Every server of these tests says it this way; anything else is NaN and fails the test.
  const { data } = message as { data?: { call?: { userData?: { number?: unknown } } } };
  return Number(data?.call?.userData?.number);
}

const upTo = (last: number, first = 1): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

const patience = { timeout: 15_000, interval: 20 };

// The client library looks for a browser, `adapt` gives it as much of one as it needs.
beforeAll(() => {
  // By default it keeps one cookie jar for all ports of a host, and these servers run side by side.
  const jars = new Map<string, Map<string, string>>();
  const jarOf = ({ host }: URL): Map<string, string> => {
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    return jar;
  };
  adapt({
    cookies: {
      storeCookie: (url: URL, header, done) => {
        const pair = header.split(';')[0] ?? '';
        jarOf(url).set(pair.split('=')[0] ?? '', pair);
        done(null, pair);
      },
      retrieveCookies: (_, url: URL, done) => done(null, [...jarOf(url).values()]),
    },
  });
  // The library says so at every break of a WebSocket, and cannot be asked not to.
  const { warn } = console;
  // The time comes first, then what there is to say.
  const isKnown = ([, text]: readonly unknown[]): boolean =>
    String(text).startsWith('Closing extra WebSocket connection');
  vi.spyOn(console, 'warn').mockImplementation((...args) => {
    if (!isKnown(args)) warn(...args);
  });
});

describe.concurrent.each(wires)('%s over %s', (_, transport, { ack }, start) => {
  it('hears everything once and in order', async (context) => {
    const { expect } = context;
    const wire = await startWire(context, start, transport);
    await expect.poll(wire.opens, patience).toBe(1);
    for (const number of upTo(60)) await wire.server().publish(number);
    await expect.poll(() => wire.numbers().length, patience).toBe(60);
    expect(wire.sinceOpen()).toEqual(['open', ...upTo(60)]);
  });

  it(
    'opens again, and hears, when another server takes over',
    { timeout: 20_000 },
    async (context) => {
      const { expect } = context;
      const wire = await startWire(context, start, transport);
      await expect.poll(wire.opens, patience).toBe(1);
      await wire.restart();
      await expect.poll(wire.opens, patience).toBe(2);
      expect(wire.downs().length).toBeGreaterThan(0);
      await wire.server().publish(7);
      await expect.poll(wire.numbers, patience).toEqual([7]);
    },
  );

  it(
    'after every broken connection says so, opens again and hears',
    { timeout: 20_000 },
    async (context) => {
      const { expect } = context;
      const wire = await startWire(context, start, transport);
      await expect.poll(wire.opens, patience).toBe(1);
      for (const round of [1, 2, 3]) {
        const [downs, opens] = [wire.downs().length, wire.opens()];
        await wire.server().publish(round * 10);
        // Once more where the first met no request under way: then there was nothing to notice.
        const breakIt = (): number => {
          if (wire.downs().length === downs) wire.proxy.reset();
          return wire.downs().length;
        };
        await expect.poll(breakIt, { ...patience, interval: 100 }).toBeGreaterThan(downs);
        await wire.server().publish(round * 10 + 1);
        await expect.poll(wire.opens, patience).toBeGreaterThan(opens);
        await wire.server().publish(round * 10 + 2);
        await expect.poll(wire.numbers, patience).toContain(round * 10 + 2);
      }
      // Nothing is lost where the server has ack; elsewhere `open` is the call to read again.
      const heard = new Set(wire.numbers());
      if (ack) expect([...heard]).toEqual([10, 11, 12, 20, 21, 22, 30, 31, 32]);
    },
  );

  it('notices a silent death, and mends it', { timeout: 30_000 }, async (context) => {
    const { expect } = context;
    const wire = await startWire(context, start, transport, impatient);
    await expect.poll(wire.opens, patience).toBeGreaterThan(0);
    const opens = wire.opens();
    wire.proxy.freeze();
    const frozenAt = Date.now();
    await expect.poll(wire.downs, patience).toContain('timeout');
    const noticed = Date.now() - frozenAt;
    expect(noticed).toBeLessThan(impatient.hold + impatient.grace + 1_500);
    wire.proxy.thaw();
    await expect.poll(wire.opens, { ...patience, timeout: 25_000 }).toBeGreaterThan(opens);
    await wire.server().publish(7);
    await expect.poll(wire.numbers, patience).toContain(7);
  });

  it('stays quiet while nothing happens', async (context) => {
    const { expect } = context;
    const wire = await startWire(context, start, transport);
    await expect.poll(wire.opens, patience).toBe(1);
    // Several heartbeats long.
    await new Promise((resolve) => setTimeout(resolve, 5 * heartbeat.hold));
    expect(wire.sinceOpen()).toEqual(['open']);
  });

  it('leaves no session on the server when it closes', async (context) => {
    const { expect } = context;
    const wire = await startWire(context, start, transport);
    await expect.poll(wire.opens, patience).toBe(1);
    await wire.server().publish(1);
    await expect.poll(() => wire.server().clientCount(), patience).toBe(1);
    wire.link.close();
    await expect.poll(() => wire.server().clientCount(), patience).toBe(0);
    await wire.server().publish(2);
    expect(wire.numbers()).not.toContain(2);
  });
});
