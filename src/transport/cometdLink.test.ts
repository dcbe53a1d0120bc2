import { adapt } from 'cometd-nodejs-client';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { AgentDesktopError } from '../model/errors.ts';
import {
  startBayeuxDouble,
  type BayeuxDouble,
  type BayeuxDoubleOptions,
} from '../doubles/bayeuxDouble.ts';
import { createAuthorization } from './authorization.ts';
import { createCometdLink, type CometdLinkOptions } from './cometdLink.ts';
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

interface Wire {
  readonly link: NotificationLink;
  readonly double: BayeuxDouble;
  readonly opens: () => number;
  readonly messages: readonly unknown[];
  readonly downs: readonly string[];
  readonly errors: readonly AgentDesktopError[];
  readonly timesReceived: (channel: string) => number;
  /** Opens the link. A test that needs it calls it, when the link was not opened at the beginning. */
  readonly open: () => void;
}

async function startLink(
  options: Partial<BayeuxDoubleOptions & CometdLinkOptions> = {},
): Promise<Wire> {
  const double = await startBayeuxDouble(options);
  cleanups.push(double.close);
  const link = createCometdLink({
    url: `${double.url}/api/v2/notifications`,
    channel,
    transport: 'long-polling',
    authorization: createAuthorization(undefined, 1_000),
    admit: () => Promise.resolve(),
    heartbeat: { hold: 200, grace: 300 },
    ...options,
  });
  cleanups.push(link.close);
  let opens = 0;
  const messages: unknown[] = [];
  const downs: string[] = [];
  const errors: AgentDesktopError[] = [];
  return {
    link,
    double,
    opens: () => opens,
    messages,
    downs,
    errors,
    timesReceived: (name) => double.received.filter((message) => message.channel === name).length,
    open: () =>
      link.open({
        onOpen: () => (opens += 1),
        onMessage: (message) => messages.push(message),
        onDown: (error) => {
          downs.push(error.code);
          errors.push(error);
        },
      }),
  };
}

async function startOpenLink(options: Parameters<typeof startLink>[0] = {}): Promise<Wire> {
  const wire = await startLink(options);
  wire.open();
  await expect.poll(wire.opens, { timeout: 5_000 }).toBe(1);
  return wire;
}

const patience = { timeout: 8_000, interval: 20 };
/** How much longer than usual a step may take on a busy machine. */
const unhurried = 1_500;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const signedOut = new AgentDesktopError('not-signed-in', 'Signed out.');

describe('a link', () => {
  it('sends nothing before it is opened', async () => {
    const { double } = await startLink();
    await wait(50);
    expect(double.received).toEqual([]);
  });

  it('subscribes after each handshake, and at no other time', async () => {
    const { double, opens, timesReceived, messages } = await startOpenLink();
    for (const round of [1, 2, 3]) {
      expect([timesReceived('/meta/handshake'), timesReceived('/meta/subscribe')]).toEqual([
        round,
        round,
      ]);
      if (round === 3) break;
      double.expire();
      await expect.poll(opens, patience).toBe(round + 1);
    }
    double.publish(channel, { n: 1 });
    await expect.poll(() => messages, patience).toHaveLength(1);
  });

  it('asks for each connect to be answered after the heartbeat’s hold', async () => {
    const { double, timesReceived } = await startOpenLink();
    await expect.poll(() => timesReceived('/meta/connect'), patience).toBeGreaterThan(3);
    const asked = double.received.filter((message) => message.channel === '/meta/connect');
    // The first one after a handshake is answered at once.
    expect(asked.map(({ advice }) => advice?.timeout).slice(0, 3)).toEqual([0, 200, 200]);
  });

  it('is opened again at once, without the rest of the pause, when `reopen` is called', async () => {
    const admit = vi.fn(() => Promise.reject(signedOut));
    const { link, open, opens, downs } = await startLink({ admit });
    open();
    await expect.poll(() => downs, patience).toEqual(['not-signed-in']);
    admit.mockImplementation(() => Promise.reject(new AgentDesktopError('network', 'No.')));
    link.reopen();
    await expect.poll(opens, { timeout: 1_000 }).toBe(1);
    expect(admit).toHaveBeenCalledTimes(2);
  });
});

