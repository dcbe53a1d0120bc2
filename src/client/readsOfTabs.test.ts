import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AgentDesktopErrorCode } from '../model/errors.ts';
import type { ConnectionState } from '../model/connection.ts';
import { createFakeTabs, type FakeTabs } from '../doubles/fakeTabs.ts';
import {
  callAnswer,
  callsAnswer,
  createFakeWire,
  eventOf,
  wireCall,
  type FakeRequest,
  type FakeWire,
} from '../doubles/fakeWire.ts';
import type { WireCall } from '../testing/simulatedCalls.ts';
import { createSharedLink } from '../transport/sharedLink.ts';
import type { AgentDesktop } from './agentDesktop.ts';
import { assembleDesktop } from './assembleDesktop.ts';

// The tabs of one browser on one server, which is slow to answer. How often it is asked for all
// calls is what counts: twenty tabs of one agent asked twenty times whenever one would have done.

const recording = wireCall({ id: 'a' });
const paused = wireCall({ id: 'a', recordingState: 'Paused' });

let browser: FakeTabs;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  browser = createFakeTabs();
  vi.stubGlobal('navigator', { locks: browser.locks });
  vi.stubGlobal('BroadcastChannel', browser.BroadcastChannel);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

interface Server {
  readonly call: WireCall;
  /** What it says to the tabs of another user, who are to know nothing of that call. */
  readonly callsOf?: (user: string) => readonly WireCall[] | undefined;
  /** How long an answer takes, in ms. */
  readonly takes: number;
  /** What it says instead of an answer, to all tabs or to some. */
  readonly refuses?: (tab: number) => AgentDesktopErrorCode | undefined;
  readonly retryAfter?: number;
}

interface Tab {
  readonly desktop: AgentDesktop;
  readonly fake: FakeWire;
  readonly status: () => ConnectionState;
  readonly state: () => string;
  readonly doubt: () => string | undefined;
  readonly close: () => void;
  /** Its headers are those of another user from now on. */
  readonly signIn: (user: string) => void;
}

/** All that was asked for by any tab, and what the server does with it. */
interface Network {
  readonly tabs: Tab[];
  readonly open: (user?: string, firstHeaders?: 'accepted' | 'refused') => Promise<Tab>;
  /** From now on. */
  readonly serve: (server: Partial<Server>) => void;
  /** The reads of all calls so far. */
  readonly reads: () => number;
  /** The most of them that were under way at the same time. */
  readonly mostAtOnce: () => number;
  /** Only the tab that has the connection hears it. */
  readonly say: (call: WireCall) => void;
  readonly each: (act: (fake: FakeWire) => void) => void;
}

function createNetwork(): Network {
  let server: Server = { call: recording, takes: 200 };
  let reads = 0;
  let underWay = 0;
  let most = 0;
  const tabs: Tab[] = [];
  const answer = (request: FakeRequest, index: number, user: () => string): undefined => {
    const { call, takes, refuses, retryAfter, callsOf } = server;
    if (request.kind === 'calls') {
      reads += 1;
      underWay += 1;
      most = Math.max(most, underWay);
    }
    setTimeout(() => {
      if (request.kind === 'calls') underWay -= 1;
      const code = refuses?.(index);
      if (code !== undefined) request.fail(code, retryAfter);
      else if (request.kind === 'call') request.answer(callAnswer(call));
      else request.answer(callsAnswer(...(callsOf?.(user()) ?? [call])));
    }, takes);
    return undefined;
  };

  return {
    tabs,
    open: async (firstUser = 'ada', firstHeaders = 'accepted') => {
      let user = firstUser;
      let signIns = 1;
      const index = tabs.length;
      const fake = createFakeWire();
      fake.answerBy((request) => answer(request, index, () => user));
      const link = createSharedLink({
        link: fake.wire.link,
        identify: () => {
          // The host is asked for others, and the request is sent again.
          if (firstHeaders === 'refused' && signIns === 1) signIns += 1;
          return Promise.resolve(user);
        },
        signIn: () => signIns,
        heartbeat: { hold: 10_000, grace: 3_000 },
      });
      const desktop = assembleDesktop({ ...fake.wire, link });
      const close = desktop.connect();
      const recordingNow = (): ReturnType<typeof desktop.call> => desktop.call('a');
      const tab: Tab = {
        desktop,
        fake,
        status: desktop.connection.getState,
        state: () => recordingNow().getState().recording.state,
        doubt: () => recordingNow().getState().recording.doubt,
        close,
        signIn: (nextUser) => {
          user = nextUser;
          signIns += 1;
        },
      };
      tabs.push(tab);
      await pass(600);
      fake.link.up();
      await pass(500);
      expect(tab.status().phase).toBe('live');
      return tab;
    },
    serve: (next) => {
      server = { ...server, ...next };
    },
    reads: () => reads,
    mostAtOnce: () => most,
    say: (call) => {
      for (const { fake } of tabs) fake.link.say(eventOf(call));
    },
    each: (act) => {
      for (const { fake } of tabs) act(fake);
    },
  };
}

