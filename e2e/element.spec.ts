import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { serveBuiltDemo } from '../scripts/demo.mjs';
import type { RecordingElement } from '../src/element/index.ts';
import { startTcpProxy } from '../src/doubles/tcpProxy.ts';
import { callIds, expect, operationsAsked, press, recordingOf, test } from './desktop.ts';
import { serveEmbedding } from './embedding/serveEmbedding.ts';

// What only a custom element has to keep. What it shares with the widgets for React is in the
// other files, which run for both (playwright.config.ts).

const ada = callIds['Ada Lovelace'];

/** Every connection that the page opens. Call it before `goto`. */
function watchHandshakes(page: Page): readonly string[] {
  const seen: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/handshake')) seen.push(request.url());
  });
  return seen;
}

interface Heard {
  readonly callId: string;
  readonly from?: string;
  readonly to?: string;
  readonly operationName?: string;
  readonly status?: string;
  readonly error?: { readonly code: string };
}

/** What the element with Ada's call tells, noted at the document. */
async function noteEvents(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate((callId) => {
    const heard: string[] = [];
    Object.assign(window, { heardByTest: heard });
    const note = (event: Event): void => {
      // A document's listener gets an Event, whatever was dispatched.
      const { detail } = event as CustomEvent<Heard>;
      if (detail.callId !== callId) return;
      const { from, to, operationName, status, error } = detail;
      heard.push(
        error ? `error ${error.code}` : [from, to, operationName, status].filter(Boolean).join(' '),
      );
    };
    for (const type of ['recordingchange', 'operation', 'error'])
      document.addEventListener(`tallylight-${type}`, note);
  }, ada);
  // Put there by the lines above.
  return () => page.evaluate(() => Reflect.get(window, 'heardByTest') as string[]);
}

test('four elements share one connection, and one voice', async ({ page, mock }) => {
  await page.goto('/');
  await expect(recordingOf(page, 'Konrad Zuse')).toHaveAttribute('data-recording-state', 'Stopped');
  expect(mock.state().bayeuxClients).toBe(1);
  await expect(page.locator('[aria-live]')).toHaveCount(2);

  await mock.control({ verb: 'supervisorStop', callId: ada });
  await expect(page.locator("[aria-live='polite']")).toContainText(
    'Ada Lovelace: Recording stopped.',
  );
});

test('an element that is moved keeps its connection, its widget and what it shows', async ({
  page,
  mock,
}) => {
  const handshakes = watchHandshakes(page);
  await page.goto('/');
  await expect(recordingOf(page, 'Ada Lovelace')).toHaveAttribute(
    'data-recording-state',
    'Recording',
  );
  // The first read may be answered before the handshake is under way.
  await expect.poll(() => handshakes.length).toBe(1);
  // All of them at once, so that for a moment nobody holds the connection.
  const isSame = await page.evaluate(async () => {
    const elements = [...document.querySelectorAll('tallylight-recording-controls')];
    const roots = elements.map((each) => each.shadowRoot?.querySelector('[role=group]'));
    const section = document.createElement('section');
    for (const each of elements) each.remove();
    section.append(...elements);
    document.body.append(section);
    await new Promise((resolve) => setTimeout(resolve, 50));
    return elements.every(
      (each, index) => each.shadowRoot?.querySelector('[role=group]') === roots[index],
    );
  });
  expect(isSame).toBe(true);
  await mock.control({ verb: 'supervisorPause', callId: ada });
  await expect(recordingOf(page, 'Ada Lovelace')).toHaveAttribute('data-recording-state', 'Paused');
  expect(handshakes).toHaveLength(1);
  expect(mock.state().bayeuxClients).toBe(1);
});

