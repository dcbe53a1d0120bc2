import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { callIds, expect, operationsAsked, press, recordingOf, test } from './desktop.ts';
import { forward, library, serve } from './embedding/readersApp.ts';
import { serveEmbedding } from './embedding/serveEmbedding.ts';

// These tests check the other custom elements. The first tests open the pages of the guide exactly
// as they are written there. The others use the page `embedding/elements/index.html`, which has the
// strictest Content-Security-Policy.

const ada = callIds['Ada Lovelace'];
const guide = readFileSync(new URL('../stories/docs/Elements.md', import.meta.url), 'utf8');

/** Opens the page of the guide that has this title. */
async function openRecipe(
  context: BrowserContext,
  page: Page,
  gws: string,
  title: string,
): Promise<void> {
  test.skip(
    context.browser()?.browserType().name() === 'firefox',
    'Driven by WebDriver BiDi, Firefox does not send requests to an origin that only the test serves.',
  );
  const recipe = [...guide.matchAll(/^```html\n(.*?)^```$/gms)]
    .map(([, text = '']) => text)
    .find((text) => text.includes(`<title>${title}</title>`));
  if (recipe === undefined) throw new Error(`The guide has no page with the title ${title}.`);
  const html = recipe.replaceAll('call-id="…"', `call-id="${ada}"`);
  await serve(context, 'https://desk.gws.example', (path) => (path === '/' ? html : library(path)));
  await forward(context, ['https://gws.example'], gws);
  await page.goto('https://desk.gws.example/');
}

async function pauseByButton(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Pause recording' }).first().click();
  await expect(page.locator('tallylight-recording-controls')).toHaveAttribute(
    'data-recording-state',
    'Paused',
  );
}

test('the guide’s page for a card number opens its field when the pause is confirmed', async ({
  context,
  page,
  mock,
}) => {
  await openRecipe(context, page, mock.url, 'Payment');
  await expect(page).toHaveTitle('Payment');
  const section = page.locator('tallylight-sensitive-section');
  await expect(section).not.toHaveAttribute('data-blocked');
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual(['PauseCallRecording']);
  await page.getByLabel('Card number').fill('4111');
  await mock.control({ verb: 'supervisorResume', callId: ada });
  await expect(page).toHaveTitle('Payment (blocked)');
  await expect(page.getByText('The agent can also send a payment link.')).toBeVisible();
  await press(section.getByRole('button', { name: 'Pause again' }), mock, 'Ada Lovelace');
  await page.getByRole('button', { name: 'Pay' }).click();
  await expect(section).toHaveCount(0);
  await expect.poll(() => operationsAsked(mock, 'Ada Lovelace').at(-1)).toBe('ResumeCallRecording');
});

test('the guide’s page with a pause limit shows the countdown of a pause', async ({
  context,
  page,
  mock,
}) => {
  await openRecipe(context, page, mock.url, 'A limit for pauses');
  const limit = page.locator('tallylight-pause-limit');
  await pauseByButton(page);
  await expect(limit.getByRole('timer')).toContainText('2:5');
  await expect(limit).not.toHaveAttribute('data-warning');
});

test('the guide’s page about what was recorded shows a pause in the timeline', async ({
  context,
  page,
  mock,
}) => {
  await openRecipe(context, page, mock.url, 'What was recorded');
  await pauseByButton(page);
  const timeline = page.locator('tallylight-recording-timeline');
  await expect(timeline.locator('[data-part=legend]')).toContainText('Paused');
});

test('the guide’s page with all calls has a slot above each call for content of the page', async ({
  context,
  page,
  mock,
}) => {
  await openRecipe(context, page, mock.url, 'All calls');
  const list = page.locator('tallylight-call-list');
  await expect(list.getByRole('listitem')).toHaveCount(4);
  await expect(list.getByRole('heading', { name: 'Call' })).toHaveCount(4);
  // A consult call is directly after the call from which it was made.
  await expect(list.getByRole('listitem').nth(1)).toHaveAttribute('data-place', 'next');
  await list.getByRole('button', { name: 'Pause recording' }).click();
  await expect.poll(() => operationsAsked(mock, 'Ada Lovelace')).toEqual(['PauseCallRecording']);
});

test('the guide’s page about the connection shows when the connection is live', async ({
  context,
  page,
  mock,
}) => {
  await openRecipe(context, page, mock.url, 'The connection');
  await expect(page.locator('tallylight-connection-status')).toHaveAttribute(
    'data-connection',
    'live',
  );
  await pauseByButton(page);
});

