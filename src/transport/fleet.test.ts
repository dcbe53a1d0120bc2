import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createAuthorization } from './authorization.ts';
import type { Message } from 'cometd';
import { createCometdLink } from './cometdLink.ts';

/** `FLEET=1000 npx vitest run fleet` takes half a minute and prints the figures of the docs. */
const fleet = Number(process.env['FLEET'] ?? 200);
const downFor = 20_000; // ms

/** When each handshake reached the server, in ms after the server had come back. */
let arrivals: number[];
let requests: number;
let isUp: boolean;
let upSince: number;

/** A server for many clients, in memory. It takes the place of `XMLHttpRequest`. */
class FakeXhr {
  status = 0;
  statusText = '';
  responseText = '';
  withCredentials = false;
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;

  open(): void {
    // There is only one server, so the address does not matter.
  }
  setRequestHeader(): void {
    // The server needs no headers.
  }
  abort(): void {
    this.onabort?.();
  }
  send(body: string): void {
    requests += 1;
    const messages: readonly Message[] = JSON.parse(body);
    setTimeout(() => {
      if (!isUp) {
        this.onerror?.();
        return;
      }
      if (messages.some(({ channel }) => channel === '/meta/handshake'))
        arrivals.push(Date.now() - upSince);
      this.status = 200;
      this.responseText = JSON.stringify(
        messages.map(({ channel, id }) => ({
          channel,
          id,
          clientId: 'c',
          successful: true,
          version: '1.0',
          supportedConnectionTypes: ['long-polling'],
          subscription: '/v2/me/calls',
          advice: { reconnect: 'retry', interval: 0, timeout: 30_000 },
        })),
      );
      // A /meta/connect is held, as a long-poll is.
      const isHeld = messages.some(
        ({ channel, advice }) => channel === '/meta/connect' && advice?.timeout !== 0,
      );
      setTimeout(() => this.onload?.(), isHeld ? 9_000 : 0);
    }, 1);
  }
}

/** Advances the time in steps, because running each timer of a thousand desktops singly takes minutes. */
async function pass(milliseconds: number): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += 10) {
    vi.advanceTimersByTime(10);
    await Promise.resolve();
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  // The random numbers are the same in every run, so the result is, too.
  let dice = 1;
  vi.spyOn(Math, 'random').mockImplementation(
    () => (dice = (dice * 16_807) % 2_147_483_647) / 2_147_483_647,
  );
  arrivals = [];
  requests = 0;
  vi.stubGlobal('window', {
    XMLHttpRequest: FakeXhr,
    setTimeout: (then: () => void, delay: number) => setTimeout(then, delay),
    clearTimeout: (timer: NodeJS.Timeout) => {
      clearTimeout(timer);
    },
    console: { ...console, warn: () => undefined, info: () => undefined },
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it(
  'hundreds of desktops come back to a restarted server at different times',
  { timeout: 120_000 },
  async () => {
    isUp = false;
    const links = Array.from({ length: fleet }, () =>
      createCometdLink({
        url: 'http://127.0.0.1/api/v2/notifications',
        channel: '/v2/me/calls',
        transport: 'long-polling',
        authorization: createAuthorization(undefined, 1_000),
        admit: () => Promise.resolve(undefined),
        heartbeat: { hold: 10_000, grace: 3_000 },
      }),
    );
    let open = 0;
    for (const link of links) {
      link.open({
        onOpen: () => (open += 1),
        onMessage: () => undefined,
        onDown: () => undefined,
      });
    }
    await pass(downFor);
    const perSecondWhileDown = requests / fleet / (downFor / 1_000);

    isUp = true;
    upSince = Date.now();
    await pass(20_000);
    for (const link of links) link.close();

    const busiestTenth = Math.max(
      ...Array.from(
        { length: 100 },
        (_, tenth) => arrivals.filter((at) => Math.floor(at / 100) === tenth).length,
      ),
    );
    const sorted = [...arrivals].sort((a, b) => a - b);
    const figures = {
      back: arrivals.length,
      median: sorted[fleet / 2],
      last: sorted.at(-1),
      busiestTenth,
      perSecondWhileDown,
    };
    console.info(`A fleet of ${fleet} after ${downFor / 1_000} s: ${JSON.stringify(figures)}`);
    expect(open).toBeGreaterThanOrEqual(fleet);
    // All clients come back in time, and at most a twentieth of them within a tenth of a second.
    expect(figures.back).toBe(fleet);
    expect(figures.last).toBeLessThan(9_000);
    expect(figures.busiestTenth).toBeLessThan(fleet / 20);
    // While the server is down, no client sends many requests.
    expect(figures.perSecondWhileDown).toBeLessThan(1);
  },
);
