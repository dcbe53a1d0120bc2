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
import { openDesktop, type OpenDesktop } from '../doubles/openDesktop.ts';
import type { WireCall } from '../testing/simulatedCalls.ts';
import { createSharedLink } from '../transport/sharedLink.ts';

// The tabs of one browser use one server, which answers slowly. The tests count how often it is asked
// for all calls: twenty tabs of one agent once asked twenty times where one read was enough.

// Twenty tabs have many timers, which takes long while a machine is busy with other things.
vi.setConfig({ testTimeout: 30_000 });

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
  /** The calls that it reports to a tab of another user, who must not learn of that call. */
  readonly callsOf?: (user: string) => readonly WireCall[] | undefined;
  /** How long an answer takes, in ms. */
  readonly takes: number;
  /** The error that it sends instead of an answer, to all tabs or to some. */
  readonly refuses?: (tab: number) => AgentDesktopErrorCode | undefined;
  readonly retryAfter?: number;
}

interface Tab extends OpenDesktop {
  readonly status: () => ConnectionState;
  readonly state: () => string;
  readonly doubt: () => string | undefined;
  /** From now on the headers of the tab are those of another user. */
  readonly signIn: (user: string) => void;
}

/** The tabs, everything that they have asked for, and how the server answers. */
interface Network {
  readonly tabs: Tab[];
  readonly open: (user?: string, firstHeaders?: 'accepted' | 'refused') => Promise<Tab>;
  /** Changes how the server answers from now on. */
  readonly serve: (server: Partial<Server>) => void;
  /** The reads of all calls so far. */
  readonly reads: () => number;
  /** The most reads of all calls that were under way at the same time. */
  readonly mostAtOnce: () => number;
  /** Sends a message. It reaches the tab that has the connection. */
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
          // The host is asked for new headers, and the request is sent again.
          if (firstHeaders === 'refused' && signIns === 1) signIns += 1;
          return Promise.resolve(user);
        },
        signIn: () => signIns,
        heartbeat: { hold: 10_000, grace: 3_000 },
      });
      const opened = await openDesktop(fake, { wire: { ...fake.wire, link }, untilOpen: 600 });
      const tab: Tab = {
        ...opened,
        status: opened.desktop.connection.getState,
        state: () => opened.now().state,
        doubt: () => opened.now().doubt,
        signIn: (nextUser) => {
          user = nextUser;
          signIns += 1;
        },
      };
      tabs.push(tab);
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
  it('make one read together when their connection opens again', async () => {
    const network = await openTabs(20);
    const before = network.reads();
    network.serve({ call: paused });
    network.each(({ link }) => link.up());
    await pass(1_000);
    expect(network.reads() - before).toBe(1);
    for (const { status, state } of network.tabs)
      expect([status().phase, state()]).toEqual(['live', 'Paused']);
  });

  it('make one read together after their connection was lost and is back', async () => {
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
    // The tabs were woken for one second, and an answer takes one second.
    expect(network.reads() - before).toBeLessThanOrEqual(3);
    for (const { status } of network.tabs) expect(status().phase).toBe('live');
  });

  it('read together while the connection is lost, as seldom as one tab would', async () => {
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

  it('make one routine read together every minute', async () => {
    // There are only five tabs, because each has a timer every second, which makes the test slow.
    const network = await openTabs(5);
    const before = network.reads();
    network.serve({ call: paused });
    await pass(300_000);
    expect(network.reads() - before).toBeGreaterThanOrEqual(4);
    expect(network.reads() - before).toBeLessThanOrEqual(6);
    for (const { state } of network.tabs) expect(state()).toBe('Paused');
  });

  it('wait together when the server asks to wait', async () => {
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

  it('are not read for while the server asks to wait, whichever of them wants it', async () => {
    const network = await openTabs(5);
    network.serve({ refuses: () => 'server-busy', retryAfter: 30_000 });
    network.each(({ link }) => link.up());
    await pass(1_000);
    const before = network.reads();
    for (const { desktop } of network.tabs.slice(1)) void desktop.refresh();
    await pass(20_000);
    expect(network.reads() - before).toBe(0);
    for (const { status } of network.tabs)
      expect(status()).toMatchObject({ phase: 'lost', reason: 'server-busy' });
    network.serve({ refuses: () => undefined });
    await pass(40_000);
    for (const { status } of network.tabs) expect(status().phase).toBe('live');
  });

  it('repeat a failed read together, one read at a time', async () => {
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
  it('reports to an inspector that another tab reads for it', async () => {
    const network = await openTabs(2);
    const told: string[] = [];
    network.tabs[1]?.desktop.inspect((event) => {
      if (event.type === 'read-asked') told.push(`asked by ${event.by}`);
      if (event.type === 'call-read') told.push(`${event.callId} is ${event.after.state}`);
      if (event.type === 'read-answered') told.push(`answered: ${event.result}`);
      if (event.type === 'read-failed') told.push(`failed: ${event.error.code}`);
    });
    network.serve({ call: paused });
    network.each(({ link }) => link.up());
    await pass(1_000);
    expect(told).toEqual(['asked by another-tab', 'a is Paused', 'answered: all']);

    told.length = 0;
    network.serve({ refuses: () => 'server-error' });
    network.each(({ link }) => link.up());
    await pass(400);
    expect(told).toEqual(['asked by another-tab', 'failed: server-error']);
  });

  it('reads for itself when only the sign-in of the tab that has it is refused', async () => {
    const network = await openTabs(20);
    network.serve({ refuses: (tab) => (tab === 0 ? 'not-signed-in' : undefined), call: paused });
    network.each(({ link }) => link.up());
    await pass(6_000);
    const [first, ...others] = network.tabs;
    expect(first?.status().phase).toBe('signed-out');
    for (const { status, state } of others)
      expect([status().phase, state()]).toEqual(['live', 'Paused']);
    // The tabs read one after the other.
    expect(network.mostAtOnce()).toBe(1);
  });

  it('reads for itself when the tab that has the connection is frozen', async () => {
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

  it('reads again when the tab that was asked is closed during its read', async () => {
    const network = await openTabs(3);
    network.serve({ takes: 3_000, call: paused });
    const [first, second, third] = network.tabs;
    void second?.desktop.refresh();
    await pass(500);
    network.serve({ takes: 100 });
    first?.disconnect();
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
    second?.disconnect();
    await pass(0);
    const before = network.reads();
    await pass(5_000);
    expect(network.reads()).toBe(before);
  });

  it('takes no answers from the tabs of another user', async () => {
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

  it('gives its answers to no other tab, and takes none', async () => {
    // The host of the first tab signed Bob in, and its headers() returns his token once Ada's is
    // refused. Ada's other tab must not show Bob's calls, and Bob's tab must not show hers.
    const network = await openTabs(2);
    const [first, second] = network.tabs;
    network.serve({ callsOf: (user) => (user === 'bob' ? [bobs] : undefined) });
    void first?.desktop.refresh();
    await pass(100);
    // This happens in the middle of a read.
    first?.signIn('bob');
    await pass(2_000);
    void second?.desktop.refresh();
    void first?.desktop.refresh();
    await pass(2_000);
    expect(second?.desktop.callIds.getState()).toEqual(['a']);
    expect(second?.desktop.call('a').getState().recording.ended).toBeUndefined();
    expect(first?.desktop.callIds.getState()).toContain('bobs');
  });

  it('shares from the start if only its first headers were refused', async () => {
    // The page asks for headers after the server has refused it. Each of twenty tabs took its own new
    // headers for those of another user, and read for itself.
    const network = createNetwork();
    for (let index = 0; index < 5; index += 1) await network.open('ada', 'refused');
    expect(network.reads()).toBe(5);
    network.each(({ link }) => link.up());
    await pass(1_000);
    expect(network.reads()).toBe(6);
  });

  it('shares again once it is known that the headers are those of the same user', async () => {
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

describe('the order of events and of answers that another tab has read', () => {
  it('lets an event win that came while the answer was on its way', async () => {
    const network = await openTabs(2);
    network.each(({ link }) => link.up());
    await pass(50);
    // The server made the answer when it was asked, so the answer does not contain the event.
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
    // The server sends no event about the next change.
    network.each(({ link }) => link.up());
    await pass(1_000);
    for (const { state, doubt } of network.tabs)
      expect([state(), doubt()]).toEqual(['Recording', undefined]);
  });

  it('settles a doubt that arose while the answer of another tab was on its way', async () => {
    const network = await openTabs(2);
    const [first, second] = network.tabs;
    // The second tab has planned a read, because the connection is lost, and the first tab asks.
    network.each(({ link }) => link.down('network'));
    await pass(100);
    void first?.desktop.refresh();
    await pass(50);
    network.each(({ link }) => link.up());
    await pass(20);
    // The second message is older than the first one by the server's clock.
    for (const { fake } of network.tabs) fake.link.say(eventOf(recording, 2_000));
    for (const { fake } of network.tabs) fake.link.say(eventOf(paused, 1_000));
    await pass(5);
    expect(second?.doubt()).toBe('older-message');
    await pass(1_500);
    for (const { doubt, state } of network.tabs)
      expect([doubt(), state()]).toEqual([undefined, 'Recording']);
  });

  it('ignores an answer that was asked before this tab itself has read the call', async () => {
    // This tab learned late that the leader had asked, after it had read the call by itself. The older
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

describe('tabs in a browser without BroadcastChannel or locks', () => {
  it('read for themselves without BroadcastChannel, each at most one read at a time', async () => {
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

  it('share their reads without locks', async () => {
    vi.stubGlobal('navigator', {});
    // The tabs elect the leader by messages, and that takes a moment.
    const network = await openTabs(5);
    const before = network.reads();
    network.serve({ call: paused });
    network.each(({ link }) => link.up());
    await pass(1_000);
    expect(network.reads() - before).toBe(1);
    for (const { state } of network.tabs) expect(state()).toBe('Paused');
  });
});