test('the guide’s toolbar is one tab stop, and the arrow keys move the focus into the elements', async ({
  context,
  page,
  mock,
}) => {
  await openRecipe(context, page, mock.url, 'A toolbar');
  const [hold, pause, stop] = ['Hold', 'Pause recording', 'Stop recording'].map((name) =>
    page.getByRole('button', { name }),
  ) as [Locator, Locator, Locator];
  await expect(page.getByRole('toolbar', { name: 'Call' })).toBeVisible();
  await expect(stop).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(hold).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(pause).toBeFocused();
  await page.keyboard.press('End');
  await expect(stop).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(hold).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Tab');
  await expect(stop).not.toBeFocused();
  // The focus comes back to the button where it was before.
  await page.keyboard.press('Shift+Tab');
  await expect(stop).toBeFocused();
  // A focus that was set by code also moves the tab stop, although both buttons are in one shadow
  // tree.
  await pause.focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(pause).toBeFocused();
});

test.describe('on a page with the strictest policy and all elements', () => {
  test.use({
    baseURL: async ({ mock }, use) => {
      const { url, close } = await serveEmbedding(mock.url, 'elements');
      await use(url);
      await close();
    },
  });

  /** Collects the details of these events at the document. */
  async function noteEvents(page: Page, ...types: string[]): Promise<() => Promise<string[]>> {
    await page.addInitScript((names) => {
      const noted: string[] = [];
      Object.assign(window, { heardByTest: noted });
      for (const name of names)
        document.addEventListener(`tallylight-${name}`, (event) => {
          // A listener at the document has the type `Event`, although the elements dispatch a
          // `CustomEvent`.
          noted.push(JSON.stringify((event as CustomEvent).detail));
        });
    }, types);
    // The lines above have put the array there.
    return () => page.evaluate(() => Reflect.get(window, 'heardByTest') as string[]);
  }

  test('the elements share one connection, and axe finds no violation', async ({ page, mock }) => {
    await page.goto('/');
    await expect(page.locator('tallylight-connection-status')).toHaveAttribute(
      'data-connection',
      'live',
    );
    await expect(page.locator('tallylight-call-list').getByRole('listitem')).toHaveCount(4);
    await expect(recordingOf(page, 'Ada Lovelace').first()).toBeVisible();
    expect(mock.state().bayeuxClients).toBe(1);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations).toEqual([]);
  });

  test('a classic script defines all elements', async ({ page, mock }) => {
    await page.goto('/script.html');
    await expect(page.locator('tallylight-recording-timeline')).toHaveAttribute(
      'data-recording-state',
      'Recording',
    );
    // The state may come by a read, before the client of CometD has connected.
    await expect.poll(() => mock.state().bayeuxClients).toBe(1);
  });

  // What draws a part of a long list is fetched when a list has become long. The elements left no room
  // for the calls that were not drawn, so the others could not be reached by scrolling.
  for (const path of ['/', '/script.html'])
    test(`a list of 250 calls draws only those in view, on ${path}`, async ({ page, mock }) => {
      await page.goto(path);
      await page.evaluate(() => {
        document.querySelector('tallylight-call-list')?.remove();
        document.body.append(document.createElement('tallylight-call-list'));
      });
      const items = page.locator('tallylight-call-list').getByRole('listitem');
      await expect(items).toHaveCount(4);
      const ringing = Array.from({ length: 246 }, (_, index) =>
        mock.control({ verb: 'ring', callId: `c${index}` }),
      );
      await Promise.all(ringing);
      await expect(items.first()).toHaveAttribute('aria-setsize', '250');
      // The page grows when the rows that come into view are measured.
      await expect(async () => {
        await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
        await expect(items.last()).toHaveAttribute('aria-posinset', '250', { timeout: 500 });
      }).toPass();
      expect(await items.count()).toBeLessThan(60);
    });

  test('the elements fit into a window that is 320 px wide', async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 800 });
    await page.goto('/');
    await expect(page.locator('tallylight-call-list').getByRole('listitem')).toHaveCount(4);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(320);
  });

  test('the warning of a pause limit is an attribute of the element and an event', async ({
    page,
    mock,
  }) => {
    const noted = await noteEvents(page, 'pausewarning');
    await page.goto('/');
    const limit = page.locator('tallylight-pause-limit');
    await expect(limit).toHaveAttribute('data-recording-state', 'Recording');
    await limit.evaluate((element) => element.setAttribute('limit', '31000'));
    await mock.control({ verb: 'supervisorPause', callId: ada });
    await expect(limit).toHaveAttribute('data-warning');
    await limit.getByRole('button', { name: 'Keep paused' }).click();
    await expect(limit).not.toHaveAttribute('data-warning');
    expect(await noted()).toEqual(
      ['close-to-limit', 'none'].map((warning) => JSON.stringify({ callId: ada, warning })),
    );
  });

  test('a limit that is not a number is reported as an error event, and no countdown is shown', async ({
    page,
  }) => {
    const noted = await noteEvents(page, 'error');
    await page.goto('/');
    const limit = page.locator('tallylight-pause-limit');
    await expect(limit.getByRole('timer')).toBeAttached();
    await limit.evaluate((element) => element.setAttribute('limit', 'long'));
    await expect.poll(async () => (await noted()).join()).toContain('invalid-option');
    await expect(limit.getByRole('timer')).toHaveCount(0);
    await limit.evaluate((element) => element.setAttribute('limit', '60000'));
    await expect(limit.getByRole('timer')).toBeAttached();
  });

  test('the phase of the connection is an attribute of the element and an event', async ({
    page,
    mock,
  }) => {
    const noted = await noteEvents(page, 'connectionchange');
    await page.goto('/');
    const status = page.locator('tallylight-connection-status');
    await expect(status).toHaveAttribute('data-connection', 'live');
    await mock.control({ verb: 'notificationsDown' });
    await expect(status).toHaveAttribute('data-connection', 'lost');
    expect((await noted()).at(-1)).toContain('"to":"lost"');
  });

  test('the list reports changes of every call as events, and names the calls with the function of the page', async ({
    page,
    mock,
  }) => {
    const noted = await noteEvents(page, 'callschange', 'recordingchange');
    await page.goto('/');
    const list = page.locator('tallylight-call-list');
    await expect(list.getByRole('listitem')).toHaveCount(4);
    await list.evaluate((element) => {
      Object.assign(element, { callLabel: () => 'Somebody' });
    });
    await expect(list.getByRole('group', { name: 'Call recording, Somebody' })).toHaveCount(4);
    await mock.control({ verb: 'supervisorStart', callId: callIds['Konrad Zuse'] });
    await expect
      .poll(async () => (await noted()).join())
      .toContain(`"callId":"${callIds['Konrad Zuse']}","from":"Stopped","to":"Recording"`);
    expect((await noted()).join()).toContain(`"callIds":["${ada}"`);
  });

  test('a call keeps its place in the list while the focus is in content of the page above it', async ({
    page,
    mock,
  }) => {
    const zuse = callIds['Konrad Zuse'];
    await page.goto('/');
    const list = page.locator('tallylight-call-list');
    await expect(list.getByRole('listitem')).toHaveCount(4);
    await list.evaluate((element, callId) => {
      element.setAttribute('order', 'paused-longest-first');
      const button = document.createElement('button');
      button.slot = callId;
      button.textContent = 'Details';
      element.append(button);
    }, zuse);
    const last = list.getByRole('listitem').last();
    await list.getByRole('button', { name: 'Details' }).focus();
    await mock.control({ verb: 'supervisorStart', callId: zuse });
    await mock.control({ verb: 'supervisorPause', callId: zuse });
    await expect(list.locator(`[role=group][data-call-id='${zuse}']`)).toHaveAttribute(
      'data-recording-state',
      'Paused',
    );
    await expect(last).toHaveAttribute('data-call-id', zuse);
    await page.getByRole('button', { name: 'Hold' }).focus();
    await expect(last).not.toHaveAttribute('data-call-id', zuse);
  });

  test('the keys of the timeline work in a shadow tree', async ({ page, mock }) => {
    await page.goto('/');
    const timeline = page.locator('tallylight-recording-timeline');
    await expect(timeline).toHaveAttribute('data-recording-state', 'Recording');
    await mock.control({ verb: 'supervisorPause', callId: ada });
    const bar = timeline.getByRole('slider');
    await expect(timeline.locator('[data-part=legend]')).toContainText('Paused');
    await bar.focus();
    await expect(bar).toHaveAttribute('aria-valuetext', /Paused/);
    await page.keyboard.press('Home');
    await expect(bar).not.toHaveAttribute('aria-valuetext', /Paused/);
  });
});

for (const name of [
  'sensitive-section',
  'pause-limit',
  'recording-timeline',
  'call-list',
  'connection-status',
  'recording-toolbar',
])
  test(`${name}.js loads all that it needs, and defines no other element`, async ({
    context,
    page,
    mock,
  }) => {
    await serve(context, 'https://desk.gws.example', (path) =>
      path === '/'
        ? `<!doctype html><html lang="en"><title>Desk</title>
           <script type="module" src="/tallylight/dist/element/${name}.js"></script></html>`
        : library(path),
    );
    await forward(context, ['https://gws.example'], mock.url);
    await page.goto('https://desk.gws.example/');
    const defined = await page.evaluate(
      (names) => names.filter((each) => customElements.get(`tallylight-${each}`)),
      [
        'sensitive-section',
        'pause-limit',
        'recording-timeline',
        'call-list',
        'connection-status',
        'recording-toolbar',
      ],
    );
    expect(defined).toEqual([name]);
  });
