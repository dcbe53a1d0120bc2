import { describe, it, type TestContext } from 'vitest';
import { createAuthorization } from '../transport/authorization.ts';
import { createCometdLink, type CometdLinkOptions } from '../transport/cometdLink.ts';
import type { HeartbeatOptions } from '../transport/heartbeat.ts';
import type { NotificationLink } from '../transport/notificationLink.ts';
import { startTcpProxy, type TcpProxy } from './tcpProxy.ts';

// The tests of the link. They are the same for every Bayeux server, because the link has to behave
// the same with each. A TCP proxy between the link and the server resets connections, lets them
// hang, and replaces the server.

/** The channel on which these servers publish, and the path where they are reached. */
export const channel = '/v2/me/calls';
export const path = '/api/v2/notifications';
/** A long time limit, because the machine may be busy. */
const heartbeat = { hold: 200, grace: 2_000 };
const shortHeartbeat = { hold: 200, grace: 300 };

/** A Bayeux server that these tests can use. */
export interface LinkServer {
  readonly port: number;
  readonly publish: (number: number) => unknown;
  readonly clientCount: () => number | Promise<number>;
  readonly close: () => Promise<void>;
}

/** The data of a message, for a server whose test publishes it itself. */
export const dataOf = (number: number): object => ({ call: { userData: { number } } });

export type Transport = CometdLinkOptions['transport'];

/** One server with its abilities. */
export type LinkCase = readonly [
  name: string,
  transport: Transport,
  abilities: { readonly ack: boolean },
  start: () => Promise<LinkServer>,
];

/** Defines the tests of what the link promises, for each of these servers. */
export function describeLinks(cases: readonly LinkCase[]): void {
  describe.concurrent.each(cases)('%s over %s', (_, transport, { ack }, start) => {
    it('delivers every message once and in order', async (context) => {
      const { expect } = context;
      const wire = await startWire(context, start, transport);
      await expect.poll(wire.opens, patience).toBe(1);
      for (const number of upTo(60)) await wire.server().publish(number);
      await expect.poll(() => wire.numbers().length, patience).toBe(60);
      expect(wire.sinceOpen()).toEqual(['open', ...upTo(60)]);
    });

    it(
      'opens again and delivers messages when another server has taken over',
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
      'reports every broken connection, opens again and delivers messages',
      { timeout: 20_000 },
      async (context) => {
        const { expect } = context;
        const wire = await startWire(context, start, transport);
        await expect.poll(wire.opens, patience).toBe(1);
        for (const round of [1, 2, 3]) {
          const [downs, opens] = [wire.downs().length, wire.opens()];
          await wire.server().publish(round * 10);
          // The connections are reset again, because the first reset may have come while no request
          // was under way. Nobody could notice such a reset.
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
        // Nothing is lost if the server has ack. Otherwise `open` is the signal to read again.
        const received = new Set(wire.numbers());
        if (ack) expect([...received]).toEqual([10, 11, 12, 20, 21, 22, 30, 31, 32]);
      },
    );

    it(
      'notices a connection that hangs, and opens another one',
      { timeout: 30_000 },
      async (context) => {
        const { expect } = context;
        const wire = await startWire(context, start, transport, shortHeartbeat);
        await expect.poll(wire.opens, patience).toBeGreaterThan(0);
        const opens = wire.opens();
        wire.proxy.freeze();
        const frozenAt = Date.now();
        await expect.poll(wire.downs, patience).toContain('timeout');
        const noticed = Date.now() - frozenAt;
        expect(noticed).toBeLessThan(shortHeartbeat.hold + shortHeartbeat.grace + 1_500);
        wire.proxy.thaw();
        await expect.poll(wire.opens, { ...patience, timeout: 25_000 }).toBeGreaterThan(opens);
        await wire.server().publish(7);
        await expect.poll(wire.numbers, patience).toContain(7);
      },
    );

    it('reports nothing while nothing happens', async (context) => {
      const { expect } = context;
      const wire = await startWire(context, start, transport);
      await expect.poll(wire.opens, patience).toBe(1);
      // This is as long as several heartbeats.
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
}

export interface LinkWire<Server extends LinkServer> {
  readonly link: NotificationLink;
  readonly proxy: TcpProxy;
  readonly server: () => Server;
  /** Starts another server in the place of this one. It knows no client of the old one. */
  readonly restart: () => Promise<void>;
  /** What the link has reported: `open`, the number of a message, or the reason why it is down. */
  readonly sinceOpen: () => readonly (string | number)[];
  readonly opens: () => number;
  readonly numbers: () => readonly number[];
  readonly downs: () => readonly string[];
}

/** Starts a link to the server through the proxy, and opens it. Messages may not arrive yet. */
export async function startWire<Server extends LinkServer>(
  { onTestFinished }: TestContext,
  start: () => Promise<Server>,
  transport: Transport,
  beat: HeartbeatOptions = heartbeat,
): Promise<LinkWire<Server>> {
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
  const reports: (string | number)[] = [];
  link.open({
    onOpen: () => reports.push('open'),
    onMessage: (message) => reports.push(numberIn(message)),
    onDown: ({ code }) => reports.push(code),
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
    // It is noticed before that if the server has no WebSocket.
    sinceOpen: () => reports.slice(reports.indexOf('open')),
    opens: () => reports.filter((report) => report === 'open').length,
    numbers: () => reports.filter((report) => typeof report === 'number'),
    downs: () =>
      reports.filter((report) => typeof report === 'string' && report !== 'open').map(String),
  };
}

function numberIn(message: unknown): number {
  // Every server of these tests sends the number like this. Anything else gives NaN, and the test
  // fails.
  const { data } = message as { data?: { call?: { userData?: { number?: unknown } } } };
  return Number(data?.call?.userData?.number);
}

const upTo = (last: number, first = 1): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** How long a step may take, because these machines are busy with other things. */
export const patience = { timeout: 15_000, interval: 20 };