test('the connection ends with the last element, and comes back with the next', async ({
  page,
  mock,
}) => {
  await page.goto('/');
  await expect(recordingOf(page, 'Ada Lovelace')).toBeVisible();
  // Longer than a request may take: the first one of a page was seen to hang once on a busy machine.
  await expect.poll(() => mock.state().bayeuxClients, { timeout: 15_000 }).toBe(1);
  await page.evaluate(() => {
    const elements = document.querySelectorAll('tallylight-recording-controls');
    Object.assign(window, { keptByTest: elements[0] });
    for (const each of elements) each.remove();
  });
  await expect.poll(() => mock.state().bayeuxClients).toBe(0);
  await expect(page.locator('[data-tallylight=announcer]')).toHaveCount(0);

  await page.evaluate(() => {
    document.body.append(Reflect.get(window, 'keptByTest') as Node);
  });
  await mock.control({ verb: 'supervisorStop', callId: ada });
  await expect(recordingOf(page, 'Ada Lovelace')).toHaveAttribute(
    'data-recording-state',
    'Stopped',
  );
  await expect(recordingOf(page, 'Ada Lovelace')).not.toHaveAttribute('data-stale');
});

test('what was set before the script came counts, and attributes may change after', async ({
  page,
}) => {
  await page.goto('/bare.html');
  await page.evaluate(async (callId) => {
    const element = document.querySelector('tallylight-recording-controls');
    Object.assign(element ?? {}, {
      callId,
      callLabel: 'Ada Lovelace',
      headers: () => ({ Authorization: `Basic ${btoa('agent:agent')}` }),
    });
    const script = './tallylight/dist/element/index.js';
    await import(script);
  }, ada);
  await expect(recordingOf(page, 'Ada Lovelace')).toHaveAttribute(
    'data-recording-state',
    'Recording',
  );

  await page.locator('tallylight-recording-controls').evaluate((element, callId) => {
    element.setAttribute('call-id', callId);
    element.setAttribute('call-label', 'Konrad Zuse');
  }, callIds['Konrad Zuse']);
  await expect(recordingOf(page, 'Konrad Zuse')).toHaveAttribute('data-recording-state', 'Stopped');
});

test('a property without a value is no word: neither a call nor a label is called “undefined”', async ({
  page,
  mock,
}) => {
  await page.goto('/');
  const element = page.locator('tallylight-recording-controls').first();
  await expect(element).toHaveAttribute('data-recording-state', 'Recording');
  // As a framework does while it waits for the next call.
  await element.evaluate((each) => {
    Object.assign(each, { callId: undefined, callLabel: undefined, baseUrl: null });
  });
  await expect(element.getByRole('group')).toHaveCount(0);
  await expect(element).not.toHaveAttribute('data-recording-state');
  await element.evaluate((each, callId) => {
    Object.assign(each, { callId });
  }, ada);
  await expect(element.getByRole('group', { name: 'Call recording', exact: true })).toHaveAttribute(
    'data-recording-state',
    'Recording',
  );
  expect(JSON.stringify(mock.state().requests)).not.toContain('undefined');
});

test('headers that come after the server said no are used at once', async ({ page }) => {
  await page.goto('/bare.html');
  const element = page.locator('tallylight-recording-controls');
  await element.evaluate(async (each, callId) => {
    each.setAttribute('call-id', callId);
    const script = './tallylight/dist/element/index.js';
    await import(script);
  }, ada);
  await expect(element).toContainText('Signed out');
  await element.evaluate((each) => {
    // Upgraded by now.
    (each as RecordingElement).headers = () => ({
      Authorization: `Basic ${btoa('agent:agent')}`,
    });
  });
  await expect(element).toHaveAttribute('data-recording-state', 'Recording');
});

