import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OperationMessage } from '../model/operationMessage.ts';
import { createFakeTabs, type FakeTabs } from '../testing/fakeTabs.ts';
import type { LinkListener, NotificationLink } from './notificationLink.ts';
import { createSharedLink } from './sharedLink.ts';

let browser: FakeTabs;

beforeEach(() => {
  vi.useFakeTimers();
  browser = createFakeTabs();
  vi.stubGlobal('navigator', { locks: browser.locks });
  vi.stubGlobal('BroadcastChannel', browser.BroadcastChannel);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

describe('operations of several tabs', () => {
  const requested: OperationMessage = {
    type: 'requested',
    key: 'tab-1 1',
    callId: 'call-1',
    operationName: 'PauseCallRecording',
  };

  it('are told to the other tabs of the user, and not to the tab itself', async () => {
    const [first, second, third] = await openTabs(3);
    second?.link.operations?.tell(requested);
    await pass(10);
    expect([first?.heard, second?.heard, third?.heard]).toEqual([[requested], [], [requested]]);
  });

  it('are told to no tab of another user', async () => {
    const ada = await openTab({ user: 'ada' });
    const bob = await openTab({ user: 'bob' });
    ada.link.operations?.tell(requested);
    await pass(10);
    expect(bob.heard).toEqual([]);
  });

  it('are not passed on when another version of the library words them otherwise', async () => {
    const tab = await openTab();
    browser.say({ type: 'operation', operation: { ...requested, operationName: 'Hold' } });
    browser.say(null);
    await pass(10);
    expect(tab.heard).toEqual([]);
  });

  it('are sent by one of two tabs that are pressed at once', async () => {
    const [first, second] = await openTabs(2);
    const locks = await Promise.all([
      first?.link.operations?.lock('call-1', 0),
      second?.link.operations?.lock('call-1', 0),
    ]);
    expect(locks.map((release) => typeof release)).toEqual(['function', 'undefined']);
    locks[0]?.();
    await pass(0);
    await expect(second?.link.operations?.lock('call-1', 0)).resolves.toBeTypeOf('function');
  });

  it('of two users on one browser do not wait for each other', async () => {
    const ada = await openTab({ user: 'ada' });
    const bob = await openTab({ user: 'bob' });
    const locks = await Promise.all(
      [ada, bob].map(async ({ link }) => link.operations?.lock('call-1', 0)),
    );
    expect(locks.map((release) => typeof release)).toEqual(['function', 'function']);
  });

  it('can be told and locked before the link is open, after it is closed, and where it is not shared', async () => {
    const link = createSharedLink({
      link: createOwnLink().link,
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

interface Tab {
  readonly link: NotificationLink;
  /** What other tabs told of their operations. */
  readonly heard: OperationMessage[];
}

async function openTab({ user = 'ada' } = {}): Promise<Tab> {
  const heard: OperationMessage[] = [];
  const link = createSharedLink({
    link: createOwnLink().link,
    identify: async () => `tallylight test ${user}`,
    heartbeat: { hold: 10_000, grace: 3_000 },
  });
  link.open({
    onOpen: () => undefined,
    onMessage: () => undefined,
    onDown: () => undefined,
    onOperation: (message) => heard.push(message),
  });
  await pass(100);
  return { link, heard };
}

async function openTabs(count: number): Promise<Tab[]> {
  const tabs: Tab[] = [];
  for (let index = 0; index < count; index += 1) tabs.push(await openTab());
  return tabs;
}

/** The connection that a tab opens itself: the test says what happens on it. */
function createOwnLink(): { readonly link: NotificationLink } {
  let listener: LinkListener | undefined;
  return {
    link: {
      open: (newListener) => {
        listener = newListener;
        setTimeout(() => listener?.onOpen(), 5);
      },
      reopen: () => undefined,
      close: () => {
        listener = undefined;
      },
    },
  };
}