async function openTabs(count: number): Promise<Network> {
  const network = createNetwork();
  for (let index = 0; index < count; index += 1) await network.open();
  return network;
}

describe('many tabs of one agent', () => {
  it('read once, all together, when their connection opens anew', async () => {
    const network = await openTabs(20);
    const before = network.reads();
    network.serve({ call: paused });
    network.each(({ link }) => link.up());
    await pass(1_000);
    expect(network.reads() - before).toBe(1);
    for (const { status, state } of network.tabs)
      expect([status().phase, state()]).toEqual(['live', 'Paused']);
  });

  it('read once after their connection was lost and is back', async () => {
    const network = await openTabs(20);
    network.serve({ call: paused });
    network.each(({ link }) => link.down('network'));
    await pass(10);
    for (const { status } of network.tabs) expect(status().phase).toBe('lost');
    const before = network.reads();
    network.each(({ link }) => link.up());
    await pass(400);
    expect(network.reads() - before).toBe(1);
    for (const { status, state } of network.tabs)
      expect([status().phase, state()]).toEqual(['live', 'Paused']);
  });

  it('have one read under way and one waiting, however often each of them is woken', async () => {
    const network = await openTabs(20);
    network.serve({ takes: 1_000 });
    const before = network.reads();
    for (let times = 0; times < 50; times += 1) {
      for (const { desktop } of network.tabs) void desktop.refresh();
      await pass(20);
    }
    await pass(5_000);
    expect(network.mostAtOnce()).toBe(1);
    // A second of storm, and answers that take a second.
    expect(network.reads() - before).toBeLessThanOrEqual(3);
    for (const { status } of network.tabs) expect(status().phase).toBe('live');
  });

  it('read together while nothing can be heard, as seldom as one of them would', async () => {
    const network = await openTabs(20);
    network.each(({ link }) => link.down('network'));
    await pass(5_000);
    const before = network.reads();
    network.serve({ call: paused });
    await pass(60_000);
    expect(network.mostAtOnce()).toBe(1);
    expect(network.reads() - before).toBeGreaterThanOrEqual(8);
    expect(network.reads() - before).toBeLessThanOrEqual(20);
    for (const { state } of network.tabs) expect(state()).toBe('Paused');
  });

  it('look together once a minute for what the server told nobody', async () => {
    // Five of them: each looks every second whether the computer has slept, for as long as this takes.
    const network = await openTabs(5);
    const before = network.reads();
    network.serve({ call: paused });
    await pass(300_000);
    expect(network.reads() - before).toBeGreaterThanOrEqual(4);
    expect(network.reads() - before).toBeLessThanOrEqual(6);
    for (const { state } of network.tabs) expect(state()).toBe('Paused');
  });

  it('leave a server alone together that asks for it', async () => {
    const network = await openTabs(20);
    network.serve({ refuses: () => 'server-busy', retryAfter: 30_000 });
    network.each(({ link }) => link.up());
    await pass(1_000);
    const before = network.reads();
    for (const { status } of network.tabs)
      expect(status()).toMatchObject({ phase: 'lost', reason: 'server-busy' });
    await pass(29_000);
    expect(network.reads() - before).toBe(0);
    network.serve({ refuses: () => undefined });
    await pass(60_000);
    for (const { status } of network.tabs) expect(status().phase).toBe('live');
  });

  it('retry together, one at a time, while the server fails', async () => {
    const network = await openTabs(20);
    const before = network.reads();
    network.serve({ refuses: () => 'server-error' });
    network.each(({ link }) => link.up());
    await pass(60_000);
    expect(network.mostAtOnce()).toBe(1);
    expect(network.reads() - before).toBeLessThanOrEqual(30);
    network.serve({ refuses: () => undefined });
    await pass(15_000);
    for (const { status } of network.tabs) expect(status().phase).toBe('live');
  });
});

