import type { BrowserContext, Page } from '@playwright/test';
import { callIds, expect, operationsAsked, press, recordingOf, test } from './desktop.ts';

const ada = callIds['Ada Lovelace'];

/** Opens the demo in as many tabs of one browser, and waits until each of them is live. */
async function openTabs(context: BrowserContext, baseURL: string, count: number): Promise<Page[]> {
  const tabs: Page[] = [];
  for (let index = 0; index < count; index += 1) {
    const tab = await context.newPage();
    await tab.goto(baseURL);
    await expect(tab.locator('[data-connection]')).toHaveAttribute('data-connection', 'live');
    tabs.push(tab);
  }
  return tabs;
}

/**
 * Notes when the tab's widget first matches, by the clock that all tabs of this machine share.
 * However short it does: a mark may be gone again before anybody has looked twice.
 */
function whenShown(tab: Page, selector: string): Promise<number> {
  return tab.evaluate(
    ([callId, wanted]) =>
      new Promise<number>((resolve) => {
        const widget = document.querySelector(`[role=group][data-call-id="${callId}"]`);
        const look = (): void => {
          if (widget?.matches(wanted)) resolve(Date.now());
        };
        look();
        if (widget) new MutationObserver(look).observe(widget, { attributes: true });
      }),
    [ada, selector] as const,
  );
}

test('two tabs share one connection, and show a stop within 100 ms of each other', async ({
  context,
  baseURL,
  mock,
}) => {
  const tabs = await openTabs(context, baseURL ?? '', 2);
  expect(mock.state().bayeuxClients).toBe(1);

  // The middle one of five: this machine may be busy with other tests at any single moment.
  const apart: number[] = [];
  for (const [verb, state] of [
    ['supervisorStop', 'Stopped'],
    ['supervisorStart', 'Recording'],
    ['supervisorStop', 'Stopped'],
    ['supervisorStart', 'Recording'],
    ['supervisorStop', 'Stopped'],
  ] as const) {
    const shown = tabs.map((tab) => whenShown(tab, `[data-recording-state="${state}"]`));
    await mock.control({ verb, callId: ada });
    const [first = 0, second = 0] = await Promise.all(shown);
    apart.push(Math.abs(first - second));
  }
  expect(apart.sort((a, b) => a - b)[2]).toBeLessThan(100);
});

test('a press in one tab is pending in the other within 100 ms', async ({
  context,
  baseURL,
  mock,
}) => {
  const [one, other] = await openTabs(context, baseURL ?? '', 2);
  if (!one || !other) throw new Error('There are no two tabs.');
  const apart: number[] = [];
  for (const [name, state] of [
    ['Pause', 'Paused'],
    ['Resume', 'Recording'],
    ['Pause', 'Paused'],
  ] as const) {
    await mock.control({ verb: 'late', callId: ada, ms: 500 });
    const shown = [one, other].map((tab) =>
      whenShown(tab, `[data-pending="${name}CallRecording"]`),
    );
    const button = recordingOf(one, 'Ada Lovelace').getByRole('button', {
      name: `${name} recording`,
    });
    await press(button, mock, 'Ada Lovelace');
    const [first = 0, second = 0] = await Promise.all(shown);
    apart.push(second - first);
    for (const tab of [one, other])
      await expect(recordingOf(tab, 'Ada Lovelace')).toHaveAttribute('data-recording-state', state);
  }
  // The middle one of three: this machine may be busy with other tests at any single moment.
  expect(apart.sort((a, b) => a - b)[1]).toBeLessThan(100);
});

test('two tabs that are pressed at once send one request', async ({ context, baseURL, mock }) => {
  const tabs = await openTabs(context, baseURL ?? '', 2);
  const selector = `[role=group][data-call-id="${ada}"] [data-operation="PauseCallRecording"]`;
  for (const tab of tabs) await expect(tab.locator(selector)).toBeEnabled();
  const at = Date.now() + 500;
  await Promise.all(
    tabs.map((tab) =>
      tab.evaluate(
        ([wanted, time]) =>
          new Promise<void>((resolve) => {
            setTimeout(() => {
              document.querySelector<HTMLElement>(wanted)?.click();
              resolve();
            }, time - Date.now());
          }),
        [selector, at] as const,
      ),
    ),
  );
  for (const tab of tabs)
    await expect(recordingOf(tab, 'Ada Lovelace')).toHaveAttribute(
      'data-recording-state',
      'Paused',
    );
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual(['PauseCallRecording']);
});

