import { CometD } from 'cometd';
import { adapt } from 'cometd-nodejs-client';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startBayeuxDouble, type BayeuxDouble } from '../doubles/bayeuxDouble.ts';
import { createHostCometdLink } from './hostCometdLink.ts';
import type { NotificationLink } from './notificationLink.ts';

// These tests use real servers and real time on machines that may be busy.
vi.setConfig({ testTimeout: 20_000 });

const channel = '/v2/me/calls';
const cleanups: (() => unknown)[] = [];

beforeAll(() => {
  adapt();
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface HostPage {
  readonly cometd: CometD;
  readonly double: BayeuxDouble;
  readonly link: NotificationLink;
  readonly opens: () => number;
  readonly messages: readonly unknown[];
  readonly downs: readonly string[];
  readonly timesReceived: (channel: string) => number;
  readonly open: () => void;
}

/** A host with a CometD client of its own, and our link over it. */
async function startHost(): Promise<HostPage> {
  const double = await startBayeuxDouble();
  cleanups.push(double.close);
  const cometd = new CometD();
  cometd.unregisterTransport('websocket');
  cometd.configure({
    url: `${double.url}/cometd`,
    logLevel: 'warn',
    useWorkerScheduler: false,
    backoffIncrement: 50,
  });
  cleanups.push(() => cometd.disconnect());
  const link = createHostCometdLink(cometd, channel);
  cleanups.push(link.close);
  let opens = 0;
  const messages: unknown[] = [];
  const downs: string[] = [];
  return {
    cometd,
    double,
    link,
    opens: () => opens,
    messages,
    downs,
    timesReceived: (name) => double.received.filter((message) => message.channel === name).length,
    open: () =>
      link.open({
        onOpen: () => (opens += 1),
        onMessage: (message) => messages.push(message),
        onDown: ({ code }) => downs.push(code),
      }),
  };
}

const patience = { timeout: 5_000, interval: 20 };

describe('a link over the host’s own client', () => {
  it('subscribes when the host is connected already', async () => {
    const { cometd, double, open, opens, messages } = await startHost();
    await new Promise<void>((resolve) => cometd.handshake(() => resolve()));
    open();
    await expect.poll(opens, patience).toBe(1);
    double.publish(channel, { n: 1 });
    await expect.poll(() => messages, patience).toMatchObject([{ data: { n: 1 } }]);
  });

  it('waits for a host that connects later', async () => {
    const { cometd, open, opens, timesReceived } = await startHost();
    open();
    expect(timesReceived('/meta/handshake')).toBe(0);
    cometd.handshake();
    await expect.poll(opens, patience).toBe(1);
    expect([timesReceived('/meta/handshake'), timesReceived('/meta/subscribe')]).toEqual([1, 1]);
  });

  it('subscribes again after each new handshake of the host', async () => {
    const { cometd, double, open, opens, messages, downs } = await startHost();
    open();
    cometd.handshake();
    await expect.poll(opens, patience).toBe(1);
    double.expire();
    await expect.poll(opens, patience).toBe(2);
    expect(downs).toContain('network');
    double.publish(channel, { n: 1 });
    await expect.poll(() => messages, patience).toHaveLength(1);
  });

  it.each(['removed', 'disconnected'] as const)(
    'is down from when the server has %s the host’s session until the host has another',
    async (ending) => {
      // Regression: with Java CometD 3.1 the answer that ends a session is successful, and the client of
      // the host then stops without a failure. The widgets still said "Connected".
      const { cometd, double, open, opens, messages, downs } = await startHost();
      // Without this advice the test server would hold the request for thirty seconds.
      cometd.registerExtension('hold', {
        outgoing: (message) =>
          message.channel === '/meta/connect'
            ? { ...message, advice: { timeout: 300, ...message.advice } }
            : message,
      });
      open();
      cometd.handshake();
      await expect.poll(opens, patience).toBe(1);
      // The poll has to be held now. Between two polls the server would answer the next one with
      // "unknown client", and the client would begin a new handshake by itself.
      await expect.poll(double.isHolding, patience).toBe(true);
      double.endSessions(ending);
      await expect.poll(() => downs.length, patience).toBeGreaterThan(0);
      // Before that, the answer to a slow poll may have reported the link as open once more.
      const opensBefore = opens();
      // This is longer than the pause before the next attempt to subscribe.
      await new Promise((resolve) => setTimeout(resolve, 1_300));
      expect(opens()).toBe(opensBefore);
      cometd.handshake();
      await expect.poll(opens, patience).toBe(opensBefore + 1);
      double.publish(channel, { n: 1 });
      await expect.poll(() => messages, patience).toHaveLength(1);
    },
  );

  it('is down when the host disconnects, until it connects again', async () => {
    const { cometd, open, opens, downs, timesReceived } = await startHost();
    open();
    cometd.handshake();
    await expect.poll(opens, patience).toBe(1);
    cometd.disconnect();
    await expect.poll(() => downs.length, patience).toBeGreaterThan(0);
    cometd.handshake();
    await expect.poll(opens, patience).toBe(2);
    expect(timesReceived('/meta/handshake')).toBe(2);
  });

  it('subscribes again on the server when the server has ended the subscription', async () => {
    const { cometd, double, messages, downs, open, opens } = await startHost();
    open();
    cometd.handshake();
    await expect.poll(opens, patience).toBe(1);
    double.endSubscriptions();
    double.insertOnce({ channel: '/meta/unsubscribe', successful: true, subscription: channel });
    await expect.poll(() => downs.length, patience).toBeGreaterThan(0);
    await expect.poll(opens, patience).toBe(2);
    double.publish(channel, { n: 1 });
    await expect.poll(() => messages, patience).toHaveLength(1);
  });

  it('asks again for a subscription that was refused', async () => {
    const { cometd, double, open, opens, downs } = await startHost();
    double.refuseSubscriptions(1);
    open();
    cometd.handshake();
    await expect.poll(opens, patience).toBe(1);
    expect(downs.length).toBeGreaterThan(0);
  });

  it('never begins a handshake, disconnects or configures, because the client is the host’s', async () => {
    const { cometd, double, link, open, opens, timesReceived } = await startHost();
    cometd.handshake();
    const host = (['handshake', 'disconnect', 'configure', 'clearListeners'] as const).map((name) =>
      vi.spyOn(cometd, name),
    );
    open();
    await expect.poll(opens, patience).toBe(1);
    double.refuse(503, 2);
    link.reopen();
    double.expire();
    await expect.poll(opens, patience).toBe(2);
    link.close();
    for (const spy of host) expect(spy).not.toHaveBeenCalled();
    expect(timesReceived('/meta/disconnect')).toBe(0);
    expect(cometd.isDisconnected()).toBe(false);
  });

  it('that is closed unsubscribes, and keeps the host’s own subscriptions', async () => {
    const { cometd, double, link, open, opens, messages, downs, timesReceived } = await startHost();
    const hostHeard: unknown[] = [];
    cometd.handshake(() => cometd.subscribe(channel, (message) => hostHeard.push(message)));
    open();
    await expect.poll(opens, patience).toBe(1);
    link.close();
    double.publish(channel, { n: 1 });
    await expect.poll(() => hostHeard, patience).toHaveLength(1);
    double.expire();
    await expect.poll(() => timesReceived('/meta/handshake'), patience).toBe(2);
    expect([messages.length, downs.length, opens()]).toEqual([0, 0, 1]);
  });

  it('that was the only subscriber unsubscribes on the server', async () => {
    const { cometd, link, open, opens, timesReceived } = await startHost();
    cometd.handshake();
    open();
    await expect.poll(opens, patience).toBe(1);
    link.close();
    await expect.poll(() => timesReceived('/meta/unsubscribe'), patience).toBe(1);
  });

  it('that is closed before its subscription was granted unsubscribes nevertheless', async () => {
    // Regression: the client of the host still delivered messages to a desktop that was closed.
    const { cometd, double, link, open, messages, timesReceived } = await startHost();
    await new Promise<void>((resolve) => cometd.handshake(() => resolve()));
    open();
    link.close();
    await expect.poll(() => timesReceived('/meta/unsubscribe'), patience).toBe(1);
    double.publish(channel, { n: 1 });
    await expect.poll(() => timesReceived('/meta/connect'), patience).toBeGreaterThan(1);
    expect(messages).toEqual([]);
  });

  it('can be opened again', async () => {
    const { cometd, double, link, open, opens, messages } = await startHost();
    cometd.handshake();
    open();
    await expect.poll(opens, patience).toBe(1);
    link.close();
    open();
    await expect.poll(opens, patience).toBe(2);
    double.publish(channel, { n: 1 });
    await expect.poll(() => messages, patience).toHaveLength(1);
  });

  it('reports since when no answer was received', async () => {
    const { cometd, double, link } = await startHost();
    const heardAt: (number | undefined)[] = [];
    const onOpen = vi.fn();
    const before = Date.now();
    link.open({ onOpen, onMessage: () => undefined, onDown: (_, at) => heardAt.push(at) });
    cometd.handshake();
    await expect.poll(() => onOpen.mock.calls.length, patience).toBe(1);
    const after = Date.now();
    double.expire();
    await expect.poll(() => heardAt.length, patience).toBeGreaterThan(0);
    expect(heardAt[0]).toBeGreaterThanOrEqual(before);
    expect(heardAt[0]).toBeLessThanOrEqual(after);
  });
});