describe('a server that refuses', () => {
  it('the subscription is asked until it grants it, because no notification arrives without it', async () => {
    const { double, open, opens, downs, messages } = await startLink();
    double.refuseSubscriptions(2);
    open();
    await expect.poll(opens, patience).toBe(1);
    expect(downs.length).toBeGreaterThan(0);
    double.publish(channel, { n: 1 });
    await expect.poll(() => messages, patience).toHaveLength(1);
  });

  it.each([401, 403, 419, 440, 511])(
    'with %i gets a REST request first, because only REST can tell that a user is signed out',
    async (status) => {
      // Regression: the host was told that the user is signed out, although headers() could renew the
      // token.
      const admit = vi.fn(() => Promise.resolve());
      const { double, opens, downs } = await startOpenLink({ admit });
      double.refuse(status, 1);
      await expect.poll(opens, patience).toBe(2);
      expect(admit).toHaveBeenCalledTimes(2);
      expect(downs.length).toBeGreaterThan(0);
      expect(downs).not.toContain('not-signed-in');
    },
  );

  // Regression: after two sessions that ended within one second the link was down for 20 s.
  it('notifications several times while REST works is asked again after growing pauses', async () => {
    const { double, opens } = await startOpenLink();
    double.refuse(403, 3);
    await expect.poll(opens, { timeout: 6_000 }).toBe(2);
  });

  it('a user who is signed out is reported, and not asked again soon', async () => {
    const admit = vi.fn(() => Promise.reject(signedOut));
    const { open, downs, double } = await startLink({ admit });
    open();
    await wait(1_500);
    expect(downs).toEqual(['not-signed-in']);
    expect(admit).toHaveBeenCalledTimes(1);
    expect(double.received).toEqual([]);
  });

  it('reads, while its notifications work, is connected nevertheless', async () => {
    const admit = (): Promise<void> =>
      Promise.reject(new AgentDesktopError('server-error', 'Ill.'));
    const { opens } = await startOpenLink({ admit });
    expect(opens()).toBe(1);
  });

  it.each([500, 503])('with %i for some time is connected to again afterwards', async (status) => {
    const { double, opens, downs } = await startOpenLink();
    double.refuse(status, 2);
    await expect.poll(opens, patience).toBe(2);
    expect(downs).toContain('network');
  });
});

describe('a server whose notifications are busy', () => {
  // A gateway that limits requests answered 429 with a Retry-After to each poll. The page said that
  // the server cannot be reached, and tried again after one, two and three seconds, so that it never
  // got below the limit.
  it.each([429, 503])(
    'with %i is reported as busy, and gets no request before the Retry-After is over',
    async (status) => {
      // `document` makes this a browser, where this library sends the requests of CometD itself.
      vi.stubGlobal('document', {});
      // Node reports the times of each `fetch`, and on a busy machine one looks like a resend.
      vi.stubGlobal('PerformanceObserver', undefined);
      cleanups.push(() => vi.unstubAllGlobals());
      const times: number[] = [];
      let isBusy = false;
      const { opens, downs, errors } = await startOpenLink({
        answer: (_, response) => {
          if (!isBusy) return false;
          times.push(performance.now());
          response.writeHead(status, { 'Retry-After': '3' }).end();
          return true;
        },
      });
      isBusy = true;
      await expect.poll(() => downs, patience).toContain('server-busy');
      isBusy = false;
      const busyAt = times.at(-1) ?? 0;
      expect(downs).not.toContain('network');
      expect(errors[0]).toMatchObject({
        code: 'server-busy',
        httpStatus: status,
        retryAfter: 3_000,
      });
      await expect.poll(opens, { timeout: 15_000 }).toBe(2);
      expect(times).toHaveLength(1);
      expect(performance.now() - busyAt).toBeGreaterThan(2_900);
    },
  );

  it('in the answer to REST is not asked for notifications before the Retry-After is over', async () => {
    const busy = new AgentDesktopError('server-busy', 'Busy.', { retryAfter: 1_000 });
    const admit = vi.fn(() => Promise.resolve());
    admit.mockRejectedValueOnce(busy);
    const { open, opens, downs } = await startLink({ admit });
    const askedAt = performance.now();
    open();
    await expect.poll(opens, patience).toBe(1);
    expect(performance.now() - askedAt).toBeGreaterThan(990);
    expect(downs).toEqual(['server-busy']);
  });

  it('is reported as busy when only the status is known, as with a client of the host', async () => {
    const { double, downs } = await startOpenLink();
    double.refuse(429, 1);
    await expect.poll(() => downs, patience).toEqual(['server-busy']);
  });
});

/**
 * Java CometD 3.1 ends a session with a successful answer. The client library then sends nothing
 * more and reports no failure.
 */