describe('a tab that does not have the connection', () => {
  it('reads for itself when only the sign-in of the tab that has it is refused', async () => {
    const network = await openTabs(20);
    network.serve({ refuses: (tab) => (tab === 0 ? 'not-signed-in' : undefined), call: paused });
    network.each(({ link }) => link.up());
    await pass(6_000);
    const [first, ...others] = network.tabs;
    expect(first?.status().phase).toBe('signed-out');
    for (const { status, state } of others)
      expect([status().phase, state()]).toEqual(['live', 'Paused']);
    // One after the other.
    expect(network.mostAtOnce()).toBe(1);
  });

  it('reads for itself when the tab that has the connection stands still', async () => {
    const network = await openTabs(3);
    browser.channels()[0]?.freeze();
    const before = network.reads();
    const [, second, third] = network.tabs;
    network.serve({ call: paused });
    for (const tab of [second, third]) void tab?.desktop.refresh();
    await pass(2_900);
    for (const tab of [second, third]) expect(tab?.state()).toBe('Paused');
    expect(network.reads() - before).toBe(2);
    expect(network.mostAtOnce()).toBe(1);
  });

  it('reads again when the tab that was asked goes in the middle of its read', async () => {
    const network = await openTabs(3);
    network.serve({ takes: 3_000, call: paused });
    const [first, second, third] = network.tabs;
    void second?.desktop.refresh();
    await pass(500);
    network.serve({ takes: 100 });
    first?.close();
    await pass(1_000);
    network.each(({ link }) => link.up());
    await pass(2_000);
    for (const tab of [second, third])
      expect([tab?.status().phase, tab?.state()]).toEqual(['live', 'Paused']);
  });

  it('asks for nothing more once it is closed', async () => {
    const network = await openTabs(2);
    const [, second] = network.tabs;
    void second?.desktop.refresh().catch(() => undefined);
    second?.close();
    await pass(0);
    const before = network.reads();
    await pass(5_000);
    expect(network.reads()).toBe(before);
  });

  it('takes nothing from the tabs of another user', async () => {
    const network = createNetwork();
    await network.open('ada');
    const bob = await network.open('bob');
    network.serve({ call: paused });
    void network.tabs[0]?.desktop.refresh();
    await pass(1_000);
    expect(network.tabs[0]?.state()).toBe('Paused');
    expect(bob.state()).toBe('Recording');
  });
});

describe('a tab whose headers became those of another user', () => {
  const bobs = wireCall({ id: 'bobs' });

  it('hands nothing on that it reads, and takes nothing', async () => {
    // The host of the first tab signed Bob in, and its headers() gives his token once Ada's is
    // refused. Ada's other tab must not be shown Bob's calls, nor Bob's tab hers.
    const network = await openTabs(2);
    const [first, second] = network.tabs;
    network.serve({ callsOf: (user) => (user === 'bob' ? [bobs] : undefined) });
    void first?.desktop.refresh();
    await pass(100);
    // In the middle of a read.
    first?.signIn('bob');
    await pass(2_000);
    void second?.desktop.refresh();
    void first?.desktop.refresh();
    await pass(2_000);
    expect(second?.desktop.callIds.getState()).toEqual(['a']);
    expect(second?.desktop.call('a').getState().recording.ended).toBeUndefined();
    expect(first?.desktop.callIds.getState()).toContain('bobs');
  });

  it('shares from the start where only the headers that it had at first were refused', async () => {
    // The page asks for headers once the server has refused it. Each of twenty tabs took its own
    // new headers for those of somebody else, and read for itself.
    const network = createNetwork();
    for (let index = 0; index < 5; index += 1) await network.open('ada', 'refused');
    expect(network.reads()).toBe(5);
    network.each(({ link }) => link.up());
    await pass(1_000);
    expect(network.reads()).toBe(6);
  });

  it('shares again once it is known that they are those of the same user', async () => {
    const network = await openTabs(5);
    for (const { signIn } of network.tabs) signIn('ada');
    for (const { desktop } of network.tabs) void desktop.refresh();
    await pass(2_000);
    const before = network.reads();
    network.each(({ link }) => link.up());
    await pass(1_000);
    expect(network.reads() - before).toBe(1);
  });
});

