import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionState } from '../model/connection.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { AgentDesktopError, type AgentDesktopErrorCode } from '../model/errors.ts';
import {
  callsAnswer,
  createFakeWire,
  eventOf,
  wireCall,
  type FakeWire,
} from '../doubles/fakeWire.ts';
import type { AgentDesktop, AgentDesktopOptions } from './agentDesktop.ts';
import { assembleDesktop } from './assembleDesktop.ts';

const recording = wireCall({ id: 'a' });
const paused = wireCall({ id: 'a', recordingState: 'Paused' });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

interface Fixture {
  readonly desktop: AgentDesktop;
  readonly fake: FakeWire;
  readonly diagnostics: readonly Diagnostic[];
  /** Every phase so far, repeats left out. */
  readonly phases: readonly string[];
  readonly status: () => ConnectionState;
  readonly disconnect: () => void;
}

async function createFixture(options: Partial<AgentDesktopOptions> = {}): Promise<Fixture> {
  const fake = createFakeWire();
  fake.answerBy(() => callsAnswer(recording));
  const diagnostics: Diagnostic[] = [];
  const desktop = assembleDesktop(fake.wire, {
    onDiagnostic: (diagnostic) => diagnostics.push(diagnostic),
    ...options,
  });
  const phases: string[] = [desktop.connection.getState().phase];
  desktop.connection.subscribe(({ phase }) => {
    if (phases.at(-1) !== phase) phases.push(phase);
  });
  const disconnect = desktop.connect();
  await after(0);
  return { desktop, fake, diagnostics, phases, status: desktop.connection.getState, disconnect };
}

async function createLiveFixture(options: Partial<AgentDesktopOptions> = {}): Promise<Fixture> {
  const fixture = await createFixture(options);
  fixture.fake.link.up();
  await after(0);
  expect(fixture.status().phase).toBe('live');
  return fixture;
}

const after = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const failing = (code: AgentDesktopErrorCode) => (): AgentDesktopError =>
  new AgentDesktopError(code, 'Failed by the test.');

describe('the connection status', () => {
  it('is idle until somebody connects, and connecting until the calls were read', async () => {
    const { fake, phases, status } = await createFixture();
    expect(phases).toEqual(['idle', 'connecting']);
    fake.answerBy(undefined);
    fake.link.up();
    await after(0);
    expect(status().phase).toBe('connecting');
    fake.requests.at(-1)?.answer(callsAnswer());
    await after(0);
    expect(phases).toEqual(['idle', 'connecting', 'live']);
  });

  it('becomes live by a read that is asked after the subscription was made', async () => {
    const { fake } = await createFixture();
    expect(fake.reads()).toHaveLength(0);
    fake.link.up();
    expect(fake.reads()).toHaveLength(1);
  });

  it('is not live while the calls cannot be read', async () => {
    const { fake, status } = await createFixture();
    fake.answerBy(failing('server-error'));
    fake.link.up();
    await after(60_000);
    expect(status()).toMatchObject({ phase: 'lost', reason: 'server-error', asOf: undefined });
    fake.answerBy(() => callsAnswer());
    await after(10_000);
    expect(status().phase).toBe('live');
  });

  it('is live while a message and a read contradict each other, and the call is marked', async () => {
    const { desktop, fake, status } = await createFixture();
    const doubt = (): string | undefined => desktop.call('a').getState().recording.doubt;
    fake.answerBy(undefined);
    fake.link.up();
    fake.link.say(eventOf(recording));
    fake.requests.at(-1)?.answer(callsAnswer(paused));
    await after(0);
    expect([status().phase, doubt()]).toEqual(['live', 'contradicted-read']);
    await after(500);
    fake.requests.at(-1)?.answer(callsAnswer(paused));
    await after(0);
    expect([status().phase, doubt()]).toEqual(['live', undefined]);
  });

  it('is not live while a call of the answer could not be read', async () => {
    // A gateway removed the id of one call, so the state of that call was not known, and the page said
    // that everything was up to date.
    const { fake, status } = await createFixture();
    let calls: readonly unknown[] = [recording, { state: 'Established' }];
    fake.answerBy(() => callsAnswer(...calls));
    fake.link.up();
    await after(0);
    expect(status()).toMatchObject({ phase: 'lost', reason: 'unexpected-response' });
    calls = [recording];
    await after(2_000);
    expect(status().phase).toBe('live');
  });

  it('is no longer live when a routine read contains a call that cannot be read', async () => {
    const { fake, status } = await createLiveFixture();
    fake.answerBy(() => callsAnswer(recording, 'no call'));
    await after(75_000);
    expect(status()).toMatchObject({ phase: 'lost', reason: 'unexpected-response' });
  });

  it('is not live by a read that was asked before the link broke and came back', async () => {
    // Regression: the answer did not contain what happened during the break, and the status was live.
    const { fake, status } = await createLiveFixture();
    fake.answerBy(undefined);
    fake.link.down('network');
    await after(1_500);
    fake.link.up();
    const early = fake.requests.at(-1);
    fake.link.down('network');
    fake.link.up();
    early?.answer(callsAnswer(recording));
    await after(0);
    expect(status().phase).toBe('lost');
    fake.requests.at(-1)?.answer(callsAnswer(paused));
    await after(0);
    expect(status().phase).toBe('live');
  });
});

