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

/**
 * A machine that runs many tests at once is slow. A longer timeout costs nothing where the
 * condition is met earlier.
 */
export const expect: Expect = playwrightExpect.configure({ timeout: 10_000 });

export type Caller = 'Ada Lovelace' | 'Grace Hopper' | 'Alan Turing' | 'Konrad Zuse';

/** The calls that every agent has at the start, by the name of the caller. */
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

/** What a test or a project of playwright.config.ts can set. */
export interface DesktopOptions {
  /**
   * `test.use({ mockOptions: { csrf: true } })` gives a group of tests a server with other options.
   */
  readonly mockOptions: MockServerOptions;
  /**
   * `gws`: the page knows nothing of a mock server, as with `GWS_URL`, and asks the agent to sign
   * in. `element`: a plain page with the custom elements instead of the demo, for tests that run on
   * both.
   */
  readonly servedAs: 'mock' | 'gws' | 'element';
}

interface Desktop extends DesktopOptions {
  /** The server of this test. A test can make things happen there and see which requests it got. */
  readonly mock: MockServer & { readonly url: string };
}

/**
 * A test with a mock server of its own behind the built demo, which is served with the strict
 * Content-Security-Policy. `page.goto('/')` opens it.
 *
 * Every test fails if its page throws an error that nobody catches, or violates the policy.
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
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    // The page itself reports violations, because not every browser writes each of them to its
    // console.
    await page.exposeFunction('reportToTest', (violation: string) => faults.push(violation));
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (violation) => {
        // The line above has put it there.
        const report = Reflect.get(window, 'reportToTest') as (violation: string) => void;
        report(`${violation.violatedDirective}: ${violation.blockedURI} ${violation.sample}`);
      });
    });
    await use(page);
    if (faults.length > 0)
      throw new Error(`The page threw an error or violated its policy:\n${faults.join('\n')}`);
  },
});

/** Finds the recording controls of a call: those in the list, or those in its open details. */
export function recordingOf(page: Page, caller: Caller, where?: 'details'): Locator {
  const name = `Call recording, ${caller}${where ? ', selected call' : ''}`;
  return page.getByRole('group', { name, exact: true });
}

/** Waits until the page gets notifications and has read the calls after they began. */
export async function expectLive(page: Page): Promise<void> {
  const status = page.locator("[data-tallylight='connection-status']");
  await expect(status).toHaveAttribute('data-connection', 'live', { timeout: 20_000 });
}

/** Returns the operations that the server received for a call, in order. */
export function operationsAsked(mock: MockServer, caller: Caller): (string | null)[] {
  return mock
    .state()
    .requests.filter(({ method, path }) => method === 'POST' && path.endsWith(callIds[caller]))
    .map(({ operationName }) => operationName);
}

/** Returns how often this one call was read. A page does that when what it knows is in doubt. */
export function readsOf(mock: MockServer, caller: Caller): number {
  return mock
    .state()
    .requests.filter(({ method, path }) => method === 'GET' && path.endsWith(callIds[caller]))
    .length;
}

/**
 * Presses until the widget sends it. For 1.5 s after the operation of a button has changed, the
 * widget ignores presses on purpose.
 */
export async function press(button: Locator, mock: MockServer, caller: Caller): Promise<void> {
  const before = operationsAsked(mock, caller).length;
  await expect(async () => {
    if (operationsAsked(mock, caller).length === before) await button.click({ timeout: 1000 });
    expect(operationsAsked(mock, caller)).toHaveLength(before + 1);
  }).toPass({ intervals: [50] });
}

/**
 * Collects every state and every button that a call's widget in the list ever shows, from the first
 * paint on. Call it before `goto`. It starts again with each page load.
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
      // The script above has put it there.
      const { states, buttons } = (
        window as unknown as { seenByTest: { states: Set<string>; buttons: Set<string> } }
      ).seenByTest;
      return { states: [...states], buttons: [...buttons] };
    });
}
