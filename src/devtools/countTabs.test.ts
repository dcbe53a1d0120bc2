import { afterEach, describe, expect, it, vi } from 'vitest';
import { countTabs, describeTabCount } from './countTabs.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

function browserWith(held: readonly LockInfo[], pending: readonly LockInfo[]): void {
  vi.stubGlobal('navigator', { locks: { query: () => Promise.resolve({ held, pending }) } });
}

const ada = 'tallylight 2 https://gws.example/api/v2/notifications /v2/me/calls ada@example.com';
const bob = 'tallylight 2 https://gws.example/api/v2/notifications /v2/me/calls bob@example.com';
const lock = (name: string, clientId: string): LockInfo => ({ name, clientId });

describe('the tabs that share a link', () => {
  it('are counted by their locks: one leads, and the others wait', async () => {
    browserWith([lock(ada, '1')], [lock(ada, '2'), lock(ada, '3')]);
    expect(describeTabCount(await countTabs())).toBe('3 tabs of this browser');
  });

  it('are counted once for two desktops in one tab, and without the locks of calls', async () => {
    browserWith([lock(ada, '1'), lock(JSON.stringify([ada, 'call']), '2')], [lock(ada, '1')]);
    expect(describeTabCount(await countTabs())).toBe('1 tab of this browser');
  });

  it('are counted by user, and no user is named', async () => {
    browserWith([lock(ada, '1'), lock(bob, '2')], [lock(ada, '3')]);
    const words = describeTabCount(await countTabs());
    expect(words).toBe('2 tabs, and 1 tab, for 2 users or servers');
  });

  it('are none while none has joined', async () => {
    browserWith([lock('something of the host', '1')], []);
    expect(describeTabCount(await countTabs())).toBe('no tab shares a link');
  });

  // On a page that was loaded over http the browser gives no locks.
  it('are not known where the browser has no locks', async () => {
    vi.stubGlobal('navigator', {});
    expect(describeTabCount(await countTabs())).toBe('not known, because the browser has no locks');
  });
});