describe('reads of a link that broke and came back', () => {
  // On a line that delayed answers, the widgets changed between *Connection lost* and the state eighty
  // times a second, because each older answer undid what a newer one had proved.
  it('are asked one after the other, so that no older answer undoes what a newer one proved', async () => {
    const { fake, phases } = await createFixture();
    fake.answerBy(undefined);
    fake.link.up();
    fake.link.down('network');
    fake.link.up();
    await after(0);
    expect(fake.reads()).toHaveLength(1);
    fake.requests[0]?.answer(callsAnswer(recording));
    await after(0);
    expect(phases.at(-1)).toBe('lost');
    fake.answerBy(() => callsAnswer(recording));
    fake.requests[1]?.answer(callsAnswer(recording));
    await after(10_000);
    expect(phases).toEqual(['idle', 'connecting', 'lost', 'live']);
  });
});

describe('a link that is down', () => {
  it('makes the status lost at once, with the age of what is shown', async () => {
    const { fake, status, diagnostics } = await createLiveFixture();
    const heardAt = Date.now();
    await after(7_000);
    fake.answerBy(undefined);
    fake.link.down('timeout', heardAt);
    expect(status()).toEqual({ phase: 'lost', reason: 'timeout', asOf: heardAt });
    expect(diagnostics).toMatchObject([{ code: 'connection-problem', error: { code: 'timeout' } }]);
  });

  it('leaves the age as it was while it stays down, and each read renews it', async () => {
    const { fake, status } = await createLiveFixture();
    const heardAt = Date.now();
    fake.answerBy(undefined);
    fake.link.down('network', heardAt);
    await after(500);
    fake.link.down('network', heardAt + 400);
    expect(status()).toMatchObject({ asOf: heardAt });
    fake.answerBy(() => callsAnswer(recording));
    await after(3_000);
    expect(status()).toMatchObject({ phase: 'lost', asOf: fake.reads().at(-1)?.at });
  });

  it('has the calls read every few seconds for as long as it is down', async () => {
    const { desktop, fake, status } = await createLiveFixture();
    fake.link.down('network');
    fake.answerBy(() => callsAnswer(paused));
    await after(2_000);
    expect(desktop.call('a').getState().recording).toMatchObject({
      state: 'Paused',
      change: { saidBy: 'snapshot' },
    });
    const before = fake.reads().length;
    await after(60_000);
    const perMinute = fake.reads().length - before;
    expect(perMinute).toBeGreaterThanOrEqual(8);
    expect(perMinute).toBeLessThanOrEqual(20);
    expect(status().phase).toBe('lost');
  });

  it('is live once it is open again and the calls were read, and then only routine reads are made', async () => {
    const { fake, phases } = await createLiveFixture();
    fake.link.down('network');
    await after(2_000);
    fake.link.up();
    await after(0);
    expect(phases.slice(2)).toEqual(['live', 'lost', 'live']);
    const reads = fake.reads().length;
    await after(600_000);
    expect(fake.reads().length - reads).toBeLessThanOrEqual(13);
  });

  it.each([
    ['answers', (): unknown => callsAnswer(recording)],
    ['fails', failing('network')],
    ['refuses', failing('not-signed-in')],
  ])(
    'causes no more than a few requests a second while it fails again and again and the server %s',
    async (_, answer) => {
      const { fake } = await createLiveFixture();
      fake.answerBy(answer);
      for (let times = 0; times < 200; times += 1) {
        fake.link.down('network');
        await after(50);
      }
      const at = fake.reads().map((read) => read.at);
      for (const [index, time] of at.entries())
        expect(at.slice(index).filter((later) => later < time + 1_000).length).toBeLessThanOrEqual(
          3,
        );
      expect(at.length).toBeLessThanOrEqual(20);
    },
  );

  it('is read at growing distances, up to about eight seconds, while the reads fail', async () => {
    const { fake } = await createLiveFixture();
    fake.answerBy(failing('network'));
    fake.link.down('network');
    await after(120_000);
    const at = fake.reads().map((read) => read.at);
    const gaps = at.slice(1).map((time, index) => time - (at[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(500);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10_000);
    expect(Math.min(...gaps.slice(-5))).toBeGreaterThanOrEqual(5_000);
  });
});

describe('a link that is open while reads time out', () => {
  it('has several short reads sent at once, so that sockets which do not work any more are used up soon', async () => {
    // Regression: the network dropped the six sockets that a browser keeps open, without telling. A
    // new WebSocket was open in a second, and each read hung on another one of the dead sockets.
    const { fake, status } = await createLiveFixture();
    let deadSockets = 6;
    fake.answerBy((read) => {
      if (deadSockets === 0) return callsAnswer(paused);
      deadSockets -= 1;
      setTimeout(() => read.fail('timeout'), 8_000);
      return undefined;
    });
    fake.link.down('timeout');
    fake.link.up();
    await after(20_000);
    expect(status().phase).toBe('live');
  });

  it('has about twenty reads sent a minute to a server that does not answer', async () => {
    const { fake } = await createLiveFixture();
    fake.answerBy((read) => {
      setTimeout(() => read.fail('timeout'), 8_000);
      return undefined;
    });
    fake.link.down('timeout');
    fake.link.up();
    await after(600_000);
    expect(fake.reads().length).toBeGreaterThan(150);
    expect(fake.reads().length).toBeLessThanOrEqual(220);
  });
});

describe('a routine read', () => {
  it('finds within about a minute a change that no message has reported', async () => {
    const { desktop, fake, phases } = await createLiveFixture();
    fake.answerBy(() => callsAnswer(paused));
    await after(75_000);
    expect(desktop.call('a').getState().recording.state).toBe('Paused');
    expect(phases).toEqual(['idle', 'connecting', 'live']);
  });

  it('that fails does not change the status, because messages still arrive', async () => {
    const { fake, phases } = await createLiveFixture();
    fake.answerBy(failing('server-error'));
    await after(600_000);
    expect(fake.reads().length).toBeGreaterThan(8);
    expect(phases.at(-1)).toBe('live');
  });
});

describe('a sign-in that is lost', () => {
  it('is reported to the host once', async () => {
    const onSignedOut = vi.fn();
    const { fake, status } = await createLiveFixture({ onSignedOut });
    fake.answerBy(failing('not-signed-in'));
    fake.link.down('not-signed-in');
    fake.link.down('not-signed-in');
    fake.link.down('network');
    await after(120_000);
    expect(status().phase).toBe('signed-out');
    expect(onSignedOut).toHaveBeenCalledTimes(1);
    expect(fake.reads().length).toBeLessThanOrEqual(12);
  });

  // The server refuses the link of a user whose session has ended, and this refusal does not contain
  // the reason. So the agent first saw and heard "Connection lost".
  it('is noticed at once when the server refuses the link', async () => {
    const { fake, status } = await createLiveFixture();
    fake.answerBy(failing('not-signed-in'));
    fake.link.down('no-permission');
    await after(0);
    expect(status().phase).toBe('signed-out');
  });

  it('is over when the host calls refresh after a new sign-in, which opens the link at once', async () => {
    const onSignedOut = vi.fn();
    const { desktop, fake, phases } = await createLiveFixture({ onSignedOut });
    fake.answerBy(failing('not-signed-in'));
    fake.link.down('not-signed-in');
    await after(5_000);
    fake.answerBy(() => callsAnswer(recording));
    const { reopened } = fake.link;
    await desktop.refresh();
    expect(fake.link.reopened).toBe(reopened + 1);
    fake.link.up();
    await after(0);
    expect(phases.slice(-2)).toEqual(['lost', 'live']);
  });

  it('is reported again when it happens a second time', async () => {
    const onSignedOut = vi.fn();
    const { fake } = await createLiveFixture({ onSignedOut });
    for (let times = 0; times < 2; times += 1) {
      fake.answerBy(failing('not-signed-in'));
      fake.link.down('not-signed-in');
      fake.answerBy(() => callsAnswer(recording));
      fake.link.up();
      await after(0);
    }
    expect(onSignedOut).toHaveBeenCalledTimes(2);
  });

  it('changes the status also when the callbacks of the host throw', async () => {
    const onSignedOut = vi.fn(() => {
      throw new Error('The callback of the host has failed.');
    });
    const { fake, status, diagnostics } = await createLiveFixture({ onSignedOut });
    fake.answerBy(undefined);
    fake.link.down('not-signed-in');
    expect(status().phase).toBe('signed-out');
    expect(diagnostics).toContainEqual(
      expect.objectContaining({ code: 'host-callback-failed', callback: 'onSignedOut' }),
    );
    const worse = await createLiveFixture({
      onDiagnostic: () => {
        throw new Error('The callback for diagnostics has failed as well.');
      },
    });
    worse.fake.link.down('network');
    expect(worse.status().phase).toBe('lost');
  });

  it('leads to a diagnostic when the async onSignedOut of the host rejects', async () => {
    // Nothing handled the rejection, and the page's own monitoring reported an unknown error.
    const cause = new Error('The callback of the host has failed.');
    const onSignedOut = (): unknown => Promise.reject(cause);
    const { fake, diagnostics } = await createLiveFixture({ onSignedOut });
    fake.answerBy(undefined);
    fake.link.down('not-signed-in');
    await after(0);
    expect(diagnostics).toContainEqual({
      code: 'host-callback-failed',
      callback: 'onSignedOut',
      cause,
    });
  });
});

describe('a doubt', () => {
  it('is settled by one read soon, however many there were', async () => {
    const { desktop, fake, status } = await createLiveFixture();
    fake.link.say(eventOf(recording, 2_000));
    const before = fake.reads().length;
    for (let times = 0; times < 20; times += 1) fake.link.say(eventOf(paused, 1_000));
    expect(desktop.call('a').getState().recording.doubt).toBe('older-message');
    await after(1_500);
    expect(fake.reads().length - before).toBeGreaterThanOrEqual(1);
    expect(fake.reads().length - before).toBeLessThanOrEqual(2);
    expect(desktop.call('a').getState().recording.doubt).toBeUndefined();
    expect(status().phase).toBe('live');
  });

  it('that never ends causes reads again and again, with pauses', async () => {
    const { fake } = await createLiveFixture();
    const released = wireCall({ id: 'a', state: 'Released' });
    fake.answerBy(() => callsAnswer(released));
    fake.link.say(eventOf(released));
    const before = fake.reads().length;
    for (let times = 0; times < 200; times += 1) {
      fake.link.say(eventOf(recording));
      await after(50);
    }
    expect(fake.reads().length - before).toBeGreaterThanOrEqual(5);
    expect(fake.reads().length - before).toBeLessThanOrEqual(40);
  });
});

describe('a desktop that was disconnected', () => {
  it('has the status closed, keeps the age of what is shown, and asks for nothing more', async () => {
    const { fake, status, disconnect } = await createLiveFixture();
    fake.link.down('network');
    disconnect();
    await after(0);
    expect(status()).toMatchObject({ phase: 'closed', asOf: expect.any(Number) });
    expect(fake.link.isHeld).toBe(false);
    const asked = fake.requests.length;
    await after(600_000);
    expect(fake.requests).toHaveLength(asked);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('stays closed when a read is answered afterwards', async () => {
    const { fake, status, disconnect } = await createLiveFixture();
    fake.answerBy(undefined);
    fake.link.down('network');
    await after(1_500);
    disconnect();
    await after(0);
    fake.requests.at(-1)?.answer(callsAnswer(paused));
    await after(60_000);
    expect(status().phase).toBe('closed');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('can be connected again', async () => {
    const { desktop, fake, phases, disconnect } = await createLiveFixture();
    disconnect();
    await after(0);
    desktop.connect();
    await after(0);
    fake.link.up();
    await after(0);
    expect(phases.slice(2)).toEqual(['live', 'closed', 'lost', 'live']);
  });
});

describe('connect', () => {
  it('opens the link once when StrictMode connects, disconnects and connects again', async () => {
    const { wire, link } = createFakeWire();
    const desktop = assembleDesktop(wire, {});
    desktop.connect()();
    desktop.connect();
    await after(0);
    expect([link.opened, link.closed, link.isHeld]).toEqual([1, 0, true]);
  });

  it('does not open the link when the host disconnects in the same task', async () => {
    const { wire, link } = createFakeWire();
    const desktop = assembleDesktop(wire, {});
    desktop.connect()();
    await after(10);
    expect([link.opened, desktop.connection.getState().phase]).toEqual([0, 'idle']);
  });

  it('keeps the link open until each caller has disconnected', async () => {
    const { desktop, fake, disconnect } = await createFixture();
    const second = desktop.connect();
    disconnect();
    disconnect();
    await after(10);
    expect([fake.link.opened, fake.link.isHeld]).toEqual([1, true]);
    second();
    await after(10);
    expect(fake.link.isHeld).toBe(false);
  });
});

describe('a page in a browser', () => {
  /** The parts of a browser that are watched: a document that may be hidden, and a window. */
  function openPage(): {
    readonly fire: (type: string, persisted?: boolean) => void;
    readonly hide: () => void;
    readonly show: () => void;
    readonly listeners: () => number;
  } {
    const target = new EventTarget();
    const page = Object.assign(new EventTarget(), { hidden: false, visibilityState: 'visible' });
    let listeners = 0;
    const add: EventTarget['addEventListener'] = (type, listener) => {
      listeners += 1;
      target.addEventListener(type, listener);
    };
    const remove: EventTarget['removeEventListener'] = (type, listener) => {
      listeners -= 1;
      target.removeEventListener(type, listener);
    };
    Object.assign(page, { addEventListener: add, removeEventListener: remove });
    vi.stubGlobal('document', page);
    vi.stubGlobal('window', { addEventListener: add, removeEventListener: remove });
    vi.stubGlobal('addEventListener', add);
    vi.stubGlobal('removeEventListener', remove);
    const fire = (type: string, persisted = false): void => {
      target.dispatchEvent(Object.assign(new Event(type), { persisted }));
    };
    const setHidden = (hidden: boolean): void => {
      Object.assign(page, { hidden, visibilityState: hidden ? 'hidden' : 'visible' });
      fire('visibilitychange');
    };
    return {
      fire,
      hide: () => setHidden(true),
      show: () => setHidden(false),
      listeners: () => listeners,
    };
  }

  it('that was hidden for long is lost until the calls were read', async () => {
    const page = openPage();
    const { fake, phases, status } = await createLiveFixture();
    page.hide();
    await after(3_600_000);
    fake.answerBy(undefined);
    page.show();
    expect(status()).toMatchObject({ phase: 'lost' });
    fake.requests.at(-1)?.answer(callsAnswer(recording));
    await after(0);
    expect(phases.slice(2)).toEqual(['live', 'lost', 'live']);
    expect(fake.link.reopened).toBe(0);
  });

  it('that was hidden for a moment has the calls read while it stays live', async () => {
    const page = openPage();
    const { fake, phases } = await createLiveFixture();
    const before = fake.reads().length;
    page.hide();
    await after(2_000);
    page.show();
    await after(0);
    expect(fake.reads()).toHaveLength(before + 1);
    expect(phases.at(-1)).toBe('live');
    expect(phases).not.toContain('lost');
  });

  it('whose network is back has the calls read at once, and keeps a link that is open', async () => {
    const page = openPage();
    const { fake } = await createLiveFixture();
    const before = fake.reads().length;
    page.fire('online');
    await after(0);
    expect([fake.reads().length - before, fake.link.reopened]).toEqual([1, 0]);
  });

  it('whose network is back opens a link that is down', async () => {
    const page = openPage();
    const { fake } = await createLiveFixture();
    fake.link.down('network');
    page.fire('online');
    await after(0);
    expect(fake.link.reopened).toBe(1);
  });

  it('whose network is back opens an open link again when the read fails', async () => {
    const page = openPage();
    const { fake, status } = await createLiveFixture();
    fake.answerBy(failing('network'));
    page.fire('online');
    await after(0);
    expect([fake.link.reopened, status().phase]).toEqual([1, 'lost']);
  });

  it('opens a link that is down once for many events, and at once for a host that asks', async () => {
    // On a line that came and went, each event asked the server once more who the user is.
    const page = openPage();
    const { desktop, fake } = await createLiveFixture();
    fake.link.down('network');
    fake.answerBy(() => new AgentDesktopError('network', 'No.'));
    for (let times = 0; times < 40; times += 1) {
      page.fire('online');
      await after(50);
    }
    expect(fake.link.reopened).toBe(1);
    await desktop.refresh();
    expect(fake.link.reopened).toBe(2);
    await after(3_000);
    page.fire('online');
    await after(0);
    expect(fake.link.reopened).toBe(3);
  });

  it('does not ask a server that asks to wait, whatever happens, unless somebody asks for it', async () => {
    // Each time that the page came back, or the link was open again, the calls were read, although the
    // gateway had asked to get no request for a minute.
    const page = openPage();
    const { desktop, fake, status } = await createLiveFixture();
    fake.answerBy(() => new AgentDesktopError('server-busy', 'Busy.', { retryAfter: 60_000 }));
    page.fire('online');
    await after(0);
    const reads = fake.reads().length;
    for (let times = 0; times < 10; times += 1) {
      page.fire('online');
      page.hide();
      await after(2_000);
      page.show();
      fake.link.down('network');
      fake.link.up();
      fake.link.say(eventOf(recording, 2_000));
      fake.link.say(eventOf(paused, 1_000));
      await after(1_000);
    }
    expect(fake.reads()).toHaveLength(reads);
    fake.answerBy(() => callsAnswer(recording));
    await desktop.refresh();
    expect(fake.reads()).toHaveLength(reads + 1);
    expect(status().phase).toBe('live');
  });

  it('has the calls read when the time is over for which the server asked', async () => {
    const page = openPage();
    const { fake, status } = await createLiveFixture();
    fake.answerBy(() => new AgentDesktopError('server-busy', 'Busy.', { retryAfter: 60_000 }));
    page.fire('online');
    await after(1_000);
    fake.link.up();
    fake.answerBy(() => callsAnswer(recording));
    await after(58_000);
    expect(status()).toMatchObject({ phase: 'lost', reason: 'server-busy' });
    await after(17_000);
    expect(status().phase).toBe('live');
  });

  it('that the browser leaves closes the link, and opens it again when it is restored', async () => {
    const page = openPage();
    const { fake, phases } = await createLiveFixture();
    page.fire('pagehide');
    expect([fake.link.isHeld, phases.at(-1)]).toEqual([false, 'closed']);
    page.fire('pageshow', false);
    expect(fake.link.isHeld).toBe(false);
    page.fire('pageshow', true);
    fake.link.up();
    await after(0);
    expect(phases.slice(-2)).toEqual(['lost', 'live']);
  });

  it('whose network is back keeps an open link when a call in the answer cannot be read', async () => {
    const page = openPage();
    const { fake, status } = await createLiveFixture();
    fake.answerBy(() => callsAnswer(recording, 'no call'));
    page.fire('online');
    await after(0);
    expect([status().phase, fake.link.reopened]).toEqual(['lost', 0]);
  });

  it('whose network is back keeps a link that broke and opened again during the read', async () => {
    const page = openPage();
    const { fake } = await createLiveFixture();
    fake.answerBy(undefined);
    page.fire('online');
    const asked = fake.requests.at(-1);
    fake.link.down('network');
    fake.link.up();
    asked?.answer(callsAnswer(recording));
    await after(0);
    expect(fake.link.reopened).toBe(0);
  });

  it('whose network is back opens a link that is down only once when the read fails', async () => {
    const page = openPage();
    const { fake } = await createLiveFixture();
    fake.answerBy(failing('network'));
    fake.link.down('network');
    page.fire('online');
    await after(0);
    expect(fake.link.reopened).toBe(1);
  });

  it('that was hidden for long keeps the reason for which it was lost before', async () => {
    const page = openPage();
    const { fake, status } = await createLiveFixture();
    fake.answerBy(failing('network'));
    fake.link.down('network');
    page.hide();
    await after(3_600_000);
    fake.answerBy(undefined);
    page.show();
    expect(status()).toMatchObject({ phase: 'lost', reason: 'network' });
  });

  it('does not report a lost sign-in to the host again because it was hidden', async () => {
    const page = openPage();
    const onSignedOut = vi.fn();
    const { fake } = await createLiveFixture({ onSignedOut });
    fake.answerBy(failing('not-signed-in'));
    fake.link.down('not-signed-in');
    page.hide();
    await after(3_600_000);
    page.show();
    await after(60_000);
    expect(onSignedOut).toHaveBeenCalledTimes(1);
  });

  it('that the browser has left asks for nothing when the computer has slept', async () => {
    const page = openPage();
    const { fake, status } = await createLiveFixture();
    page.fire('pagehide');
    const asked = fake.requests.length;
    vi.setSystemTime(Date.now() + 3_600_000);
    await after(5_000);
    expect([fake.requests.length, fake.link.reopened]).toEqual([asked, 0]);
    expect(status().phase).toBe('closed');
  });

  it('has no listeners of the desktop any more after it was disconnected', async () => {
    const page = openPage();
    const { disconnect } = await createLiveFixture();
    expect(page.listeners()).toBeGreaterThan(0);
    disconnect();
    await after(0);
    expect(page.listeners()).toBe(0);
  });
});

describe('a computer that has slept while the page was visible', () => {
  const sleep = (milliseconds: number): void => {
    // During sleep no timer fires, and the steady clock may stop. Only the client's clock goes on.
    vi.setSystemTime(Date.now() + milliseconds);
  };

  it('makes the status lost until the link has proved that it is open', async () => {
    const { fake, status } = await createLiveFixture();
    sleep(3_600_000);
    await after(2_000);
    expect(status()).toMatchObject({ phase: 'lost', reason: 'timeout' });
    expect(fake.link.reopened).toBe(1);
    fake.link.up();
    await after(0);
    expect(status().phase).toBe('live');
  });

  it('is not assumed after a clock was set back or after a pause of a few seconds', async () => {
    const { fake, status } = await createLiveFixture();
    sleep(-3_600_000);
    await after(2_000);
    sleep(4_000);
    await after(2_000);
    expect([status().phase, fake.link.reopened]).toEqual(['live', 0]);
  });

  it('keeps the reason for which it was lost before', async () => {
    const { fake, status } = await createLiveFixture();
    fake.answerBy(undefined);
    fake.link.down('network');
    sleep(3_600_000);
    await after(2_000);
    expect(fake.link.reopened).toBe(1);
    expect(status()).toMatchObject({ phase: 'lost', reason: 'network' });
  });

  it('does not take a sign of life for the proof of a link that was down before', async () => {
    const { fake, status } = await createLiveFixture();
    fake.link.down('network');
    sleep(3_600_000);
    await after(2_000);
    expect(fake.link.reopened).toBe(1);
    fake.link.heard();
    await after(0);
    expect(status().phase).toBe('lost');
  });

  it('takes a sign of life for the proof of a link that was open before', async () => {
    const { fake, status } = await createLiveFixture();
    sleep(3_600_000);
    await after(2_000);
    fake.link.heard();
    await after(0);
    expect(status().phase).toBe('live');
  });
});

describe('a user whom the server knows no longer', () => {
  it('is noticed by a routine read, while notifications still run', async () => {
    // That server authorised only the handshake, so the page said Connected until the session ended.
    const onSignedOut = vi.fn();
    const { fake, status } = await createLiveFixture({ onSignedOut });
    fake.answerBy(() => new AgentDesktopError('not-signed-in', 'Sign in.'));
    await after(75_000);
    expect(status().phase).toBe('signed-out');
    expect(onSignedOut).toHaveBeenCalledTimes(1);
  });

  it('is noticed by a press', async () => {
    const onSignedOut = vi.fn();
    const { desktop, fake, status } = await createLiveFixture({ onSignedOut });
    fake.answerBy(() => new AgentDesktopError('not-signed-in', 'Sign in.'));
    await desktop.performOperation('a', 'PauseCallRecording').catch(() => undefined);
    expect(status().phase).toBe('signed-out');
    expect(onSignedOut).toHaveBeenCalledTimes(1);
  });

  it('is reported to the host again when a sign-in did not help', async () => {
    // The session was lost a second time before the read after a sign-in had succeeded. The page said
    // Signed out from then on, and the host was never asked again.
    const onSignedOut = vi.fn();
    const { desktop, fake } = await createLiveFixture({ onSignedOut });
    fake.answerBy(() => new AgentDesktopError('not-signed-in', 'Sign in.'));
    await desktop.refresh();
    await after(60_000);
    expect(onSignedOut).toHaveBeenCalledTimes(1);
    await desktop.refresh();
    expect(onSignedOut).toHaveBeenCalledTimes(2);
  });
});

describe('a server that asks to wait', () => {
  it('is not asked again before the time that it named is over', async () => {
    const { fake, status } = await createLiveFixture();
    const busy = new AgentDesktopError('server-busy', 'Busy.', { retryAfter: 30_000 });
    fake.answerBy(() => busy);
    fake.link.say(eventOf(recording, 2_000));
    fake.link.say(eventOf(paused, 1_000));
    await after(1_000);
    expect(status()).toMatchObject({ phase: 'lost', reason: 'server-busy' });
    const reads = fake.reads().length;
    await after(29_000);
    expect(fake.reads()).toHaveLength(reads);
    fake.answerBy(() => callsAnswer(recording));
    await after(20_000);
    expect(status().phase).toBe('live');
  });
});

describe('a link that gives signs of life', () => {
  it('causes no reads while it is open', async () => {
    const { fake } = await createLiveFixture();
    const before = fake.reads().length;
    for (let times = 0; times < 20; times += 1) fake.link.heard();
    await after(1_000);
    expect(fake.reads()).toHaveLength(before);
  });
});

describe('a read after a failure', () => {
  it('is also made while the link has never been open, and the calls are shown', async () => {
    const { desktop, fake } = await createFixture();
    fake.link.down('network');
    await after(2_000);
    expect(fake.reads().length).toBeGreaterThan(0);
    expect(desktop.call('a').getState().recording.state).toBe('Recording');
  });

  it('is not put off when the link fails again and again', async () => {
    const { fake } = await createLiveFixture();
    const before = fake.reads().length;
    for (let times = 0; times < 20; times += 1) {
      fake.link.down('network');
      await after(500);
    }
    expect(fake.reads().length - before).toBeGreaterThanOrEqual(2);
  });

  it('is made at growing distances also while the link is open', async () => {
    const { fake } = await createFixture();
    fake.answerBy(failing('server-error'));
    fake.link.up();
    await after(60_000);
    expect(fake.reads().length).toBeGreaterThanOrEqual(6);
    expect(fake.reads().length).toBeLessThanOrEqual(14);
  });

  it('is preceded by several short reads only if the one before it timed out', async () => {
    const { fake } = await createFixture();
    fake.answerBy(failing('server-error'));
    fake.link.up();
    expect(fake.reads()).toHaveLength(1);
    await after(1_300);
    expect(fake.reads()).toHaveLength(2);
  });

  it.each([
    ['a fifth sooner', 0, 240],
    ['a fifth later', 1, 360],
  ])(
    'is made at most %s, so that many pages do not ask at the same time',
    async (_, chance, pause) => {
      const { fake } = await createLiveFixture();
      const before = fake.reads().length;
      const random = vi.spyOn(Math, 'random').mockReturnValue(chance);
      fake.link.say(eventOf(recording, 2_000));
      fake.link.say(eventOf(paused, 1_000));
      random.mockRestore();
      await after(pause - 1);
      expect(fake.reads()).toHaveLength(before);
      await after(1);
      expect(fake.reads()).toHaveLength(before + 1);
    },
  );

  it('is the only read while the status is lost, and no routine read is made', async () => {
    const { fake } = await createLiveFixture();
    fake.answerBy(undefined);
    fake.link.down('network');
    await after(1_500);
    const asked = fake.reads().length;
    await after(75_000);
    expect(fake.reads()).toHaveLength(asked);
  });

  it('is planned for the reason of the loss, which an earlier routine read does not change', async () => {
    const { fake, status } = await createLiveFixture();
    fake.answerBy(undefined);
    const before = fake.reads().length;
    await after(75_000);
    const routine = fake.reads()[before];
    expect(routine).toBeDefined();
    fake.link.down('timeout');
    routine?.answer(callsAnswer(recording, 'no call'));
    await after(0);
    expect(status()).toMatchObject({ phase: 'lost', reason: 'timeout' });
  });

  it('is not made any more if the desktop was disconnected while the read was under way', async () => {
    const { fake, status, disconnect } = await createLiveFixture();
    fake.answerBy(undefined);
    fake.link.down('network');
    await after(1_500);
    disconnect();
    await after(0);
    fake.requests.at(-1)?.fail('network');
    await after(0);
    expect(status().phase).toBe('closed');
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a user who is signed out', () => {
  it('is reported to the host also before the status was live for the first time', async () => {
    const onSignedOut = vi.fn();
    const { fake } = await createFixture({ onSignedOut });
    fake.answerBy(undefined);
    fake.link.down('not-signed-in');
    expect(onSignedOut).toHaveBeenCalledTimes(1);
  });

  it('stays signed out when the network fails after that', async () => {
    const { fake, status } = await createLiveFixture();
    fake.answerBy(undefined);
    fake.link.down('not-signed-in');
    fake.link.down('network');
    expect(status().phase).toBe('signed-out');
  });

  it('causes another read in time, however often something is pressed meanwhile', async () => {
    const { desktop, fake, status } = await createLiveFixture();
    fake.answerBy(failing('not-signed-in'));
    fake.link.down('not-signed-in');
    await after(2_000);
    expect(status().phase).toBe('signed-out');
    const before = fake.reads().length;
    for (let times = 0; times < 6; times += 1) {
      await desktop.performOperation('a', 'PauseCallRecording').catch(() => undefined);
      await after(10_000);
    }
    expect(fake.reads().length - before).toBeGreaterThanOrEqual(2);
  });
});
