import type { BrowserContext, Page } from '@playwright/test';
import { callIds, expect, operationsAsked, press, recordingOf, test } from './desktop.ts';

const ada = callIds['Ada Lovelace'];

/** Opens the demo in this many tabs of one browser, and waits until each of them is live. */
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
 * Returns the time at which the tab's widget first matches the selector. All tabs use the clock of
 * this machine. A MutationObserver notes it, because the widget may match only for a moment.
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

  // The median of five is compared, because this machine may be busy with other tests at any
  // moment.
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
  // The median of three is compared, because this machine may be busy with other tests at any
  // moment.
  expect(apart.sort((a, b) => a - b)[1]).toBeLessThan(100);
});

test('when the same button is pressed in two tabs at the same time, one request is sent', async ({
  context,
  baseURL,
  mock,
}) => {
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

test('a page that is reloaded leaves no session at the server that would delay its events', async ({
  page,
  baseURL,
  mock,
}) => {
  // When a browser has two sessions, the server may hold back the events of one of them for two
  // seconds.
  await page.goto(baseURL ?? '');
  await expect(page.locator('[data-connection]')).toHaveAttribute('data-connection', 'live');
  await page.reload();
  await expect(page.locator('[data-connection]')).toHaveAttribute('data-connection', 'live');
  await expect.poll(() => mock.state().bayeuxClients, { timeout: 3_000 }).toBe(1);
});

test('after the tab with the connection was closed, the other tab still gets every change', async ({
  context,
  baseURL,
  mock,
}) => {
  const [leader, follower] = await openTabs(context, baseURL ?? '', 2);
  if (!leader || !follower) throw new Error('Two tabs were asked for.');

  await leader.close();
  // At this moment perhaps no tab is subscribed, so a read has to find the change.
  await mock.control({ verb: 'supervisorPause', callId: ada });
  const widget = recordingOf(follower, 'Ada Lovelace');
  await expect(widget).toHaveAttribute('data-recording-state', 'Paused');
  await expect(widget).not.toHaveAttribute('data-stale');

  await mock.control({ verb: 'supervisorStop', callId: ada });
  await expect(widget).toHaveAttribute('data-recording-state', 'Stopped');
});

test('every tab is marked as stale while the shared connection is down, and no longer when it is back', async ({
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

test('a press in one of six tabs is sent at once, and all six tabs show the result', async ({
  context,
  baseURL,
  mock,
}) => {
  const tabs = await openTabs(context, baseURL ?? '', 6);
  expect(mock.state().bayeuxClients).toBe(1);
  const last = tabs.at(-1);
  if (!last) throw new Error('Six tabs were asked for.');

  await recordingOf(last, 'Ada Lovelace').getByRole('button', { name: 'Pause recording' }).click();
  // Six long-polls would use all connections of the browser, so the press would wait until one of
  // them is answered, 10 s later.
  await expect
    .poll(() => operationsAsked(mock, 'Ada Lovelace'), { timeout: 2_000 })
    .toEqual(['PauseCallRecording']);
  for (const tab of tabs)
    await expect(recordingOf(tab, 'Ada Lovelace')).toHaveAttribute(
      'data-recording-state',
      'Paused',
    );
});

test('where a browser has no Web Locks, as on plain HTTP, two tabs share one connection', async ({
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

test('when the tab with the connection hangs, another tab takes the connection over', async ({
  context,
  baseURL,
  mock,
}) => {
  const [leader, follower] = await openTabs(context, baseURL ?? '', 2);
  if (!leader || !follower) throw new Error('Two tabs were asked for.');
  const marked = whenShown(follower, '[data-stale]');
  // This tab never answers again, but keeps its Web Lock. Only the end of the test ends it.
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
    // Every read of all calls passes through this route, whichever tab sends it. Each answer takes
    // 300 ms.
    let reads = 0;
    let inFlight = 0;
    let mostAtOnce = 0;
    await context.route('**/api/v2/me/calls?*', async (route) => {
      reads += 1;
      inFlight += 1;
      mostAtOnce = Math.max(mostAtOnce, inFlight);
      const answer = await route.fetch();
      const body = await answer.body();
      await new Promise((resolve) => setTimeout(resolve, 300));
      inFlight -= 1;
      // The page may be closed already.
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

    // All tabs get notifications through one tab. They also read through it what they have missed.
    await mock.control({ verb: 'notificationsDown' });
    await each((widget) => expect(widget).toHaveAttribute('data-stale', { timeout: 30_000 }));
    await mock.control({ verb: 'supervisorPause', callId: ada });
    const before = reads;
    const upAt = Date.now();
    await mock.control({ verb: 'notificationsUp' });
    await each(expectLive);
    await each((widget) => expect(widget).toHaveAttribute('data-recording-state', 'Paused'));
    expect(mostAtOnce).toBe(1);
    // While the connection is down, the tabs together read once every few seconds. When it is back,
    // they read once more, and again for the change that was made meanwhile. If each of the twenty
    // tabs read by itself, there would be twenty reads.
    expect(reads - before).toBeLessThanOrEqual(4 + (Date.now() - upAt) / 2_000);

    // All tabs notice at the same moment that the network is back.
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
    await expect.poll(() => inFlight).toBe(0);
    expect(mostAtOnce).toBe(1);
    expect(reads - beforeStorm).toBeLessThanOrEqual(20);
  });
});