describe('the order of what is heard and what another tab has read', () => {
  it('lets an event win that came while the answer was on its way', async () => {
    const network = await openTabs(2);
    network.each(({ link }) => link.up());
    await pass(50);
    // The answer is made at the asking: it knows nothing of it.
    network.say(paused);
    await pass(160);
    for (const { state } of network.tabs) expect(state()).toBe('Paused');
    network.serve({ call: paused });
    await pass(2_000);
    for (const { state, doubt } of network.tabs)
      expect([state(), doubt()]).toEqual(['Paused', undefined]);
  });

  it('lets the answer win over an event that had come before it was asked', async () => {
    const network = await openTabs(2);
    network.say(paused);
    // The server told nobody of the next change.
    network.each(({ link }) => link.up());
    await pass(1_000);
    for (const { state, doubt } of network.tabs)
      expect([state(), doubt()]).toEqual(['Recording', undefined]);
  });

  it('leaves no doubt behind that came while an answer to an earlier one was on its way', async () => {
    const network = await openTabs(2);
    const [first, second] = network.tabs;
    // The second tab has planned to read, as it does while nothing can be heard, and the first asks.
    network.each(({ link }) => link.down('network'));
    await pass(100);
    void first?.desktop.refresh();
    await pass(50);
    network.each(({ link }) => link.up());
    await pass(20);
    // Older than what is known, by the server's clock.
    for (const { fake } of network.tabs) fake.link.say(eventOf(recording, 2_000));
    for (const { fake } of network.tabs) fake.link.say(eventOf(paused, 1_000));
    await pass(5);
    expect(second?.doubt()).toBe('older-message');
    await pass(1_500);
    for (const { doubt, state } of network.tabs)
      expect([doubt(), state()]).toEqual([undefined, 'Recording']);
  });

  it('takes nothing that was asked before this tab itself has read the call', async () => {
    // What the leader asked was heard late, after this tab had read the call by itself: the older
    // answer would have been taken for the newer one.
    const network = await openTabs(2);
    const [first, second] = network.tabs;
    const [, channel] = browser.channels();
    network.serve({ takes: 10 });
    channel?.freeze();
    void first?.desktop.refresh();
    await pass(50);
    network.serve({ call: paused });
    void second?.desktop.checkAgain('a');
    await pass(50);
    expect(second?.state()).toBe('Paused');
    channel?.thaw();
    await pass(5);
    expect(second?.state()).toBe('Paused');
  });
});

describe('where tabs cannot share', () => {
  it('each reads for itself, at most one at a time', async () => {
    vi.stubGlobal('BroadcastChannel', undefined);
    const network = await openTabs(3);
    network.serve({ takes: 1_000 });
    const before = network.reads();
    for (let times = 0; times < 50; times += 1) {
      for (const { desktop } of network.tabs) void desktop.refresh();
      await pass(20);
    }
    await pass(5_000);
    expect(network.mostAtOnce()).toBe(3);
    expect(network.reads() - before).toBeLessThanOrEqual(3 * 3);
  });

  it('but for the locks, they share their reads all the same', async () => {
    vi.stubGlobal('navigator', {});
    // Who leads is found out by messages, and that takes a moment.
    const network = await openTabs(5);
    const before = network.reads();
    network.serve({ call: paused });
    network.each(({ link }) => link.up());
    await pass(1_000);
    expect(network.reads() - before).toBe(1);
    for (const { state } of network.tabs) expect(state()).toBe('Paused');
  });
});
