import {
  callIds,
  expect,
  expectLive,
  operationsAsked,
  press,
  recordingOf,
  test,
} from './desktop.ts';

test('a server that restarts leaves the last word marked as old, then the truth', async ({
  page,
  mock,
}) => {
  await page.goto('/');
  const ada = recordingOf(page, 'Ada Lovelace');
  await expectLive(page);
  await expect(ada).not.toHaveAttribute('data-stale');

  const restarted = mock.control({ verb: 'restart', ms: 1500 });
  await expect(ada).toHaveAttribute('data-stale', '');
  await expect(ada).toContainText('last known');
  await expect(ada).toHaveAttribute('data-recording-state', 'Recording');
  // Nobody can be told of this.
  await mock.control({ verb: 'supervisorStop', callId: callIds['Ada Lovelace'] });
  await restarted;

  await expectLive(page);
  await expect(ada).not.toHaveAttribute('data-stale');
  await expect(ada).toHaveAttribute('data-recording-state', 'Stopped');

  await press(ada.getByRole('button', { name: 'Start recording' }), mock, 'Ada Lovelace');
  await expect(ada).toHaveAttribute('data-recording-state', 'Recording');
});

test('without notifications an operation still works, confirmed by reading', async ({
  page,
  mock,
}) => {
  await page.goto('/');
  const ada = recordingOf(page, 'Ada Lovelace');
  await expectLive(page);

  await mock.control({ verb: 'notificationsDown' });
  await expect(ada).toHaveAttribute('data-stale', '');
  await ada.getByRole('button', { name: 'Pause recording' }).click();
  await expect(ada).toHaveAttribute('data-recording-state', 'Paused');
  await expect(ada).not.toContainText('Not confirmed');
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual(['PauseCallRecording']);

  await mock.control({ verb: 'notificationsUp' });
  await expectLive(page);
  await expect(ada).not.toHaveAttribute('data-stale');
  await expect(ada).toHaveAttribute('data-recording-state', 'Paused');
});

test('a press while nothing can be reached fails now, and is not sent later', async ({
  page,
  context,
  mock,
}) => {
  await page.clock.install();
  await page.goto('/?confirmationTimeout=1500');
  const ada = recordingOf(page, 'Ada Lovelace');
  await expectLive(page);

  await context.setOffline(true);
  await ada.getByRole('button', { name: 'Pause recording' }).click();
  await expect(ada).toContainText('Could not pause.');
  await expect(ada).toContainText('The server cannot be reached.');

  await context.setOffline(false);
  // Whatever waits for its time to be sent, its time is now.
  await page.clock.fastForward(60_000);
  await expectLive(page);
  await ada.getByRole('button', { name: 'Stop recording' }).click();
  await expect(ada).toHaveAttribute('data-recording-state', 'Stopped');
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual(['StopCallRecording']);
});

test('sessions that end on the server are begun again where the host can sign in by itself', async ({
  page,
  mock,
}) => {
  await page.goto('/');
  const ada = recordingOf(page, 'Ada Lovelace');
  await expectLive(page);

  await mock.control({ verb: 'expireSessions' });
  await ada.getByRole('button', { name: 'Pause recording' }).click();
  await expect(ada).toHaveAttribute('data-recording-state', 'Paused');
  await expectLive(page);
  await expect(page.getByRole('heading', { name: 'Sign in' })).toHaveCount(0);
});