test('a page that is reloaded leaves no session behind that would slow its events down', async ({
  page,
  baseURL,
  mock,
}) => {
  // The server holds back what it has for one of two sessions of a browser, by up to two seconds.
  await page.goto(baseURL ?? '');
  await expect(page.locator('[data-connection]')).toHaveAttribute('data-connection', 'live');
  await page.reload();
  await expect(page.locator('[data-connection]')).toHaveAttribute('data-connection', 'live');
  await expect.poll(() => mock.state().bayeuxClients, { timeout: 3_000 }).toBe(1);
});

test('the tab that stays hears everything after the tab with the connection has closed', async ({
  context,
  baseURL,
  mock,
}) => {
  const [leader, follower] = await openTabs(context, baseURL ?? '', 2);
  if (!leader || !follower) throw new Error('Two tabs were asked for.');

  await leader.close();
  // Nobody may be listening at this moment: reading has to make up for it.
  await mock.control({ verb: 'supervisorPause', callId: ada });
  const widget = recordingOf(follower, 'Ada Lovelace');
  await expect(widget).toHaveAttribute('data-recording-state', 'Paused');
  await expect(widget).not.toHaveAttribute('data-stale');

  await mock.control({ verb: 'supervisorStop', callId: ada });
  await expect(widget).toHaveAttribute('data-recording-state', 'Stopped');
});

test('every tab is marked while the one connection is down, and live after', async ({
  context,
  baseURL,
  mock,
}) => {
  const tabs = await openTabs(context, baseURL ?? '', 2);
  await mock.control({ verb: 'notificationsDown' });
  for (const tab of tabs)
    await expect(recordingOf(tab, 'Ada Lovelace')).toHaveAttribute('data-stale');
  await mock.control({ verb: 'notificationsUp' });
  for (const tab of tabs)
    await expect(recordingOf(tab, 'Ada Lovelace')).not.toHaveAttribute('data-stale', {
      timeout: 15_000,
    });
});

test('a press in one of six tabs is not held up, and all six show what came of it', async ({
  context,
  baseURL,
  mock,
}) => {
  const tabs = await openTabs(context, baseURL ?? '', 6);
  expect(mock.state().bayeuxClients).toBe(1);
  const last = tabs.at(-1);
  if (!last) throw new Error('Six tabs were asked for.');

  await recordingOf(last, 'Ada Lovelace').getByRole('button', { name: 'Pause recording' }).click();
  // Six long-polls would leave no connection for it until one of them is answered, 10 s later.
  await expect
    .poll(() => operationsAsked(mock, 'Ada Lovelace'), { timeout: 2_000 })
    .toEqual(['PauseCallRecording']);
  for (const tab of tabs)
    await expect(recordingOf(tab, 'Ada Lovelace')).toHaveAttribute(
      'data-recording-state',
      'Paused',
    );
});

test('where a browser has no locks, as on a plain http name, two tabs share one connection', async ({
  context,
  baseURL,
  mock,
}) => {
  await context.addInitScript(() => {
    Object.defineProperty(navigator, 'locks', { value: undefined });
  });
  const [first, second] = await openTabs(context, baseURL ?? '', 2);
  if (!first || !second) throw new Error('Two tabs were asked for.');
  expect(mock.state().bayeuxClients).toBe(1);

  await first.close();
  await mock.control({ verb: 'supervisorPause', callId: ada });
  const widget = recordingOf(second, 'Ada Lovelace');
  await expect(widget).toHaveAttribute('data-recording-state', 'Paused');
  await expect(widget).not.toHaveAttribute('data-stale');
});

