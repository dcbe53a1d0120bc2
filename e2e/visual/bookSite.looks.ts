import { expect as expectSoon, test, type FrameLocator, type Page } from '@playwright/test';
import { thisRun } from './compareHow.ts';

// The built book as a reader opens it, with the sidebar around the pages.

/** Storybook takes many seconds to open on a busy machine. How many it takes is not tested here. */
const expect = expectSoon.configure({ timeout: 30_000 });

/** The page of the book that is shown, inside of the sidebar. */
function pageIn(page: Page): FrameLocator {
  return page.frameLocator('#storybook-preview-iframe');
}

test.use({ viewport: { width: 1280, height: 900 } });

test('opens on a call that can be paused', async ({ page }) => {
  await page.goto(thisRun().bookUrl);
  await expect(page).toHaveURL(/\?path=\/docs\/welcome--docs/);
  const welcome = pageIn(page);
  await welcome.getByRole('button', { name: 'Pause recording' }).click();
  await expect(welcome.getByRole('button', { name: 'Pausing…' })).toBeFocused();
  await welcome.getByRole('button', { name: 'Resume recording' }).waitFor();
  await expect(welcome.getByRole('group', { name: /^Call recording/ })).toHaveAttribute(
    'data-recording-state',
    'Paused',
  );
});

test('asks no other server for anything', async ({ page }) => {
  const { origin } = new URL(thisRun().bookUrl);
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== origin)
      elsewhere.push(request.url());
  });
  await page.goto(`${thisRun().bookUrl}?path=/docs/playground--docs`);
  await search(page, 'webpack');
  expect(elsewhere).toEqual([]);
});

// A reader typed "localhost" into the only search field of the book, and it found nothing, because
// it knew only the names of pages.
test('finds a page by its text, and opens it at that place', async ({ page }) => {
  await page.goto(thisRun().bookUrl);
  await search(page, 'two-loopback-names');
  await pageIn(page)
    .getByRole('link', { name: /^Mistakes that are named/ })
    .click();
  await expect(page).toHaveURL(/\?path=\/docs\/guide-connecting-to-gws--docs/);
  const heading = pageIn(page).getByRole('heading', { name: 'Mistakes that are named' });
  await expect(heading).toBeInViewport();
});

test('finds a place of the page that is open', async ({ page }) => {
  await page.goto(`${thisRun().bookUrl}?path=/docs/guide-connecting-to-gws--docs`);
  await search(page, 'server-busy');
  await pageIn(page)
    .getByRole('link', { name: /^Error codes/ })
    .click();
  const heading = pageIn(page).getByRole('heading', { name: 'Error codes' });
  await expect(heading).toBeInViewport();
});

test('runs the mock server inside of a page, and shows what is sent', async ({ page }) => {
  await page.goto(`${thisRun().bookUrl}?path=/docs/playground--docs`);
  const playground = pageIn(page);
  const wire = playground.getByRole('group', { name: 'Newest first' });
  await playground.locator('summary', { hasText: /^The next event$/ }).click();
  await playground.getByRole('button', { name: 'Lose the next event' }).click();
  await playground.getByRole('button', { name: 'Pause recording' }).first().click();
  // No notification says that the call is paused, so the call is read, and the read confirms the
  // pause.
  await expect(wire.getByText('HTTP 200, statusCode 0, Paused')).toBeVisible();
  await expect(wire.getByText(/CallRecordingStateChange/)).toHaveCount(0);
  await expect(playground.getByRole('group', { name: /^Call recording/ }).first()).toHaveAttribute(
    'data-recording-state',
    'Paused',
  );
});

async function search(page: Page, words: string): Promise<void> {
  const field = pageIn(page).getByRole('searchbox', { name: 'Search the pages' });
  await field.fill(words);
  await expect(pageIn(page).getByRole('search').getByRole('listitem').first()).toBeVisible();
}