describe.each(['long-polling', 'websocket'] as const)('a server over %s', (transport) => {
  it.each(['swept', 'removed', 'disconnected'] as const)(
    'whose session was %s is reported as lost within hold and grace, and connected to again',
    async (ending) => {
      // Regression: with a real Java server agents read "Connected" and received no notification any
      // more.
      const { double, opens, downs, messages } = await startOpenLink({ transport });
      const endedAt = Date.now();
      double.endSessions(ending);
      await expect.poll(() => downs.length, patience).toBeGreaterThan(0);
      expect(Date.now() - endedAt).toBeLessThan(200 + 300 + unhurried);
      await expect.poll(opens, patience).toBe(2);
      double.publish(channel, { n: 1 });
      await expect.poll(() => messages, patience).toHaveLength(1);
    },
  );

  it.each([
    ['/meta/handshake', 'none'],
    ['/meta/handshake', 'handshake'],
    ['/meta/subscribe', 'none'],
    ['/meta/subscribe', 'handshake'],
    ['/meta/connect', 'none'],
    ['/meta/connect', 'handshake'],
    ['/meta/connect', 'something new'],
  ])(
    'that answers %s with success and the advice "%s" is connected to again',
    async (onChannel, reconnect) => {
      const { double, open, opens, downs, messages, timesReceived } = await startLink({
        transport,
      });
      double.adviseOnce(onChannel, { reconnect, interval: 0 });
      open();
      await expect.poll(() => downs.length, patience).toBeGreaterThan(0);
      await expect.poll(() => timesReceived('/meta/handshake'), patience).toBe(2);
      await expect.poll(opens, patience).toBeGreaterThan(0);
      // It may also have been open before the advice took effect.
      const publish = (): readonly unknown[] => {
        double.publish(channel, { n: 1 });
        return messages;
      };
      await expect.poll(publish, patience).not.toEqual([]);
    },
  );
});

describe('a server that says unasked', () => {
  // Each of these messages left the page deaf while it read "Connected".
  it.each([
    { channel: '/meta/unsubscribe', successful: true, subscription: channel },
    { channel: '/meta/unsubscribe', successful: true, subscription: ['/other', channel] },
    { channel: '/meta/subscribe', successful: false, subscription: channel, error: '403::no' },
  ])('that the subscription has ended is reported as lost: $channel', async (message) => {
    const { double, opens, downs, messages } = await startOpenLink();
    double.endSubscriptions();
    double.insertOnce(message);
    await expect.poll(() => downs.length, patience).toBeGreaterThan(0);
    await expect.poll(opens, patience).toBe(2);
    double.publish(channel, { n: 1 });
    await expect.poll(() => messages, patience).toHaveLength(1);
  });

  it.each([
    { channel: '/meta/unsubscribe', successful: true, subscription: '/other' },
    { channel: '/meta/unsubscribe', successful: false, subscription: channel },
    { channel: '/meta/subscribe', successful: false, subscription: '/other' },
    { channel: '/meta/subscribe', successful: true, subscription: channel },
  ])('something else goes on as before: $channel, $successful', async (message) => {
    const { double, downs, timesReceived } = await startOpenLink();
    double.insertOnce(message);
    const asked = timesReceived('/meta/connect');
    await expect.poll(() => timesReceived('/meta/connect'), patience).toBeGreaterThan(asked + 2);
    expect(downs).toEqual([]);
  });

  it.each(['none', 'handshake'])(
    'with a notification that it advises "%s" is reported as lost with the next answer',
    async (reconnect) => {
      // The library acts on the advice of any message. It stopped, or hung, and nothing was reported
      // until the heartbeat was overdue.
      const { double, opens, downs, messages } = await startOpenLink({
        heartbeat: { hold: 200, grace: 5_000 },
      });
      double.insertOnce({ channel, data: { n: 1 }, advice: { reconnect, interval: 0 } });
      await expect.poll(() => downs.length, { timeout: 3_000, interval: 20 }).toBeGreaterThan(0);
      expect(messages).toHaveLength(1);
      await expect.poll(opens, patience).toBe(2);
    },
  );
});

describe('a server that never holds a connect', () => {
  // A gateway that answered each poll at once got 280 requests a second from one page.
  it('gets a request each half second, and notifications still arrive', async () => {
    const { double, downs, messages, timesReceived } = await startOpenLink({
      timeout: 0,
      heartbeat: { hold: 1_000, grace: 3_000 },
    });
    await expect.poll(() => timesReceived('/meta/connect'), patience).toBeGreaterThan(10);
    const asked = timesReceived('/meta/connect');
    await wait(1_200);
    expect(timesReceived('/meta/connect') - asked).toBeLessThan(6);
    double.publish(channel, { n: 1 });
    await expect.poll(() => messages, patience).toHaveLength(1);
    expect(downs).toEqual([]);
  });
});

