import {
  test as base,
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

export { expect } from '@playwright/test';

interface Desktop {
  /** This test's own server, to make things happen and to see what was asked of it. */
  readonly mock: MockServer & { readonly url: string };
  /** `test.use({ mockOptions: { csrf: true } })` gives a group of tests another server. */
  readonly mockOptions: MockServerOptions;
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

  mock: async ({ mockOptions }, use) => {
    const mock = createMockServer(mockOptions);
    const { url } = await mock.listen();
    await use({ ...mock, url });
    await mock.close();
  },

  baseURL: async ({ mock }, use) => {
    const server = await serveBuiltDemo({ gws: mock.url, isMock: true, port: 0 });
    const url = server.resolvedUrls?.local[0];
    if (!url) throw new Error('The built demo is not served. Build it first: npm run test:e2e');
    await use(url);
    await server.close();
  },

  page: async ({ page }, use) => {
    const offences: string[] = [];
    page.on('pageerror', (error) => offences.push(String(error)));
    page.on('console', (message) => {
      if (/Content Security Policy|TrustedHTML|TrustedScript/.test(message.text())) {
        offences.push(message.text());
      }
    });
    await use(page);
    if (offences.length > 0) throw new Error(`The page broke its word:\n${offences.join('\n')}`);
  },
});