test('a tab that hangs with the connection loses it to one that does not', async ({
  context,
  baseURL,
  mock,
}) => {
  const [leader, follower] = await openTabs(context, baseURL ?? '', 2);
  if (!leader || !follower) throw new Error('Two tabs were asked for.');
  const marked = whenShown(follower, '[data-stale]');
  // Never answers again, and keeps its lock all the while; only the end of the test ends it.
  const hangs = leader.evaluate(() => {
    for (;;);
  });
  hangs.catch(() => undefined);

  const widget = recordingOf(follower, 'Ada Lovelace');
  await marked;
  await mock.control({ verb: 'supervisorStop', callId: ada });
  await expect(widget).toHaveAttribute('data-recording-state', 'Stopped');
  await expect(widget).not.toHaveAttribute('data-stale');
});

test.describe('twenty tabs of a plain page', () => {
  test.use({ servedAs: 'element' });
  test.slow();

  test('read the calls once for all when the connection is back, and never two at a time', async ({
    context,
    baseURL,
    mock,
  }) => {
    // All that the browser asks for, by whichever tab. The line is slow: an answer takes 300 ms.
    let reads = 0;
    let underWay = 0;
    let mostAtOnce = 0;
    await context.route('**/api/v2/me/calls?*', async (route) => {
      reads += 1;
      underWay += 1;
      mostAtOnce = Math.max(mostAtOnce, underWay);
      const answer = await route.fetch();
      const body = await answer.body();
      await new Promise((resolve) => setTimeout(resolve, 300));
      underWay -= 1;
      // The page may be gone.
      await route.fulfill({ response: answer, body }).catch(() => undefined);
    });
    const tabs = await Promise.all(Array.from({ length: 20 }, () => context.newPage()));
    await Promise.all(tabs.map((tab) => tab.goto(baseURL ?? '')));
    const each = async (
      check: (widget: ReturnType<typeof recordingOf>) => Promise<void>,
    ): Promise<void> => {
      await Promise.all(tabs.map((tab) => check(recordingOf(tab, 'Ada Lovelace'))));
    };
    const expectLive = (widget: ReturnType<typeof recordingOf>): Promise<void> =>
      expect(widget).not.toHaveAttribute('data-stale', { timeout: 30_000 });
    await each((widget) =>
      expect(widget).toHaveAttribute('data-recording-state', 'Recording', { timeout: 30_000 }),
    );
    await each(expectLive);
    expect(mock.state().bayeuxClients).toBe(1);
    expect(mostAtOnce).toBe(1);

    // They hear the server through one tab, and read through it what they could not hear.
    await mock.control({ verb: 'notificationsDown' });
    await each((widget) => expect(widget).toHaveAttribute('data-stale', { timeout: 30_000 }));
    await mock.control({ verb: 'supervisorPause', callId: ada });
    const before = reads;
    const upAt = Date.now();
    await mock.control({ verb: 'notificationsUp' });
    await each(expectLive);
    await each((widget) => expect(widget).toHaveAttribute('data-recording-state', 'Paused'));
    expect(mostAtOnce).toBe(1);
    // Until the connection has opened, they read every few seconds, together. Then they read once
    // more, and again for the change that was told meanwhile. Twenty tabs with a read each would be
    // twenty.
    expect(reads - before).toBeLessThanOrEqual(4 + (Date.now() - upAt) / 2_000);

    // The network comes back in the same moment for all of them.
    const beforeStorm = reads;
    await Promise.all(
      tabs.map((tab) =>
        tab.evaluate(() => {
          for (let times = 0; times < 10; times += 1) dispatchEvent(new Event('online'));
        }),
      ),
    );
    await mock.control({ verb: 'supervisorResume', callId: ada });
    await each((widget) => expect(widget).toHaveAttribute('data-recording-state', 'Recording'));
    await each(expectLive);
    await expect.poll(() => underWay).toBe(0);
    expect(mostAtOnce).toBe(1);
    expect(reads - beforeStorm).toBeLessThanOrEqual(20);
  });
});