describe('a server that advises a pause between two connects', () => {
  // An interval that is no number made the heartbeat due at once. The page said "Connection lost"
  // all the time, although each notification arrived.
  it.each(['0', 'soon', {}, -1, null])('of %o is not reported as lost', async (interval) => {
    const { double, downs, timesReceived } = await startOpenLink();
    double.adviseOnce('/meta/connect', { reconnect: 'retry', interval });
    const asked = timesReceived('/meta/connect');
    await expect.poll(() => timesReceived('/meta/connect'), patience).toBeGreaterThan(asked + 3);
    expect(downs).toEqual([]);
  });

  it('because the browser has several clients is not reported as lost', async () => {
    const { double, downs, timesReceived } = await startOpenLink();
    double.adviseOnce('/meta/connect', { reconnect: 'retry', interval: 400 });
    const asked = timesReceived('/meta/connect');
    await expect.poll(() => timesReceived('/meta/connect'), patience).toBeGreaterThan(asked + 2);
    expect(downs).toEqual([]);
  });

  it('of two seconds to one of several clients of a browser gets the next request sooner', async () => {
    // Regression: Java CometD 3.1 answers the second poll of a browser at once and then every two
    // seconds. So each event reached the second tab 1.5 s late where tabs cannot share a connection.
    // The same happened to a single tab while the server still held the poll of its last session.
    const { double, downs, timesReceived } = await startOpenLink({
      heartbeat: { hold: 200, grace: 2_000 },
    });
    const advice = { reconnect: 'retry', interval: 2_000, 'multiple-clients': true };
    double.adviseOnce('/meta/connect', advice);
    const asked = timesReceived('/meta/connect');
    const soon = { timeout: 1_700, interval: 20 };
    await expect.poll(() => timesReceived('/meta/connect'), soon).toBeGreaterThan(asked);
    expect(downs).toEqual([]);
  });

  it('longer than the hold is reported as lost, because no notification arrives for so long', async () => {
    const { double, opens, downs } = await startOpenLink();
    double.adviseOnce('/meta/connect', { reconnect: 'retry', interval: 60_000 });
    await expect.poll(() => downs, patience).toContain('timeout');
    await expect.poll(opens, patience).toBe(2);
  });
});

describe('a server that forgets this client after each handshake', () => {
  // This happens when cookies are blocked. Without a limit the client sends about 400 handshakes per
  // second.
  it('gets few handshakes, and the host is told the reason', { timeout: 10_000 }, async () => {
    const { open, downs, timesReceived, opens } = await startLink({ isForgetful: true });
    open();
    await expect.poll(() => downs, patience).toContain('cookies-blocked');
    await wait(3_000);
    expect(timesReceived('/meta/handshake')).toBeLessThanOrEqual(8);
    expect(downs.length).toBeLessThanOrEqual(30);
    expect(opens()).toBe(0);
  });
});

describe('a server that forgets this client after its first connect', () => {
  // A load balancer sent every other request to another node. The page shook hands 60 times a second,
  // and read the calls as often, because each first connect counted as a success.
  it('gets few handshakes, and the host is told the reason', async () => {
    const { double, open, downs, timesReceived } = await startLink();
    const forgetting = setInterval(double.expire, 15);
    cleanups.push(() => clearInterval(forgetting));
    open();
    await expect.poll(() => downs, patience).toContain('cookies-blocked');
    await wait(1_500);
    expect(timesReceived('/meta/handshake')).toBeLessThanOrEqual(8);
  });
});

describe('a link that is closed', () => {
  it('while the handshake is under way leaves no session behind', async () => {
    const wire: Wire = await startLink({
      admit: () => {
        // The handshake is sent in the same task as this resolves; its answer is not there yet.
        setTimeout(() => wire.link.close(), 0);
        return Promise.resolve();
      },
    });
    wire.open();
    await expect.poll(() => wire.timesReceived('/meta/disconnect'), patience).toBe(1);
    expect(wire.timesReceived('/meta/handshake')).toBe(1);
    expect(wire.double.clientCount()).toBe(0);
    expect([wire.opens(), wire.downs.length]).toEqual([0, 0]);
  });

  it('before REST has answered sends no handshake', async () => {
    let admitted: (() => void) | undefined;
    const { open, link, double } = await startLink({
      admit: () => new Promise<void>((resolve) => (admitted = resolve)),
    });
    open();
    link.close();
    admitted?.();
    await wait(100);
    expect(double.received).toEqual([]);
  });

  it('and opened again at once has one session', async () => {
    const { open, link, double, opens } = await startLink();
    open();
    link.close();
    open();
    await expect.poll(opens, patience).toBe(1);
    expect(double.clientCount()).toBe(1);
  });

  it('in the pause between two tries never tries again', async () => {
    const { link, double, downs } = await startOpenLink();
    await double.close();
    await expect.poll(() => downs.length, patience).toBeGreaterThan(0);
    link.close();
    const said = downs.length;
    await wait(1_500);
    expect(downs).toHaveLength(said);
  });
});
