import {
  callIds,
  expect,
  expectLive,
  operationsAsked,
  press,
  recordingOf,
  test,
} from './desktop.ts';

test('while a server restarts, the last known state is marked as stale, and then the current state is shown', async ({
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
  // The server is down, so it cannot notify anybody of this change.
  await mock.control({ verb: 'supervisorStop', callId: callIds['Ada Lovelace'] });
  await restarted;

  await expectLive(page);
  await expect(ada).not.toHaveAttribute('data-stale');
  await expect(ada).toHaveAttribute('data-recording-state', 'Stopped');

  await press(ada.getByRole('button', { name: 'Start recording' }), mock, 'Ada Lovelace');
  await expect(ada).toHaveAttribute('data-recording-state', 'Recording');
});

test('without notifications an operation still works, because a read confirms it', async ({
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

test('a press while the network is offline fails at once, and is not sent later', async ({
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
  // A request that waited for a retry would be sent now.
  await page.clock.fastForward(60_000);
  await expectLive(page);
  await ada.getByRole('button', { name: 'Stop recording' }).click();
  await expect(ada).toHaveAttribute('data-recording-state', 'Stopped');
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual(['StopCallRecording']);
});

test('when sessions end at the server, new ones are started if the host can sign in by itself', async ({
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
