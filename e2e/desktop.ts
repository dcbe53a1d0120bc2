import {
  expect as playwrightExpect,
  test as base,
  type Expect,
  type Locator,
  type Page,
  type PlaywrightTestArgs,
  type PlaywrightTestOptions,
  type PlaywrightWorkerArgs,
  type PlaywrightWorkerOptions,
  type TestType,
} from '@playwright/test';
import { serveBuiltDemo } from '../scripts/demo.mjs';
import {
  createMockServer,
  type MockServer,
  type MockServerOptions,
} from '../src/mock-server/createMockServer.ts';
import { simulatedCallId } from '../src/testing/simulatedCalls.ts';
import { serveEmbedding } from './embedding/serveEmbedding.ts';

/** A machine that runs everything at once needs time; nobody waits longer than it takes. */
export const expect: Expect = playwrightExpect.configure({ timeout: 10_000 });

export type Caller = 'Ada Lovelace' | 'Grace Hopper' | 'Alan Turing' | 'Konrad Zuse';

/** The calls that every agent finds at the start, by whom they are with. */
export const callIds: Readonly<Record<Caller, string>> = {
  /** Recording */
  'Ada Lovelace': simulatedCallId(1),
  /** Never recorded */
  'Grace Hopper': simulatedCallId(2),
  /** Paused, and on hold */
  'Alan Turing': simulatedCallId(3),
  /** Stopped */
  'Konrad Zuse': simulatedCallId(4),
};

/** What a test, or a project of playwright.config.ts, can have otherwise. */
export interface DesktopOptions {
  /** `test.use({ mockOptions: { csrf: true } })` gives a group of tests another server. */
  readonly mockOptions: MockServerOptions;
  /**
   * `gws`: the page is told nothing of a mock, as with `GWS_URL`, and asks for sign-in. `element`:
   * not the demo but a plain page with the custom elements, for the tests of both.
   */
  readonly servedAs: 'mock' | 'gws' | 'element';
}

interface Desktop extends DesktopOptions {
  /** This test's own server, to make things happen and to see what was asked of it. */
  readonly mock: MockServer & { readonly url: string };
}

/**
 * A test with a mock server of its own behind the built demo, which is served with the strict
 * Content-Security-Policy. `page.goto('/')` opens it.
 *
 * What the page may never do fails every test: throw where nobody catches, or break the policy.
 */
export const test: TestType<
  PlaywrightTestArgs & PlaywrightTestOptions & Desktop,
  PlaywrightWorkerArgs & PlaywrightWorkerOptions
> = base.extend<Desktop>({
  mockOptions: [{}, { option: true }],
  servedAs: ['mock', { option: true }],

  mock: async ({ mockOptions }, use) => {
    const mock = createMockServer(mockOptions);
    const { url } = await mock.listen();
    await use({ ...mock, url });
    await mock.close();
  },

  baseURL: async ({ mock, servedAs }, use) => {
    if (servedAs === 'element') {
      const { url, close } = await serveEmbedding(mock.url, 'plain');
      await use(url);
      await close();
      return;
    }
    const isMock = servedAs === 'mock';
    const server = await serveBuiltDemo({ gws: mock.url, isMock, port: 0 });
    const url = server.resolvedUrls?.local[0];
    if (!url) throw new Error('The built demo is not served. Build it first: npm run test:e2e');
    await use(url);
    await server.close();
  },

  page: async ({ page }, use) => {
    const offences: string[] = [];
    page.on('pageerror', (error) => offences.push(String(error)));
    // Told by the page itself: not every browser says on its console what it did not let pass.
    await page.exposeFunction('tellTest', (violation: string) => offences.push(violation));
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (violation) => {
        // Put there by the line above.
        const tell = Reflect.get(window, 'tellTest') as (violation: string) => void;
        tell(`${violation.violatedDirective}: ${violation.blockedURI} ${violation.sample}`);
      });
    });
    await use(page);
    if (offences.length > 0) throw new Error(`The page broke its word:\n${offences.join('\n')}`);
  },
});

/** A call's recording controls: the ones in the list, or those in its open details. */
export function recordingOf(page: Page, caller: Caller, where?: 'details'): Locator {
  const name = `Call recording, ${caller}${where ? ', selected call' : ''}`;
  return page.getByRole('group', { name, exact: true });
}

/** Waits until the page hears the server and has read the calls since. */
export async function expectLive(page: Page): Promise<void> {
  const status = page.locator("[data-tallylight='connection-status']");
  await expect(status).toHaveAttribute('data-connection', 'live', { timeout: 20_000 });
}

/** Every operation that was asked of a call, in order, as the server saw it. */
export function operationsAsked(mock: MockServer, caller: Caller): (string | null)[] {
  return mock
    .state()
    .requests.filter(({ method, path }) => method === 'POST' && path.endsWith(callIds[caller]))
    .map(({ operationName }) => operationName);
}

/** How often a call was read by itself: what a page does that doubts. */
export function readsOf(mock: MockServer, caller: Caller): number {
  return mock
    .state()
    .requests.filter(({ method, path }) => method === 'GET' && path.endsWith(callIds[caller]))
    .length;
}

/** Presses until the widget takes it: for 1.5 s after its operation became another it drops presses, rightly. */
export async function press(button: Locator, mock: MockServer, caller: Caller): Promise<void> {
  const before = operationsAsked(mock, caller).length;
  await expect(async () => {
    if (operationsAsked(mock, caller).length === before) await button.click({ timeout: 1000 });
    expect(operationsAsked(mock, caller)).toHaveLength(before + 1);
  }).toPass({ intervals: [50] });
}

/**
 * Notes, from the first paint on, every state and every button that a call's widget in the list
 * ever shows. Call it before `goto`; it starts anew with each page load.
 */
export async function watchWidget(
  page: Page,
  caller: Caller,
): Promise<() => Promise<{ states: string[]; buttons: string[] }>> {
  await page.addInitScript((callId) => {
    const seen = { states: new Set<string>(), buttons: new Set<string>() };
    const look = (): void => {
      const widget = document.querySelector(`[role=group][data-call-id='${callId}']`);
      if (!widget) return;
      seen.states.add(widget.getAttribute('data-recording-state') ?? '');
      for (const button of widget.querySelectorAll("[data-part='button']")) {
        seen.buttons.add(button.getAttribute('aria-label') ?? '');
      }
    };
    const everything = { subtree: true, childList: true, attributes: true, characterData: true };
    new MutationObserver(look).observe(document, everything);
    Object.assign(window, { seenByTest: seen });
  }, callIds[caller]);

  return async () =>
    page.evaluate(() => {
      // Put there by the script above.
      const { states, buttons } = (
        window as unknown as { seenByTest: { states: Set<string>; buttons: Set<string> } }
      ).seenByTest;
      return { states: [...states], buttons: [...buttons] };
    });
}
