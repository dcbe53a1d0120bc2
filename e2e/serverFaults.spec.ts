import type { Locator, Page } from '@playwright/test';
import {
  callIds,
  expect,
  operationsAsked,
  readsOf,
  recordingOf,
  test,
  type Caller,
} from './desktop.ts';

/**
 * This option of the demo shortens the ten seconds after which an operation counts as not
 * confirmed.
 */
const withShortTimeout = '/?confirmationTimeout=1500';

test('when an event is lost, the call is read again and the state is shown', async ({
  page,
  mock,
}) => {
  await mock.control({ verb: 'lost' });
  const ada = await openAndPress(page, 'Pause', 'Ada Lovelace', withShortTimeout);
  await expect(ada).toHaveAttribute('data-recording-state', 'Paused');
  await expect(ada).not.toContainText('Not confirmed');
  await expect(ada.getByRole('button', { name: 'Resume recording' })).toBeEnabled();
  expect(readsOf(mock, 'Ada Lovelace')).toBeGreaterThan(0);
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual(['PauseCallRecording']);
});

test('when the server accepts a Pause and does nothing, the widget says: treat as recording', async ({
  page,
  mock,
}) => {
  await mock.control({ verb: 'responseWithoutEvent' });
  const ada = await openAndPress(page, 'Pause', 'Ada Lovelace', withShortTimeout);
  await expect(ada).toContainText('Not confirmed');
  await expect(ada).toContainText('Treat as recording.');
  await expect(ada).toHaveAttribute('data-recording-state', 'Recording');
  await expect(ada).not.toHaveAttribute('data-pending');

  const reads = readsOf(mock, 'Ada Lovelace');
  await ada.getByRole('button', { name: 'Check again' }).click();
  await expect(ada).toContainText('Checked again');
  expect(readsOf(mock, 'Ada Lovelace')).toBeGreaterThan(reads);
  expect(operationsAsked(mock, 'Ada Lovelace')).toHaveLength(1);

  await ada.getByRole('button', { name: 'Try again' }).click();
  await expect(ada).toHaveAttribute('data-recording-state', 'Paused');
  await expect(ada).not.toContainText('Not confirmed');
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual([
    'PauseCallRecording',
    'PauseCallRecording',
  ]);
});

test('when the server accepts a Start and does nothing, the widget says: recording may not be running', async ({
  page,
  mock,
}) => {
  await mock.control({ verb: 'responseWithoutEvent' });
  const grace = await openAndPress(page, 'Start', 'Grace Hopper', withShortTimeout);
  await expect(grace).toContainText('Not confirmed');
  await expect(grace).toContainText('Recording may not be running.');
  await expect(grace.getByRole('button', { name: 'Start recording' })).toBeEnabled();
});

test('an event that comes later replaces "Not confirmed" by the new state', async ({
  page,
  mock,
}) => {
  await mock.control({ verb: 'responseWithoutEvent' });
  const ada = await openAndPress(page, 'Pause', 'Ada Lovelace', withShortTimeout);
  await expect(ada).toContainText('Not confirmed');

  await mock.control({ verb: 'supervisorPause', callId: callIds['Ada Lovelace'] });
  await expect(ada).toHaveAttribute('data-recording-state', 'Paused');
  await expect(ada).not.toContainText('Not confirmed');
  await expect(ada).not.toContainText('Treat as recording.');
});

for (const { title, fault } of [
  { title: 'that the server refuses', fault: { verb: 'rejectNext', statusCode: 2 } },
  { title: 'that gets HTTP 500', fault: { verb: 'httpNext', status: 500 } },
  { title: 'that gets HTTP 503', fault: { verb: 'httpNext', status: 503, body: 'empty' } },
  { title: 'that gets a sign-in page', fault: { verb: 'httpNext', status: 200, body: 'html' } },
] as const) {
  test(`for a Pause ${title}, the widget says that it is still recording, and offers to try again`, async ({
    page,
    mock,
  }) => {
    await mock.control(fault);
    const ada = await openAndPress(page, 'Pause', 'Ada Lovelace');
    await expect(ada).toContainText('Could not pause. Still recording.');
    await expect(ada).toHaveAttribute('data-recording-state', 'Recording');
    await expect(ada).not.toHaveAttribute('data-pending');
    expect(operationsAsked(mock, 'Ada Lovelace')).toHaveLength(1);

    await ada.getByRole('button', { name: 'Try again' }).click();
    await expect(ada).toHaveAttribute('data-recording-state', 'Paused');
    await expect(ada).not.toContainText('Could not pause.');
  });
}

test('a press without permission says that the permission is missing, and does not offer to try again', async ({
  page,
  mock,
}) => {
  await mock.control({ verb: 'rejectNext', statusCode: 5 });
  const ada = await openAndPress(page, 'Stop', 'Ada Lovelace');
  await expect(ada).toContainText(
    'Could not stop. Still recording. You do not have the permission.',
  );
  await expect(ada.getByRole('button', { name: 'Try again' })).toHaveCount(0);
});

test('when both the event and the answer of a press are lost, a read finds that it was done', async ({
  page,
  mock,
}) => {
  await mock.control({ verb: 'lost' });
  await mock.control({ verb: 'lostResponse' });
  // When a connection that was used before breaks, the browser sends a request again by itself. So
  // the server may get more requests than the page has sent.
  const sent: (string | null)[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().includes('/me/calls/'))
      sent.push(request.postData());
  });
  const ada = await openAndPress(page, 'Pause', 'Ada Lovelace', withShortTimeout);
  await expect(ada).toHaveAttribute('data-recording-state', 'Paused');
  await expect(ada).not.toContainText('Could not pause.');
  expect(sent).toEqual([expect.stringContaining('PauseCallRecording')]);
  expect(new Set(operationsAsked(mock, 'Ada Lovelace'))).toEqual(new Set(['PauseCallRecording']));
});

/** Opens the desktop and presses a button of a call. Returns the controls of the call. */
async function openAndPress(
  page: Page,
  label: 'Start' | 'Pause' | 'Stop',
  caller: Caller,
  address = '/',
): Promise<Locator> {
  await page.goto(address);
  const controls = recordingOf(page, caller);
  await controls.getByRole('button', { name: `${label} recording` }).click();
  return controls;
}
