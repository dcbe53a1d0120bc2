import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFakeTabs, type FakeTabs } from '../doubles/fakeTabs.ts';
import { createCometdWire, type CometdWireOptions } from './cometdWire.ts';
import { gws } from '../protocol/gws.ts';

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

/** Opens a tab, and returns the name by which other tabs would find it. */
async function nameOf(
  user: string | undefined,
  options: CometdWireOptions = {},
): Promise<string | undefined> {
  let asked = 0;
  const { link } = createCometdWire(options, {
    channel: '/v2/me/calls',
    notificationsPath: '/api/v2/notifications',
    createRest: () => ({
      // The connection asks this before it opens. It waits for ever here, because no connection is
      // needed.
      fetchMe: () => {
        const isForName = options.shareConnection !== false && (asked += 1) === 1;
        return isForName ? Promise.resolve(user) : new Promise(() => undefined);
      },
      fetchCalls: () => new Promise(() => undefined),
      fetchCall: () => new Promise(() => undefined),
      performOperation: () => new Promise(() => undefined),
    }),
    parseMe: (answer) => (typeof answer === 'string' ? answer : undefined),
    protocol: gws,
  });
  const before = browser.channels().length;
  link.open({ onOpen: () => undefined, onMessage: () => undefined, onDown: () => undefined });
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  const name = browser.channels()[before]?.name;
  link.close();
  return name;
}

it('shares a connection only with tabs of the same user, server, and channel', async () => {
  const ada = await nameOf('ada');
  expect(ada).toBeDefined();
  expect(await nameOf('ada')).toBe(ada);
  const others = [
    await nameOf('bob'),
    await nameOf('ada', { baseUrl: 'https://other.example' }),
    await nameOf('ada', { channel: '/v2/me/chats' }),
    await nameOf('ada', { notificationsPath: '/elsewhere' }),
  ];
  expect(new Set([ada, ...others]).size).toBe(5);
  expect(others).not.toContain(undefined);
});

it.each([
  [{ credentials: 'yes' }, 'credentials'],
  [{ credentials: true }, 'credentials'],
  [{ cometd: {} }, 'cometd'],
  [{ cometd: { url: '/cometd' } }, 'cometd'],
])('is not made with %j, and the error names the option', (options, name) => {
  // With such credentials `fetch` throws, and the agent read that the server cannot be reached. With
  // such a client the page had an error that nobody could understand.
  const make = (): unknown => nameOf('ada', options as unknown as CometdWireOptions);
  return expect(make).rejects.toMatchObject({
    code: 'invalid-option',
    message: expect.stringContaining(`The option ${name} is`),
  });
});

it.each([null, undefined])('takes %o for an option that is left out', async (nothing) => {
  const options = { credentials: nothing, heartbeat: nothing, cometd: nothing } as unknown;
  expect(await nameOf('ada', options as CometdWireOptions)).toBe(await nameOf('ada'));
});

it('shares nothing when the server does not name the user, or the host wants it so', async () => {
  expect(await nameOf(undefined)).toBeUndefined();
  expect(await nameOf('ada', { shareConnection: false })).toBeUndefined();
});