test('a page hears every change, press and failure, from inside of its own components too', async ({
  page,
  mock,
}) => {
  await page.goto('/');
  const widget = recordingOf(page, 'Ada Lovelace');
  await expect(widget).toHaveAttribute('data-recording-state', 'Recording');
  const heard = await noteEvents(page);
  // In a shadow root of the page's own.
  await page.evaluate(() => {
    const component = document.body.appendChild(document.createElement('div'));
    const element = document.querySelector('tallylight-recording-controls');
    if (element) component.attachShadow({ mode: 'open' }).append(element);
  });
  await widget.getByRole('button', { name: 'Pause recording' }).click();
  await expect(widget).toHaveAttribute('data-recording-state', 'Paused');
  await expect
    .poll(heard)
    .toEqual([
      'PauseCallRecording requested',
      'PauseCallRecording accepted',
      'Recording Paused',
      'PauseCallRecording confirmed',
    ]);

  await mock.control({ verb: 'rejectNext', statusCode: 5 });
  await press(widget.getByRole('button', { name: 'Stop recording' }), mock, 'Ada Lovelace');
  await expect
    .poll(async () => (await heard()).slice(4))
    .toEqual(['StopCallRecording requested', 'StopCallRecording rejected', 'error no-permission']);
});

test('an address that is none is told to the page', async ({ page }) => {
  await page.goto('/');
  const heard = await noteEvents(page);
  await page
    .locator('tallylight-recording-controls')
    .first()
    .evaluate((element) => {
      element.setAttribute('base-url', 'https://agent:secret@gws.example');
    });
  await expect.poll(heard).toContain('error invalid-option');
});

