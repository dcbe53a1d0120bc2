import type { Page } from '@playwright/test';
import { expect, expectLive, operationsAsked, recordingOf, test } from './desktop.ts';

// The demo is served as with `GWS_URL`: nobody is signed in to the server, and there is no mock
// panel.
test.use({ servedAs: 'gws', mockOptions: { csrf: true } });

async function signIn(page: Page, password: string): Promise<void> {
  await page.getByLabel('User name').fill('agent');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('a wrong password is reported and the form stays, and the right one shows the calls', async ({
  page,
  mock,
}) => {
  await page.goto('/');
  await expect(page.getByLabel('User name')).toBeFocused();
  await signIn(page, 'a guess');
  await expect(page.getByRole('form').getByRole('alert')).toHaveText(
    'The user name or the password is not right.',
  );
  await expect(page.getByLabel('Password')).toBeFocused();
  await expect(page.getByLabel('Password')).toHaveValue('');
  await expect(page.getByLabel('User name')).toHaveValue('agent');

  await page.keyboard.type('agent');
  await page.keyboard.press('Enter');
  const ada = recordingOf(page, 'Ada Lovelace');
  await expect(ada).toHaveAttribute('data-recording-state', 'Recording');
  await expect(page.getByRole('listitem').filter({ hasText: 'Konrad Zuse' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toHaveCount(0);
  await expect(page.getByRole('main')).toBeFocused();
  await expect(page.getByRole('region', { name: 'Make things happen' })).toHaveCount(0);

  await ada.getByRole('button', { name: 'Pause recording' }).click();
  await expect(ada).toHaveAttribute('data-recording-state', 'Paused');

  // Neither the page nor the widgets start a contact-center session without being asked.
  const posts = mock.state().requests.filter(({ method }) => method === 'POST');
  expect(posts.map(({ operationName }) => operationName)).toEqual(['PauseCallRecording']);
  expect(page.url()).not.toMatch(/agent|guess|[?#]/);
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
});

test('a contact-center session is started once, when the agent asks for it', async ({
  page,
  mock,
}) => {
  await page.goto('/');
  await page.getByLabel('Start contact-center session').check();
  await signIn(page, 'agent');
  await expectLive(page);

  const posts = mock.state().requests.filter(({ method }) => method === 'POST');
  expect(posts.map(({ operationName }) => operationName)).toEqual(['StartContactCenterSession']);
});

test('an agent who is signed out during a call is told so, signs in again, and continues', async ({
  page,
  mock,
}) => {
  await page.goto('/');
  await signIn(page, 'agent');
  const ada = recordingOf(page, 'Ada Lovelace');
  await expectLive(page);

  await mock.control({ verb: 'expireSessions' });
  await expect(page.getByText('The server signed you out.')).toBeVisible();
  await expect(ada).toHaveAttribute('data-stale', '');
  await expect(ada).toHaveAttribute('data-recording-state', 'Recording');

  await signIn(page, 'agent');
  await expectLive(page);
  await expect(page.getByRole('heading', { name: 'Sign in' })).toHaveCount(0);
  await expect(ada).not.toHaveAttribute('data-stale');
  await ada.getByRole('button', { name: 'Pause recording' }).click();
  await expect(ada).toHaveAttribute('data-recording-state', 'Paused');
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual(['PauseCallRecording']);
});

test('after another agent has signed in, no call of the first agent is shown', async ({
  page,
  mock,
}) => {
  await page.goto('/');
  await signIn(page, 'agent');
  await expect(recordingOf(page, 'Ada Lovelace')).toBeVisible();
  await mock.control({ verb: 'expireSessions' });
  await expect(page.getByText('The server signed you out.')).toBeVisible();

  await page.getByLabel('User name').fill('anna');
  await page.getByLabel('Password').fill('anna');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('Signed in as anna')).toBeVisible();
  await expectLive(page);
  const ids = mock.state().users.find(({ userName }) => userName === 'anna')?.calls ?? [];
  await expect(page.locator('[role=group][data-call-id]')).toHaveCount(ids.length);
  for (const { id } of ids)
    await expect(page.locator(`[role=group][data-call-id='${id}']`)).toBeVisible();
});
