import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AgentDesktopError, type AgentDesktopErrorCode } from '../model/errors.ts';
import type { OperationMessage } from '../model/operationMessage.ts';
import { steadyNow } from '../model/steadyClock.ts';
import { createFakeTabs, type FakeTabs, type LockBehaviour } from '../doubles/fakeTabs.ts';
import type { LinkListener, NotificationLink } from './notificationLink.ts';
import { createSharedLink } from './sharedLink.ts';
import { unknownUntilConnected } from './tabSession.ts';

let browser: FakeTabs;

beforeEach(() => {
  vi.useFakeTimers();
  // Each pause has its greatest length, so that a test knows when it is over.
  vi.spyOn(Math, 'random').mockReturnValue(0.999_999);
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
const hold = 10_000;
const grace = 3_000;
const requested: OperationMessage = {
  type: 'requested',
  key: 'tab-1 1',
  callId: 'call-1',
  operationName: 'PauseCallRecording',
};

describe('tabs of one user', () => {
  it('have one connection, and each tab receives its messages', async () => {
    const [first, second, third] = await openTabs(3);
    expect([first.own.opened, second.own.opened, third.own.opened]).toEqual([1, 0, 0]);
    expect([first.reports, second.reports, third.reports]).toEqual([['open'], ['open'], ['open']]);

    first.own.say('a message');
    await pass(10);
    for (const tab of [first, second, third]) expect(tab.reports.at(-1)).toBe('a message');
  });

  it('share nothing with the tabs of another user', async () => {
    const ada = await openTab({ user: 'ada' });
    const bob = await openTab({ user: 'bob' });
    expect([ada.own.opened, bob.own.opened]).toEqual([1, 1]);
    ada.own.say('a message for Ada');
    await pass(10);
    expect(bob.reports).toEqual(['open']);
  });

  it('are told at once that the connection is open, even if it was opened before them', async () => {
    await openTab();
    const second = await openTab({ wait: 10 });
    expect(second.reports).toEqual(['open']);
  });

  it('are told why and since when the connection is down, and that it is open again', async () => {
    const [first, second] = await openTabs(2);
    first.own.down('network', 1_234);
    await pass(10);
    expect([first.reports.at(-1), second.reports.at(-1)]).toEqual(['network 1234', 'network 1234']);

    // A tab that is opened now is not told that the connection is open.
    const third = await openTab();
    expect(third.reports).toEqual([]);
    first.own.up();
    await pass(10);
    for (const tab of [first, second, third]) expect(tab.reports.at(-1)).toBe('open');
  });

  it('are told to read again when the connection was opened again and no tab had noticed its loss', async () => {
    const [first, second] = await openTabs(2);
    first.own.up();
    await pass(10);
    expect(second.reports).toEqual(['open', 'open']);
  });

  it('open a connection in the next tab when the tab that has it is closed, and report no loss', async () => {
    const [first, second, third] = await openTabs(3);
    first.link.close();
    await pass(1_000);
    expect([first.own.isOpen, second.own.opened, third.own.opened]).toEqual([false, 1, 0]);
    expect([second.reports, third.reports]).toEqual([
      ['open', 'open'],
      ['open', 'open'],
    ]);
    second.own.say('a message');
    await pass(10);
    expect(third.reports.at(-1)).toBe('a message');
  });

  it('report the loss when the next tab does not open the connection soon', async () => {
    const [first, second, third] = await openTabs(3);
    second.own.answerBy('silence');
    const closedAt = Date.now();
    first.link.close();
    await pass(799);
    expect([second.reports, third.reports]).toEqual([['open'], ['open']]);
    await pass(10);
    for (const { reports } of [second, third]) expect(reports[1]).toMatch(/^timeout/);
    // What they show is as old as the last message of the tab that was closed.
    expect(Number(third.reports[1]?.split(' ')[1])).toBeLessThanOrEqual(closedAt);
    second.own.up();
    await pass(10);
    expect([second.reports.at(-1), third.reports.at(-1)]).toEqual(['open', 'open']);
  });

  it('report to an inspector which role each has', async () => {
    const [first, second] = await openTabs(2);
    expect(first.parts).toEqual(['identifying', 'joining', 'leading']);
    expect(second.parts).toEqual(['identifying', 'joining', 'following']);
    first.link.close();
    await pass(1_000);
    expect(first.parts.at(-1)).toBe('closed');
    expect(second.parts.at(-1)).toBe('leading');

    const nobody = await openTab({ me: 'nobody' });
    expect(nobody.parts).toEqual(['identifying', 'apart']);
    nobody.link.close();
    expect(nobody.parts.at(-1)).toBe('closed');
  });

  it('leave no channel, lock, connection or timer behind when they are closed', async () => {
    const tabs = await openTabs(3);
    for (const { link } of tabs) link.close();
    await pass(60_000);
    expect(browser.channels()).toEqual([]);
    expect(browser.held()).toEqual([]);
    expect(tabs.map(({ own }) => own.isOpen)).toEqual([false, false, false]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('are told nothing more once they are closed', async () => {
    const [first, second] = await openTabs(2);
    second.link.close();
    first.own.say('a message');
    first.own.down('network');
    await pass(60_000);
    expect(second.reports).toEqual(['open']);
  });

  it('can be closed while they ask who the user is, or wait for the lead', async () => {
    const early = startTab();
    early.link.close();
    await pass(1_000);
    expect(early.own.opened).toBe(0);

    const [first, second, third] = await openTabs(3);
    second.link.close();
    await pass(10);
    first.link.close();
    await pass(1_000);
    expect([second.own.opened, third.own.opened]).toEqual([0, 1]);
  });

  it('can be opened again after they were closed', async () => {
    const [first, second] = await openTabs(2);
    first.link.close();
    await pass(1_000);
    first.open();
    await pass(1_000);
    expect([first.own.isOpen, second.own.isOpen]).toEqual([false, true]);
    expect(first.reports.at(-1)).toBe('open');
  });

  it('open the connection again for a tab that has come back, if the connection is down', async () => {
    const [first, second] = await openTabs(2);
    first.own.down('network');
    await pass(10);
    second.link.reopen();
    await pass(10);
    expect([first.own.reopened, second.own.reopened]).toEqual([1, 0]);
    first.link.reopen();
    expect(first.own.reopened).toBe(2);
  });

  it('are told that the connection is open when one of them asks to open it again and it works', async () => {
    // An agent woke a laptop, one read failed, and the second tab showed "Connection lost" for good.
    // It had asked for the connection to be opened again, and was never told that it was open.
    const [first, second] = await openTabs(2);
    second.link.reopen();
    await pass(10);
    expect(first.own.reopened).toBe(0);
    expect(second.reports).toEqual(['open', 'open']);
  });
});

describe('a tab that has the connection and is frozen', () => {
  it('keeps the connection while it reports that it works, even without notifications', async () => {
    const [first, second] = await openTabs(2);
    for (let round = 0; round < 20; round += 1) {
      await pass(hold);
      first.own.hear();
    }
    await pass(10);
    expect([second.reports, second.own.opened]).toEqual([['open'], 0]);
  });

  it('is not asked whether it is there while it sends messages', async () => {
    const [first] = await openTabs(2);
    const messageTypes = collectMessageTypes();
    for (let round = 0; round < 6; round += 1) {
      await pass(hold);
      if (round % 2 === 0) first.own.hear();
      else first.own.say('a message');
    }
    await pass(10);
    expect(messageTypes).not.toContain('who');
    expect(messageTypes).toContain('alive');
    // After its last message it is asked after `hold + grace`, and not before.
    await pass(hold + grace - 100);
    expect(messageTypes).not.toContain('who');
    await pass(200);
    expect(messageTypes).toContain('who');
  });

  it('keeps the connection when it answers that it is there', async () => {
    const [first, second] = await openTabs(2);
    await pass(120_000);
    expect([second.reports, second.own.opened]).toEqual([['open'], 0]);
    expect(first.own.isOpen).toBe(true);
  });

  it('keeps the lead while the connection is down and it tries to open it again', async () => {
    const [first, second] = await openTabs(2);
    first.own.down('network');
    await pass(29_000);
    expect([first.own.isOpen, second.own.opened]).toEqual([true, 0]);
  });

  it('loses the lead to another tab, which reports since when it has received nothing', async () => {
    const [, second] = await openTabs(2);
    const heardAt = Date.now();
    freezeFirst();
    await pass(hold + grace + 800);
    expect(second.reports[1]).toMatch(/^timeout/);
    expect(Number(second.reports[1]?.split(' ')[1])).toBeLessThanOrEqual(heardAt);
    await pass(100);
    expect([second.own.opened, second.reports.at(-1)]).toEqual([1, 'open']);
  });

  it('reports the loss when it runs again, closes its connection, and follows the other tab', async () => {
    // A print dialog was open in the first tab for 20 s, and another tab paused the recording. After
    // that the first tab showed "Recording" for up to 80 s.
    const [first, second] = await openTabs(2);
    await pass(5_000);
    first.own.hear();
    const heardAt = Date.now();
    const thaw = freezeFirst();
    await pass(20_000);
    second.own.say('paused');
    thaw();
    await pass(0);
    expect(first.own.isOpen).toBe(false);
    expect(first.reports.at(-1)).toBe(`timeout ${heardAt}`);
    await pass(100);
    expect(first.reports.at(-1)).toBe('open');
    second.own.say('resumed');
    await pass(10);
    expect(first.reports.at(-1)).toBe('resumed');
    expect([first.own.isOpen, second.own.isOpen]).toEqual([false, true]);
  });

  it('reports the time of its opening when it has received nothing since', async () => {
    const first = await openTab();
    const openedAt = Date.now() - 95;
    await openTab();
    const thaw = freezeFirst();
    await pass(20_000);
    thaw();
    await pass(0);
    const [, heardAt] = first.reports.at(-1)?.split(' ') ?? [];
    expect(Math.abs(Number(heardAt) - openedAt)).toBeLessThan(10);
  });

  it('leads again when the tab that took the lead is closed', async () => {
    const [first, second] = await openTabs(2);
    const thaw = freezeFirst();
    await pass(20_000);
    thaw();
    await pass(100);
    second.link.close();
    await pass(1_000);
    expect([first.own.isOpen, first.reports.at(-1)]).toEqual([true, 'open']);
  });
});

describe('a tab that cannot connect', () => {
  it('gives the lead away when its own user is signed out, and signs no other tab out', async () => {
    const [first, second] = await openTabs(2);
    first.own.answerBy('not-signed-in');
    first.own.down('not-signed-in');
    await pass(100);
    expect(first.reports.at(-1)).toMatch('not-signed-in');
    expect(second.reports).toEqual(['open', 'open']);
    expect([first.own.isOpen, second.own.isOpen]).toEqual([false, true]);

    // When its host has signed in again, it shares the connection of the other tab.
    await pass(20_000);
    expect([first.own.isOpen, first.reports.at(-1)]).toEqual([false, 'open']);
  });

  it('asks the server again after 20 s, or when its host reopens it, while it is signed out', async () => {
    const tab = await openTab({ answer: 'not-signed-in' });
    expect(tab.own.opened).toBe(1);
    await pass(19_000);
    expect(tab.own.opened).toBe(1);
    await pass(1_000);
    expect(tab.own.opened).toBe(2);
    tab.own.answerBy('open');
    tab.link.reopen();
    await pass(100);
    expect(tab.reports.at(-1)).toBe('open');
  });

  it('gives the lead away after half a minute, for whatever reason it cannot connect', async () => {
    const [first, second] = await openTabs(2);
    first.own.answerBy('network');
    for (let tries = 0; tries < 35; tries += 1) {
      if (first.own.isOpen) first.own.down('network');
      await pass(1_000);
    }
    expect([first.own.isOpen, second.own.isOpen]).toEqual([false, true]);
    expect([first.reports.at(-1), second.reports.at(-1)]).toEqual(['open', 'open']);
  });

  it('goes on trying when there is no other tab', async () => {
    const tab = await openTab({ answer: 'silence' });
    await pass(35_000);
    expect([tab.own.isOpen, tab.own.opened]).toEqual([true, 2]);
    tab.own.up();
    expect(tab.reports.at(-1)).toBe('open');
  });
});

describe('a server that does not say who the user is', () => {
  it('is asked again until it is back, and then seven tabs share one connection', async () => {
    // A browser restored seven tabs while the server was down. Each opened its own connection and
    // kept it. Six long-polls use all connections of a browser, so no press could be sent.
    const tabs = Array.from({ length: 7 }, () => startTab({ me: 'network' }));
    await pass(60_000);
    expect(tabs.map(({ own }) => own.opened)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    for (const { reports } of tabs) expect(reports.at(-1)).toMatch('network');
    for (const tab of tabs) tab.answerMe('ada');
    await pass(5_000);
    expect(tabs.reduce((sum, { own }) => sum + own.opened, 0)).toBe(1);
    for (const { reports } of tabs) expect(reports.at(-1)).toBe('open');
  });

  it('is asked after growing pauses, and at once when the page has come back', async () => {
    const tab = startTab({ me: 'network' });
    await pass(10_000);
    expect(tab.asked()).toBe(5);
    tab.answerMe('ada');
    tab.link.reopen();
    await pass(100);
    expect(tab.reports.at(-1)).toBe('open');
  });

  it('is asked again only after 20 s by a tab that is signed out', async () => {
    const tab = startTab({ me: 'not-signed-in' });
    await pass(19_000);
    expect([tab.asked(), tab.reports.length, tab.own.opened]).toEqual([1, 1, 0]);
    await pass(1_000);
    expect(tab.asked()).toBe(2);
  });

  it('is not asked before the Retry-After of a busy server is over', async () => {
    // The gateway answered 429 with Retry-After to the question who the user is. Each tab then opened
    // a connection of its own, although the gateway had asked for fewer requests.
    const tabs = [startTab({ me: 'server-busy' }), startTab({ me: 'server-busy' })];
    await pass(29_000);
    expect(tabs.map(({ asked, own }) => [asked(), own.opened])).toEqual([
      [1, 0],
      [1, 0],
    ]);
    for (const tab of tabs) tab.answerMe('ada');
    await pass(10_000);
    expect(tabs.map(({ reports }) => reports.at(-1))).toEqual(['open', 'open']);
    expect(tabs.reduce((sum, { own }) => sum + own.opened, 0)).toBe(1);
  });

  it.each<AgentDesktopErrorCode | 'nobody'>(['call-not-found', 'no-permission', 'nobody'])(
    'costs a connection for each tab when it always answers that way (%s)',
    async (me) => {
      const tabs = [await openTab({ me }), await openTab({ me })];
      expect(tabs.map(({ own, reports }) => [own.opened, reports])).toEqual([
        [1, ['open']],
        [1, ['open']],
      ]);
      tabs[0]?.own.say('a message');
      await pass(10);
      expect(tabs.map(({ reports }) => reports.at(-1))).toEqual(['a message', 'open']);
      for (const { link } of tabs) link.close();
      expect(tabs.map(({ own }) => own.isOpen)).toEqual([false, false]);
    },
  );

  it('is asked once, not twice, when the page comes back during a pause', async () => {
    const tab = startTab({ me: 'not-signed-in' });
    await pass(10_000);
    tab.link.reopen();
    await pass(15_000);
    expect(tab.asked()).toBe(2);
  });

  it('is given the whole waiting time again when it fails after an answer', async () => {
    const tab = startTab({ me: 'server-error' });
    await pass(25_000);
    tab.answerMe('ada');
    await pass(5_000);
    expect([tab.own.opened, tab.reports.at(-1)]).toEqual([1, 'open']);
    tab.failMe('server-error');
    tab.own.down('not-signed-in');
    await pass(20_000);
    const asked = tab.asked();
    await pass(600);
    expect(tab.asked()).toBe(asked + 1);
    await pass(28_000);
    expect(tab.own.opened).toBe(1);
    await pass(6_000);
    expect(tab.own.opened).toBe(2);
  });

  it('is given the whole waiting time again when the tab is closed and opened again', async () => {
    // A page that came back from the back/forward cache while the server was failing counted the time
    // before it was left, and opened a connection of its own at once.
    const tab = startTab({ me: 'server-error' });
    await pass(25_000);
    tab.link.close();
    await pass(60_000);
    tab.open();
    await pass(25_000);
    expect(tab.own.opened).toBe(0);
    await pass(10_000);
    expect(tab.own.opened).toBe(1);
  });

  it.each<AgentDesktopErrorCode>(['server-error', 'unexpected-response'])(
    'costs a connection for each tab after half a minute of %s, and one when it is back',
    async (me) => {
      const tabs = [startTab({ me }), startTab({ me })];
      await pass(29_000);
      expect(tabs.map(({ own }) => own.opened)).toEqual([0, 0]);
      await pass(6_000);
      expect(tabs.map(({ own, reports }) => [own.isOpen, reports.at(-1)])).toEqual([
        [true, 'open'],
        [true, 'open'],
      ]);
      for (const tab of tabs) {
        tab.answerMe('ada');
        tab.own.down('network');
      }
      await pass(10_000);
      expect(tabs.filter(({ own }) => own.isOpen)).toHaveLength(1);
      expect(tabs.map(({ reports }) => reports.at(-1))).toEqual(['open', 'open']);
    },
  );
});

describe('a server that says who the user is only after CometD has connected', () => {
  it('is connected to first, and asked until it names the user, and then the tabs share one connection', async () => {
    const tabs = [startTab({ me: 'once-connected' }), startTab({ me: 'once-connected' })];
    await pass(3_000);
    // The client is not told of a connection that its tab will close when the user is known.
    expect(tabs.map(({ own, reports }) => [own.isOpen, reports])).toEqual([
      [true, []],
      [true, []],
    ]);
    for (const tab of tabs) tab.answerMe('ada');
    await pass(1_000);
    expect(tabs.filter(({ own }) => own.isOpen)).toHaveLength(1);
    expect(tabs.map(({ reports }) => reports)).toEqual([['open'], ['open']]);
  });

  it('counts as signed out when it refuses the connection as well', async () => {
    const tab = startTab({ me: 'once-connected', answer: 'no-permission' });
    await pass(100);
    expect([tab.reports, tab.own.isOpen]).toEqual([['not-signed-in undefined'], false]);
    tab.answerMe('ada');
    tab.own.answerBy('open');
    await pass(20_000);
    expect(tab.reports.at(-1)).toBe('open');
  });

  it('counts as signed out when it refuses to name a user after CometD has connected', async () => {
    const tab = startTab({ me: 'once-connected' });
    await pass(1_000);
    tab.failMe('not-signed-in');
    await pass(600);
    expect([tab.reports, tab.own.isOpen]).toEqual([['not-signed-in undefined'], false]);
  });

  it('gets a connection of each tab when it never says who the user is', async () => {
    const tab = startTab({ me: 'once-connected' });
    await pass(1_000);
    tab.answerMe('nobody');
    await pass(600);
    expect([tab.reports, tab.own.opened]).toEqual([['open'], 1]);
    tab.own.say('a message');
    tab.own.down('network', 1_234);
    tab.own.up();
    expect(tab.reports).toEqual(['open', 'a message', 'network 1234', 'open']);
    // Only while the tab asks who the user is, a refused connection means that the user is signed out.
    tab.own.down('no-permission');
    expect(tab.reports.at(-1)).toBe('no-permission undefined');
    tab.link.close();
    expect(tab.own.isOpen).toBe(false);
  });

  it.each<[string, (tab: Tab) => void]>([
    ['names the user', (tab) => tab.answerMe('ada')],
    ['cannot be reached', (tab) => tab.failMe('network')],
  ])('is not connected to when it %s after the tab was closed', async (_, answer) => {
    let isClosing = false;
    const tab = startTab({
      me: 'once-connected',
      whileAsked: () => {
        if (isClosing) tab.link.close();
      },
    });
    await pass(1_000);
    answer(tab);
    isClosing = true;
    await pass(60_000);
    expect([tab.own.opened, tab.own.isOpen, tab.reports]).toEqual([1, false, []]);
    expect(tab.parts.at(-1)).toBe('closed');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is asked by one timer only, and connected to at once when the page has come back', async () => {
    const tab = startTab({ me: 'once-connected', answer: 'network' });
    await pass(100);
    expect(tab.reports).toEqual(['network undefined']);
    tab.link.reopen();
    expect(tab.own.reopened).toBe(1);
    tab.own.up();
    tab.own.up();
    await pass(10);
    const asked = tab.asked();
    await pass(505);
    expect(tab.asked()).toBe(asked + 1);
    tab.link.close();
    await pass(60_000);
    expect(tab.asked()).toBe(asked + 1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a browser without usable Web Locks', () => {
  // Web Locks exist only on pages that were loaded over https. On a page with plain http in the
  // network of a company each tab had a connection, and events reached the second tab 1.5 s late.
  beforeEach(() => {
    vi.stubGlobal('navigator', {});
  });

  it('lets the tabs share one connection nevertheless', async () => {
    const [first, second, third] = await openTabs(3, 150);
    expect([first.own.opened, second.own.opened, third.own.opened]).toEqual([1, 0, 0]);
    first.own.say('a message');
    await pass(10);
    for (const tab of [first, second, third]) expect(tab.reports).toEqual(['open', 'a message']);
  });

  it('lets tabs that were opened together share one connection', async () => {
    const tabs = Array.from({ length: 7 }, () => startTab());
    await pass(1_000);
    expect(tabs.reduce((sum, { own }) => sum + own.opened, 0)).toBe(1);
    for (const { reports } of tabs) expect(reports).toEqual(['open']);
  });

  it('lets the next tab connect when the tab that has the connection is closed', async () => {
    const tabs = await openTabs(3, 150);
    tabs[0].link.close();
    await pass(1_000);
    expect(tabs.filter(({ own }) => own.isOpen)).toHaveLength(1);
    for (const { reports } of tabs.slice(1)) expect(reports).toEqual(['open', 'open']);
  });

  it('lets another tab connect when the tab that leads cannot, and not the same tab again', async () => {
    const [first, second] = await openTabs(2, 150);
    first.own.answerBy('silence');
    first.own.down('network');
    await pass(31_000);
    expect([first.own.isOpen, second.own.isOpen]).toEqual([false, true]);
    expect([first.reports.at(-1), second.reports.at(-1)]).toEqual(['open', 'open']);
  });

  it('lets the only tab try again when it cannot connect', async () => {
    const tab = await openTab({ answer: 'silence', wait: 150 });
    await pass(35_000);
    expect([tab.own.isOpen, tab.own.opened]).toEqual([true, 2]);
  });

  it('takes the lead from a frozen tab, which then follows', async () => {
    const [first, second] = await openTabs(2, 150);
    const thaw = freezeFirst();
    await pass(20_000);
    expect([second.own.opened, second.reports.at(-1)]).toEqual([1, 'open']);
    thaw();
    await pass(10);
    expect(first.own.isOpen).toBe(false);
    await pass(500);
    expect([first.reports.at(-2), first.reports.at(-1)]).toEqual([
      expect.stringMatching('timeout'),
      'open',
    ]);
    second.own.say('a message');
    await pass(10);
    expect(first.reports.at(-1)).toBe('a message');
    expect([first.own.isOpen, second.own.isOpen]).toEqual([false, true]);
  });

  it('leaves the lead to a tab that was only slow to answer', async () => {
    const [first, second] = await openTabs(2, 150);
    const thaw = freezeFirst();
    // The other waits for an answer to its claim at this moment.
    await pass(hold + grace + 700);
    thaw();
    await pass(500);
    expect([first.own.isOpen, second.own.opened]).toEqual([true, 0]);
    expect(second.reports.at(-1)).toBe('open');
  });

  it('lets one of two tabs follow that both led without knowing of each other', async () => {
    const first = startTab();
    await pass(0);
    const [channel] = browser.channels();
    channel?.freeze();
    const second = startTab();
    await pass(500);
    expect([first.own.isOpen, second.own.isOpen]).toEqual([true, true]);
    channel?.thaw();
    await pass(10);
    const tabs = [first, second];
    expect(tabs.filter(({ own }) => own.isOpen)).toHaveLength(1);
    await pass(500);
    expect(tabs.map(({ reports }) => reports.at(-1))).toEqual(['open', 'open']);
  });

  it.each<LockBehaviour>(['rejects', 'throws', 'hangs', 'grants nothing'])(
    'shares the connection when the API %s, and asks it only a few times',
    async (behaviour) => {
      vi.stubGlobal('navigator', { locks: browser.locks });
      browser.answerLocks(behaviour);
      const tabs = await openTabs(2, 500);
      await pass(120_000);
      expect(tabs.map(({ own, reports }) => [own.opened, reports])).toEqual([
        [1, ['open']],
        [0, ['open']],
      ]);
      expect(browser.asked()).toBeLessThanOrEqual(4);
      for (const { link } of tabs) link.close();
      expect(tabs.map(({ own }) => own.isOpen)).toEqual([false, false]);
    },
  );

  it('lets a tab without locks follow a tab that has the lock', async () => {
    vi.stubGlobal('navigator', { locks: browser.locks });
    const first = await openTab();
    browser.answerLocks('rejects');
    const second = await openTab({ wait: 200 });
    expect([second.own.opened, second.reports]).toEqual([0, ['open']]);
    first.link.close();
    await pass(200);
    expect([second.own.opened, second.reports]).toEqual([1, ['open', 'open']]);
  });

  it('finds another leader when locks fail later', async () => {
    vi.stubGlobal('navigator', { locks: browser.locks });
    const [first, second] = await openTabs(2);
    browser.answerLocks('rejects');
    browser.failWaiting();
    await pass(200);
    expect([first.own.isOpen, second.own.isOpen]).toEqual([true, false]);
    first.link.close();
    await pass(200);
    expect(second.own.isOpen).toBe(true);
  });

  it('takes the lead from a frozen tab even when its lock cannot be stolen', async () => {
    vi.stubGlobal('navigator', { locks: browser.locks });
    const [, second] = await openTabs(2);
    freezeFirst();
    browser.answerLocks('hangs');
    await pass(hold + grace + 800 + 500);
    expect(second.reports.at(-1)).toBe('open');
  });
});

describe('a browser in which tabs cannot talk to each other', () => {
  it.each([
    ['no BroadcastChannel', undefined],
    [
      'a BroadcastChannel that is refused',
      function deny(): never {
        throw new DOMException('Denied.', 'SecurityError');
      },
    ],
  ])('costs a connection for each tab when it has %s', async (_, value) => {
    vi.stubGlobal('BroadcastChannel', value);
    const [first, second] = await openTabs(2);
    expect([first.own.opened, second.own.opened]).toEqual([1, 1]);
    second.own.say('a message');
    second.own.down('network');
    expect(second.reports).toEqual(['open', 'a message', 'network undefined']);
    second.link.reopen();
    expect(second.own.reopened).toBe(1);
  });

  it.each([
    ['gives locks', () => ({ locks: browser.locks })],
    ['gives none', () => ({})],
  ])(
    'costs a connection for each tab when no message arrives, though it %s',
    async (_, navigator) => {
      vi.stubGlobal('navigator', navigator());
      const [first, second] = [startTab(), startTab()];
      await pass(0);
      for (const channel of browser.channels()) channel.freeze();
      await pass(60_000);
      expect([first.own.isOpen, second.own.isOpen]).toEqual([true, true]);
      expect([first.reports.at(-1), second.reports.at(-1)]).toEqual(['open', 'open']);
      const opened = first.own.opened + second.own.opened;
      await pass(600_000);
      expect(first.own.opened + second.own.opened).toBe(opened);
      for (const { link } of [first, second]) link.close();
      expect([first.own.isOpen, second.own.isOpen]).toEqual([false, false]);
    },
  );
});

describe('operations of several tabs', () => {
  it('are sent to the other tabs of the user, and not to the tab itself', async () => {
    const [first, second, third] = await openTabs(3);
    second.link.operations?.tell(requested);
    await pass(10);
    expect([first.operationMessages, second.operationMessages, third.operationMessages]).toEqual([
      [requested],
      [],
      [requested],
    ]);
  });

  it('are sent to no tab of another user', async () => {
    const ada = await openTab({ user: 'ada' });
    const bob = await openTab({ user: 'bob' });
    ada.link.operations?.tell(requested);
    await pass(10);
    expect(bob.operationMessages).toEqual([]);
  });

  it('are ignored when another version of the library sends them in another form', async () => {
    const tab = await openTab();
    browser.say({ type: 'operation', operation: { ...requested, operationName: 'Hold' } });
    browser.say(null);
    await pass(10);
    expect(tab.operationMessages).toEqual([]);
  });

  it('are sent by one tab when the agent presses in two tabs at once', async () => {
    const [first, second] = await openTabs(2);
    const locks = await Promise.all([
      first.link.operations?.lock('call-1', 0),
      second.link.operations?.lock('call-1', 0),
    ]);
    expect(locks.map((release) => typeof release)).toEqual(['function', 'undefined']);
    locks[0]?.();
    await pass(0);
    await expect(second.link.operations?.lock('call-1', 0)).resolves.toBeTypeOf('function');
  });

  it('of two users on one browser do not wait for each other', async () => {
    const ada = await openTab({ user: 'ada' });
    const bob = await openTab({ user: 'bob' });
    const locks = await Promise.all(
      [ada, bob].map(async ({ link }) => link.operations?.lock('call-1', 0)),
    );
    expect(locks.map((release) => typeof release)).toEqual(['function', 'function']);
  });

  it('can be sent and locked before the link is open, after it is closed, and where it is not shared', async () => {
    const link = createSharedLink({
      link: createOwnLink('open').link,
      identify: async () => undefined,
      heartbeat: { hold: 10_000, grace: 3_000 },
    });
    const use = async (): Promise<void> => {
      expect(() => link.operations?.tell(requested)).not.toThrow();
      const release = await link.operations?.lock('call-1', 5_000);
      expect(release).toBeTypeOf('function');
      release?.();
    };
    await use();
    link.open({ onOpen: vi.fn(), onMessage: vi.fn(), onDown: vi.fn() });
    await pass(10);
    await use();
    link.close();
    await use();
    expect(browser.asked()).toBe(0);
  });
});

describe('reads of several tabs', () => {
  const wanted = { type: 'wanted' } as const;
  const answered = { type: 'answered', key: 'tab-1 1', answer: { calls: [] } } as const;

  it('are told to other tabs, but a large answer only while there is a tab to receive it', async () => {
    const types = collectMessageTypes();
    const tab = await openTab();
    types.length = 0;
    tab.link.reads?.tell(answered);
    await pass(10);
    expect(types).toEqual([]);
    tab.link.reads?.tell(wanted);
    await pass(10);
    expect(types).toEqual(['read']);

    await openTab();
    types.length = 0;
    tab.link.reads?.tell(answered);
    await pass(10);
    expect(types).toEqual(['read']);
  });

  it('need no turn and tell nobody before the link is open, and where there are no locks', async () => {
    const closed = await openTab();
    closed.link.close();
    closed.link.reads?.tell(wanted);
    await expect(closed.link.reads?.turn()).resolves.toBeTypeOf('function');

    vi.stubGlobal('navigator', {});
    const tabs = [startTab(), startTab()];
    await pass(5_000);
    const turns = Promise.all(tabs.map(async ({ link }) => link.reads?.turn()));
    await pass(0);
    expect((await turns).map((end) => typeof end)).toEqual(['function', 'function']);
  });

  it('are made by the tab itself before the link is open, after it is closed, and where it is not shared', async () => {
    const link = createSharedLink({
      link: createOwnLink('open').link,
      identify: async () => undefined,
      heartbeat: { hold, grace },
    });
    link.close();
    link.reopen();
    expect(link.reads?.role()).toBe('apart');
    link.open({ onOpen: vi.fn(), onMessage: vi.fn(), onDown: vi.fn() });
    await pass(10);
    expect(link.reads?.role()).toBe('apart');
    link.close();
    expect(link.reads?.role()).toBe('apart');
  });

  it('are made by the tab itself until it is known which tab leads', async () => {
    browser.answerLocks('hangs');
    const tab = await openTab();
    expect([tab.parts.at(-1), tab.link.reads?.role()]).toEqual(['joining', 'apart']);
    await pass(500);
    expect(tab.link.reads?.role()).toBe('leading');
  });

  it('need no turn where the browser never answers a request for a lock', async () => {
    browser.answerLocks('hangs');
    const tab = await openTab({ wait: 500 });
    const onTurn = vi.fn();
    void tab.link.reads?.turn().then(onTurn);
    await pass(0);
    expect(onTurn).toHaveBeenCalledOnce();
  });

  it('of two users do not wait for each other', async () => {
    const [ada, bob] = [await openTab({ user: 'ada' }), await openTab({ user: 'bob' })];
    await ada.link.reads?.turn();
    const onTurn = vi.fn();
    void bob.link.reads?.turn().then(onTurn);
    await pass(0);
    expect(onTurn).toHaveBeenCalledOnce();
  });

  describe('after a tab was given new headers', () => {
    let signIn = 1;
    let tab: Tab;
    let isClosing = false;
    beforeEach(async () => {
      signIn = 1;
      isClosing = false;
      tab = await openTab({
        signIn: () => signIn,
        whileAsked: () => {
          if (isClosing) tab.link.close();
          isClosing = false;
        },
      });
      signIn = 2;
    });

    it('are made by the tab itself until the server has named the user, who is asked for once', async () => {
      expect(tab.link.reads?.role()).toBe('apart');
      expect(tab.link.reads?.role()).toBe('apart');
      await pass(10);
      expect([tab.asked(), tab.link.reads?.role()]).toEqual([2, 'leading']);
      expect(tab.own.opened).toBe(1);

      signIn = 3;
      expect(tab.link.reads?.role()).toBe('apart');
      await pass(10);
      expect([tab.asked(), tab.link.reads?.role()]).toEqual([3, 'leading']);
    });

    it('are shared with the tabs of the other user whom the server names', async () => {
      tab.answerMe('bob');
      tab.link.reads?.role();
      await pass(100);
      expect([tab.own.opened, tab.own.isOpen, tab.link.reads?.role()]).toEqual([
        2,
        true,
        'leading',
      ]);
    });

    it('open nothing when the tab was closed meanwhile', async () => {
      tab.answerMe('bob');
      isClosing = true;
      tab.link.reads?.role();
      await pass(60_000);
      expect([tab.own.opened, tab.own.isOpen, tab.parts.at(-1)]).toEqual([1, false, 'closed']);
    });
  });
});

describe('a client’s clock that was set', () => {
  it('does not change how old the shown state is, because tabs send times as dates', async () => {
    const [first, second] = await openTabs(2);
    const steadyBefore = steadyNow();
    vi.setSystemTime(Date.now() + 3_600_000);
    const reports: unknown[] = [];
    const channel = new browser.BroadcastChannel('tallylight test ada');
    channel.addEventListener('message', (event) => {
      if (event instanceof MessageEvent) reports.push(event.data);
    });
    first.own.down('network', steadyBefore);
    await pass(10);
    expect(reports).toContainEqual(
      expect.objectContaining({ type: 'down', heardAt: steadyBefore + 3_600_000 }),
    );
    expect(second.reports.at(-1)).toBe(`network ${steadyBefore}`);
  });

  it('does not matter for a connection that has never worked', async () => {
    const [first, second] = await openTabs(2);
    first.own.down('network');
    await pass(10);
    expect(second.reports.at(-1)).toBe('network undefined');
  });
});

describe('a tab that was closed', () => {
  it('receives no message that the browser delivers late', async () => {
    const { link, operationMessages } = await openTab();
    const [channel] = browser.channels();
    link.close();
    channel?.dispatchEvent(
      new MessageEvent('message', { data: { type: 'operation', operation: requested } }),
    );
    expect(operationMessages).toEqual([]);
  });

  it('sends nothing when it is reopened without having been opened', async () => {
    const { link, asked, own } = await openTab();
    link.close();
    link.reopen();
    await pass(60_000);
    expect([asked(), own.opened]).toEqual([1, 1]);
  });

  it('sends nothing more when the question who the user is fails afterwards', async () => {
    const { link, asked, reports } = startTab({ me: 'network' });
    link.close();
    await pass(60_000);
    expect([asked(), reports]).toEqual([1, []]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a tab', () => {
  it('that is opened again is not told of the failure of an earlier question', async () => {
    const { link, open, answerMe, reports, asked } = startTab({ me: 'network' });
    link.close();
    answerMe('ada');
    open();
    await pass(100);
    expect([asked(), reports]).toEqual([2, ['open']]);
  });

  it('reports once that it was closed, also when it is closed again', async () => {
    const link = createSharedLink({
      link: createOwnLink('open').link,
      identify: async () => undefined,
      heartbeat: { hold, grace },
    });
    const onTabPart = vi.fn();
    link.open({ onOpen: vi.fn(), onMessage: vi.fn(), onDown: vi.fn(), onTabPart });
    await pass(10);
    onTabPart.mockClear();
    link.close();
    link.close();
    expect(onTabPart.mock.calls).toEqual([[{ name: 'closed' }]]);
  });

  it('closes no connection that it has not opened', async () => {
    const tab = startTab();
    const close = vi.spyOn(tab.own.link, 'close');
    await pass(100);
    expect(close).not.toHaveBeenCalled();
  });

  it('whose client does not listen to operations ignores those of other tabs', async () => {
    const quiet = createSharedLink({
      link: createOwnLink('open').link,
      identify: async () => 'tallylight test ada',
      heartbeat: { hold, grace },
    });
    const messages: unknown[] = [];
    quiet.open({
      onOpen: vi.fn(),
      onMessage: (reports) => messages.push(reports),
      onDown: vi.fn(),
    });
    await pass(100);
    const { link } = await openTab();
    link.operations?.tell(requested);
    await pass(10);
    expect(messages).toEqual([]);
  });

  it('asks again who the user is when the host gave other headers meanwhile', async () => {
    let signIn = 1;
    const { asked, parts } = startTab({
      signIn: () => signIn,
      whileAsked: () => {
        signIn = 2;
      },
    });
    await pass(100);
    expect([asked(), parts.at(-1)]).toEqual([2, 'leading']);
  });

  it('waits for a read of another tab as long as three requests may take', () => {
    expect(startTab().link.reads?.patience).toBe(3 * 8_000);
  });

  it('asks again who the user is after half the pause at the earliest', async () => {
    vi.mocked(Math.random).mockReturnValue(0);
    const { asked } = startTab({ me: 'network' });
    await pass(249);
    expect(asked()).toBe(1);
    await pass(1);
    expect(asked()).toBe(2);
  });

  it('starts its waiting time again when the network was lost in between', async () => {
    const { failMe, own } = startTab({ me: 'server-error' });
    await pass(20_000);
    failMe('network');
    await pass(10_000);
    failMe('server-error');
    await pass(20_000);
    expect(own.opened).toBe(0);
    await pass(15_000);
    expect(own.opened).toBe(1);
  });
});

interface OwnLink {
  readonly link: NotificationLink;
  readonly opened: number;
  readonly reopened: number;
  readonly isOpen: boolean;
  /** What happens when the connection is opened from now on. */
  readonly answerBy: (next: Answer) => void;
  readonly up: () => void;
  readonly down: (code: AgentDesktopErrorCode, heardAt?: number) => void;
  readonly say: (message: string) => void;
  readonly hear: () => void;
}

type Answer = 'open' | 'silence' | AgentDesktopErrorCode;

interface Tab {
  readonly link: NotificationLink;
  /** The connection of the tab's own. */
  readonly own: OwnLink;
  /**
   * What the link has reported to the client of the tab: `open`, a message, or a code and when the
   * last message arrived.
   */
  readonly reports: string[];
  /** The messages of other tabs about their operations. */
  readonly operationMessages: OperationMessage[];
  /** The names of its roles, without repetitions. */
  readonly parts: readonly string[];
  readonly open: () => void;
  /** What the server answers from now on when it is asked who the user is. */
  readonly answerMe: (me: string) => void;
  readonly failMe: (code: AgentDesktopErrorCode) => void;
  /** How often it was asked. */
  readonly asked: () => number;
}

interface TabOptions {
  readonly user?: string;
  readonly answer?: Answer;
  /** An error with which the server answers instead of the user, or what else it says. */
  readonly me?: AgentDesktopErrorCode | 'nobody' | 'once-connected';
  /** Is called each time that the server is asked who the user is, before it answers. */
  readonly whileAsked?: () => void;
  readonly signIn?: () => unknown;
}

function startTab({ user = 'ada', answer = 'open', me, whileAsked, signIn }: TabOptions = {}): Tab {
  const operationMessages: OperationMessage[] = [];
  const reports: string[] = [];
  const parts: string[] = [];
  const own = createOwnLink(answer);
  let whoAmI: string = me ?? user;
  let failure = me;
  let asked = 0;
  const link = createSharedLink({
    link: own.link,
    identify: async () => {
      asked += 1;
      whileAsked?.();
      if (failure === 'nobody' || whoAmI === 'nobody') return undefined;
      if (failure === 'once-connected') return unknownUntilConnected;
      // The pause that a busy server asks for.
      const retryAfter = failure === 'server-busy' ? 30_000 : undefined;
      if (failure) throw new AgentDesktopError(failure, 'Failed by the test.', { retryAfter });
      return `tallylight test ${whoAmI}`;
    },
    heartbeat: { hold, grace },
    ...(signIn && { signIn }),
  });
  const open = (): void => {
    link.open({
      onOpen: () => reports.push('open'),
      onMessage: (message) => reports.push(String(message)),
      onDown: ({ code }, heardAt) => reports.push(`${code} ${heardAt}`),
      onOperation: (message) => operationMessages.push(message),
      onTabPart: ({ name }) => {
        if (parts.at(-1) !== name) parts.push(name);
      },
    });
  };
  open();
  return {
    link,
    own,
    reports,
    operationMessages,
    parts,
    open,
    answerMe: (next) => {
      failure = undefined;
      whoAmI = next;
    },
    failMe: (code) => {
      failure = code;
    },
    asked: () => asked,
  };
}

/** Collects the types of all messages that the tabs of Ada send each other from now on. */
function collectMessageTypes(): string[] {
  const types: string[] = [];
  const channel = new browser.BroadcastChannel('tallylight test ada');
  channel.addEventListener('message', (event) => {
    if (event instanceof MessageEvent) types.push(String(event.data.type));
  });
  return types;
}

async function openTab({
  wait = 100,
  ...options
}: TabOptions & { readonly wait?: number } = {}): Promise<Tab> {
  const tab = startTab(options);
  await pass(wait);
  return tab;
}

/** Opens tabs one after the other, so that the first has the connection. */
async function openTabs(count: number, wait = 100): Promise<[Tab, Tab, Tab]> {
  const tabs: Tab[] = [];
  for (let index = 0; index < count; index += 1) tabs.push(await openTab({ wait }));
  // A test destructures as many tabs as it has asked for.
  return tabs as [Tab, Tab, Tab];
}

/** Freezes the page of the first tab, as a dialog of the browser does. Returns what ends that. */
function freezeFirst(): () => void {
  const [channel] = browser.channels();
  channel?.freeze();
  browser.withholdRejections();
  return () => {
    browser.deliverRejections();
    channel?.thaw();
  };
}

/** The connection that a tab opens itself. The test decides what happens on it. */
function createOwnLink(firstAnswer: Answer): OwnLink {
  let listener: LinkListener | undefined;
  let answer = firstAnswer;
  const counts = { opened: 0, reopened: 0 };
  const down = (code: AgentDesktopErrorCode, heardAt?: number): void =>
    listener?.onDown(new AgentDesktopError(code, 'Failed by the test.'), heardAt);
  const respond = (): void => {
    if (answer === 'open') listener?.onOpen();
    else if (answer !== 'silence') down(answer);
  };
  return {
    link: {
      open: (newListener) => {
        counts.opened += 1;
        listener = newListener;
        setTimeout(respond, 5);
      },
      reopen: () => {
        counts.reopened += 1;
      },
      close: () => {
        listener = undefined;
      },
    },
    get opened() {
      return counts.opened;
    },
    get reopened() {
      return counts.reopened;
    },
    get isOpen() {
      return listener !== undefined;
    },
    answerBy: (next) => {
      answer = next;
    },
    up: () => listener?.onOpen(),
    down,
    say: (message) => listener?.onMessage(message),
    hear: () => listener?.onHeard?.(),
  };
}