test('variables of the page come through, and parts and states can be styled', async ({ page }) => {
  await page.goto('/');
  const element = page.locator('tallylight-recording-controls').first();
  await expect(element).toHaveAttribute('data-recording-state', 'Recording');
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      :root { --tallylight-surface: rgb(1, 2, 3); --tallylight-tint: 0%; }
      tallylight-recording-controls[data-recording-state='Recording']::part(word) { color: rgb(4, 5, 6); }
      tallylight-recording-controls::part(stop) { color: rgb(7, 8, 9); }
    `);
    document.adoptedStyleSheets = [sheet];
  });
  await expect(element.getByRole('group')).toHaveCSS(
    'background-color',
    // Mixed with the tint, and written so: 1, 2 and 3 of 255.
    /^color\(srgb 0\.0039\d* 0\.0078\d* 0\.0117\d*\)$/,
  );
  await expect(element.locator('[data-part=word]')).toHaveCSS('color', 'rgb(4, 5, 6)');
  await expect(element.getByRole('button', { name: 'Stop recording' })).toHaveCSS(
    'color',
    'rgb(7, 8, 9)',
  );
  // And the page's styles alone do not get in.
  await expect(page.locator('tallylight-recording-controls').nth(3)).toHaveCSS('display', 'block');
});

test('the elements draw what the widgets for React draw, to the letter', async ({
  page,
  context,
  mock,
}) => {
  const demo = await serveBuiltDemo({ gws: mock.url, isMock: true, port: 0 });
  const reactPage = await context.newPage();
  await reactPage.goto(demo.resolvedUrls?.local[0] ?? '');
  await page.goto('/');
  const expectTheSame = async (): Promise<void> => {
    for (const caller of ['Ada Lovelace', 'Grace Hopper', 'Alan Turing', 'Konrad Zuse'] as const)
      expect(await drawingOf(recordingOf(page, caller))).toEqual(
        await drawingOf(recordingOf(reactPage, caller)),
      );
  };
  const supervise = async (verb: 'supervisorStart' | 'supervisorStop'): Promise<void> => {
    await mock.control({ verb, callId: callIds['Konrad Zuse'] });
    const word = verb === 'supervisorStart' ? 'started' : 'stopped';
    for (const each of [page, reactPage])
      await expect(recordingOf(each, 'Konrad Zuse')).toContainText(`Recording ${word}.`);
  };
  for (const each of [page, reactPage]) {
    const controls = recordingOf(each, 'Konrad Zuse');
    await expect(controls).toHaveAttribute('data-recording-state', 'Stopped');
    await expect(controls).not.toHaveAttribute('data-stale');
  }
  await expectTheSame();

  // A note, another state, and a button that came while it was shown. Once more if one of the pages
  // happened to be reading: then nobody told it when that began, and its clock says "at least".
  await mock.control({ verb: 'supervisorStop', callId: ada });
  await expect(async () => {
    await supervise('supervisorStart');
    const comparison = expectTheSame();
    await comparison.catch(() => supervise('supervisorStop'));
    await comparison;
  }).toPass({ timeout: 20_000 });
  await demo.close();
});

/** Every element in it with its attributes and words; but not how far a clock has come. */
async function drawingOf(widget: Locator): Promise<unknown> {
  return widget.evaluate((root) => {
    const draw = (element: Element): unknown => ({
      element: element.localName,
      attributes: Object.fromEntries(
        Array.from(element.attributes, ({ name, value }) => [name, value] as const)
          // What styles reach from outside, which is not a matter of React's.
          .filter(([name]) => name !== 'part'),
      ),
      inside: Array.from(element.childNodes, (node) =>
        node instanceof Element ? draw(node) : (node.textContent ?? '').replaceAll(/\d/g, '0'),
      ),
    });
    return draw(root);
  });
}

test('every part that is promised can be styled from outside', async ({ page, mock }) => {
  await page.goto('/');
  const element = page.locator('tallylight-recording-controls').first();
  await expect(element).toHaveAttribute('data-recording-state', 'Recording');
  /** What a rule for the part reaches, by the text in it. `order` is not handed down. */
  const reached = (part: string): Promise<(string | null)[]> =>
    element.evaluate(({ ownerDocument, shadowRoot }, name) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`tallylight-recording-controls::part(${name}) { order: 7 }`);
      ownerDocument.adoptedStyleSheets = [sheet];
      return Array.from(shadowRoot?.querySelectorAll('*') ?? [])
        .filter((inside) => getComputedStyle(inside).order === '7')
        .map(({ textContent }) => textContent);
    }, part);

  expect(await reached('root')).toHaveLength(1);
  expect(await reached('status')).toHaveLength(1);
  expect(await reached('word')).toEqual(['Recording']);
  expect(await reached('time')).toHaveLength(1);
  expect(await reached('actions')).toHaveLength(1);
  expect(await reached('button')).toEqual(['Pause', 'Stop']);
  expect(await reached('primary')).toEqual(['Pause']);
  expect(await reached('stop')).toEqual(['Stop']);
  // The state's, and each button's.
  expect(await reached('glyph')).toHaveLength(3);

  const widget = recordingOf(page, 'Ada Lovelace');
  await mock.control({ verb: 'responseWithoutEvent' });
  await widget.getByRole('button', { name: 'Pause recording' }).click();
  expect(await reached('detail')).toEqual(['pausing…']);

  await mock.control({ verb: 'supervisorStop', callId: ada });
  await expect(element).toHaveAttribute('data-recording-state', 'Stopped');
  await mock.control({ verb: 'rejectNext', statusCode: 2 });
  await press(widget.getByRole('button', { name: 'Start recording' }), mock, 'Ada Lovelace');
  await expect(widget).toContainText('Could not start.');
  expect(await reached('note')).toHaveLength(1);
  expect(await reached('remedy')).toEqual(['Try again']);
});

test('density and contrast are the page’s, however deep the element stands', async ({ page }) => {
  await page.goto('/');
  const element = page.locator('tallylight-recording-controls').first();
  // By its name: once in a shadow root of the page's, it is not the first of them any more.
  const pause = recordingOf(page, 'Ada Lovelace').getByRole('button', { name: 'Pause recording' });
  await expect(pause).toHaveCSS('height', '32px');
  await element.evaluate((own) => {
    // A host's component around it, whose own root the page's styles do not reach either.
    const around = document.createElement('div');
    own.replaceWith(around);
    around.attachShadow({ mode: 'open' }).append(own);
    around.dataset['density'] = 'touch';
  });
  await expect(pause).toHaveCSS('height', '44px');
  await page.evaluate(() => {
    document.documentElement.dataset['contrast'] = 'more';
  });
  await expect(pause).toHaveCSS('border-top-width', '2px');
  await page.evaluate(() => {
    document.documentElement.dataset['theme'] = 'dark';
  });
  await expect(pause).toHaveCSS('border-top-color', 'rgb(163, 173, 187)');

  await page.evaluate(() => {
    delete document.documentElement.dataset['contrast'];
  });
  await expect(pause).toHaveCSS('border-top-width', '1px');
});

test('contrast that an agent asked of the whole machine reaches the element', async ({
  page,
  browserName,
}) => {
  test.skip(
    browserName === 'firefox',
    'WebDriver BiDi cannot say how much contrast the agent prefers.',
  );
  await page.goto('/');
  await page.evaluate(() => {
    document.documentElement.dataset['theme'] = 'dark';
  });
  const pause = recordingOf(page, 'Ada Lovelace').getByRole('button', { name: 'Pause recording' });
  await expect(pause).toHaveCSS('border-top-width', '1px');
  await page.emulateMedia({ contrast: 'more' });
  await expect(pause).toHaveCSS('border-top-width', '2px');
  await expect(pause).toHaveCSS('border-top-color', 'rgb(163, 173, 187)');
});

test('the theme and the language are the page’s', async ({ page }) => {
  await page.goto('/');
  const widget = recordingOf(page, 'Ada Lovelace');
  await expect(widget).toHaveAttribute('data-recording-state', 'Recording');
  await page.evaluate(() => {
    document.documentElement.dataset['theme'] = 'dark';
    // So that the surface is seen and not the tint of the state.
    document.documentElement.style.setProperty('--tallylight-tint', '0%');
  });
  // 22, 25 and 31 of 255.
  await expect(widget).toHaveCSS(
    'background-color',
    /^color\(srgb 0\.0862\d* 0\.098\d* 0\.1215\d*\)$/,
  );

  await page.evaluate(async () => {
    const [script, locale] = [
      './tallylight/dist/element/index.js',
      './tallylight/dist/i18n/locales/de.js',
    ];
    const { addMessages } = await import(script);
    const { german } = await import(locale);
    addMessages(german);
  });
  await expect(widget).toContainText('Recording');
  await page.evaluate(() => {
    document.documentElement.lang = 'de-AT';
  });
  await expect(
    page.locator('tallylight-recording-controls').first().getByRole('group'),
  ).toHaveAttribute('lang', 'de');
});

test('a classic script will do, and leaves the names to whoever was first', async ({ page }) => {
  await page.goto('/script.html');
  const status = page.locator('tallylight-recording-status');
  await expect(status).toHaveAttribute('data-recording-state', 'Recording');
  await expect(status.getByRole('button')).toHaveCount(0);

  // Another copy of the library on the same page.
  const isFirst = await page.evaluate(async () => {
    const first = customElements.get('tallylight-recording-status');
    const script = './tallylight/dist/element/index.js';
    const second = await import(script);
    return (
      customElements.get('tallylight-recording-status') === first &&
      second.RecordingStatusElement !== first
    );
  });
  expect(isFirst).toBe(true);
  await recordingOf(page, 'Ada Lovelace').getByRole('button', { name: 'Pause recording' }).click();
  await expect(status).toHaveAttribute('data-recording-state', 'Paused');
});

test('a second press in the turn that shows Resume is not taken for it', async ({ page, mock }) => {
  await page.goto('/');
  const widget = recordingOf(page, 'Ada Lovelace');
  await expect(widget).toHaveAttribute('data-recording-state', 'Recording');
  // In the page, so that it comes in the very turn that shows Resume.
  await page
    .locator('tallylight-recording-controls')
    .first()
    .evaluate((element) => {
      const button = (): HTMLElement | null | undefined =>
        element.shadowRoot?.querySelector('[data-slot=primary]');
      new MutationObserver((_, observer) => {
        if (element.getAttribute('data-recording-state') !== 'Paused') return;
        observer.disconnect();
        Object.assign(window, { pressedByTest: button()?.getAttribute('aria-label') });
        button()?.click();
      }).observe(element, { attributes: true });
      button()?.click();
    });
  await expect
    .poll(() => page.evaluate(() => Reflect.get(window, 'pressedByTest')))
    .toBe('Resume recording');
  await press(widget.getByRole('button', { name: 'Stop recording' }), mock, 'Ada Lovelace');
  await expect(widget).toHaveAttribute('data-recording-state', 'Stopped');
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual([
    'PauseCallRecording',
    'StopCallRecording',
  ]);
});

test('two elements on one call agree, and together send one request', async ({ page, mock }) => {
  await page.goto('/');
  const widgets = recordingOf(page, 'Ada Lovelace');
  await expect(widgets).toHaveAttribute('data-recording-state', 'Recording');
  await page
    .locator('tallylight-recording-controls')
    .first()
    .evaluate((element) => {
      element.after(element.cloneNode());
    });
  await expect(widgets).toHaveCount(2);
  await expect(widgets.nth(1)).toHaveAttribute('data-recording-state', 'Recording');
  await page.evaluate(() => {
    // In one task: neither has been drawn anew when the other is pressed.
    for (const element of [...document.querySelectorAll('tallylight-recording-controls')].slice(
      0,
      2,
    ))
      element.shadowRoot?.querySelector<HTMLElement>('[data-slot=primary]')?.click();
  });
  for (const index of [0, 1])
    await expect(widgets.nth(index)).toHaveAttribute('data-recording-state', 'Paused');
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual(['PauseCallRecording']);
});

test('axe finds nothing, on the page and in the elements', async ({ page, mock }) => {
  await page.goto('/');
  await mock.control({ verb: 'rejectNext', statusCode: 2 });
  const widget = recordingOf(page, 'Ada Lovelace');
  await widget.getByRole('button', { name: 'Pause recording' }).click();
  await expect(widget).toContainText('Could not pause.');
  const { violations, passes } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
  // It has looked inside.
  const seen = passes.flatMap(({ nodes }) => nodes.map(({ html }) => html)).join('');
  expect(seen).toContain('data-part="remedy"');
});

test('nothing is asked of the policy, which is as strict as can be', async ({
  context,
  baseURL,
  mock,
}) => {
  // Not the fixture's page, where a violation fails the test before it can be seen.
  const page = await context.newPage();
  await page.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(window, { violationsSeenByTest: violations });
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      violations.push(`${violatedDirective} ${blockedURI}`);
    });
  });
  const violations = (): Promise<unknown> =>
    page.evaluate(() => Reflect.get(window, 'violationsSeenByTest'));
  const answer = await page.goto(baseURL ?? '');
  expect(answer?.headers()['content-security-policy']).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; require-trusted-types-for 'script'",
  );
  const widget = recordingOf(page, 'Ada Lovelace');
  await widget.getByRole('button', { name: 'Pause recording' }).click();
  await expect(widget).toHaveAttribute('data-recording-state', 'Paused');
  await mock.control({ verb: 'supervisorResume', callId: ada });
  await expect(widget).toHaveAttribute('data-recording-state', 'Recording');
  expect(await violations()).toEqual([]);

  // The policy is in force, and we would have seen.
  await page.evaluate(() => {
    const image = new Image();
    image.src = '/nothing.png';
  });
  await expect.poll(violations).toHaveLength(1);
});

test.describe('a server that asks for no acknowledgment', () => {
  test.use({ mockOptions: { bayeux: { ack: false } } });

  test('is read again when a browser hid that a poll broke, and with it perhaps some news', async ({
    page,
    mock,
  }) => {
    const server = await serveEmbedding(mock.url, 'plain', { keepAlive: true });
    const cable = await startTcpProxy(Number(new URL(server.url).port));
    await page.goto(cable.url);
    const element = page.locator('tallylight-recording-controls').first();
    await expect(element).toHaveAttribute('data-recording-state', 'Recording');
    const wasStale = await element.evaluateHandle((own) => {
      const seen: boolean[] = [];
      new MutationObserver(() => seen.push(own.hasAttribute('data-stale'))).observe(own, {
        attributeFilter: ['data-stale'],
      });
      return seen;
    });

    // The last poll has been at the server for a while.
    await page.waitForFunction(() => {
      const polls = performance
        .getEntriesByType('resource')
        .filter(({ name }) => name.includes('/notifications/'));
      return performance.now() - Math.max(...polls.map(({ startTime }) => startTime)) > 300;
    });
    // As if the word had gone into the connection that now breaks.
    await mock.control({ verb: 'lost', callId: ada });
    await mock.control({ verb: 'supervisorStop', callId: ada });
    cable.reset();

    await expect(async () => {
      // Anything that has the poll answered.
      const callId = callIds['Konrad Zuse'];
      await mock.control({ verb: 'attachData', callId, userData: { Note: 'x' } });
      await expect(element).toHaveAttribute('data-recording-state', 'Stopped', { timeout: 500 });
    }).toPass();
    // The page was told of no failure: that is what this is about.
    expect(await wasStale.jsonValue()).toEqual([]);
    await cable.close();
    await server.close();
  });

  // At home, over a VPN, every answer arrives in pieces. It was taken for a poll that the browser had
  // sent again, and each of forty events caused a read of all calls, which made the line slower still.
  test('a line with 320 kbit/s, on which nothing is lost, causes no reads and raises no doubt', async ({
    page,
    mock,
  }) => {
    const server = await serveEmbedding(mock.url, 'plain', { isSlow: true });
    let reads = 0;
    page.on('request', (request) => {
      if (request.method() === 'GET' && request.url().includes('/me/calls')) reads += 1;
    });
    await page.goto(server.url);
    const element = page.locator('tallylight-recording-controls').first();
    await expect(element).toHaveAttribute('data-recording-state', 'Recording');
    await expect(element).not.toHaveAttribute('data-stale');
    // A customer database attaches this much to a call, and it comes with every event.
    await mock.control({
      verb: 'attachData',
      callId: ada,
      userData: { History: 'x'.repeat(6_000) },
    });
    const marks = await element.evaluateHandle((own) => {
      const seen: (string | null)[] = [];
      new MutationObserver(() => seen.push(own.getAttribute('data-stale'))).observe(own, {
        attributeFilter: ['data-stale'],
      });
      return seen;
    });

    const before = reads;
    const startedAt = Date.now();
    for (let step = 1; step <= 40; step += 1) {
      const polled = page.waitForResponse((response) => response.url().includes('/notifications/'));
      await mock.control({ verb: 'attachData', callId: ada, userData: { Step: String(step) } });
      await (await polled).finished();
    }
    await mock.control({ verb: 'supervisorPause', callId: ada });
    await expect(element).toHaveAttribute('data-recording-state', 'Paused');
    // The routine read comes about once a minute.
    const routineReads = 1 + Math.floor((Date.now() - startedAt) / 60_000);
    expect(reads - before).toBeLessThanOrEqual(routineReads);
    expect(await marks.jsonValue()).toEqual([]);
    await server.close();
  });
});

test('a proxy that never ends an answer keeps nothing back: it is heard as soon as it is whole', async ({
  page,
  mock,
}) => {
  const server = await serveEmbedding(mock.url, 'plain', { isOpenEnded: true });
  await page.goto(server.url);
  const element = page.locator('tallylight-recording-controls').first();
  await expect(element).toHaveAttribute('data-recording-state', 'Recording');
  await expect(element).not.toHaveAttribute('data-stale');

  // More often than a browser has connections to a server: those that are over are given back.
  for (let change = 0; change < 5; change += 1) {
    await mock.control({ verb: 'supervisorPause', callId: ada });
    await expect(element).toHaveAttribute('data-recording-state', 'Paused');
    await mock.control({ verb: 'supervisorResume', callId: ada });
    await expect(element).toHaveAttribute('data-recording-state', 'Recording');
  }
  await expect(element).not.toHaveAttribute('data-stale');
  await server.close();
});
