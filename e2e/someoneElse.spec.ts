import { callIds, expect, expectLive, press, recordingOf, test, watchWidget } from './desktop.ts';

const ada = callIds['Ada Lovelace'];

test('a stop by a supervisor is shown, without saying who did it', async ({ page, mock }) => {
  await page.goto('/');
  const widget = recordingOf(page, 'Ada Lovelace');
  await expect(widget).toHaveAttribute('data-recording-state', 'Recording');

  await mock.control({ verb: 'supervisorStop', callId: ada });
  await expect(widget).toHaveAttribute('data-recording-state', 'Stopped');
  await expect(widget).toContainText('Recording stopped.');
  await expect(widget.getByRole('button', { name: 'Start recording' })).toBeEnabled();
  await expect(widget.getByRole('button', { name: 'Pause recording' })).toHaveCount(0);
});

test('a stop by a supervisor ends a pending Pause', async ({ page, mock }) => {
  await mock.control({ verb: 'responseWithoutEvent' });
  await page.goto('/');
  const widget = recordingOf(page, 'Ada Lovelace');
  await widget.getByRole('button', { name: 'Pause recording' }).click();
  await expect(widget).toHaveAttribute('data-pending', 'PauseCallRecording');

  await mock.control({ verb: 'supervisorStop', callId: ada });
  await expect(widget).not.toHaveAttribute('data-pending');
  await expect(widget).toHaveAttribute('data-recording-state', 'Stopped');
  await expect(widget).toContainText('Could not pause. Recording stopped.');
});

test('a page that is opened while the call is paused shows Paused and never another state', async ({
  page,
  mock,
}) => {
  const seen = await watchWidget(page, 'Ada Lovelace');
  await page.goto('/');
  const widget = recordingOf(page, 'Ada Lovelace');
  await press(widget.getByRole('button', { name: 'Pause recording' }), mock, 'Ada Lovelace');
  await expect(widget).toHaveAttribute('data-recording-state', 'Paused');
  expect((await seen()).states).toEqual(['Recording', 'Paused']);

  await page.reload();
  await expect(widget.getByRole('button', { name: 'Resume recording' })).toBeEnabled();
  const { states, buttons } = await seen();
  expect(states).toEqual(['Paused']);
  expect(buttons.sort()).toEqual(['Resume recording', 'Stop recording']);
});

test('a call that ends while it is paused says so', async ({ page, mock }) => {
  await page.goto('/');
  const widget = recordingOf(page, 'Alan Turing');
  await expect(widget).toHaveAttribute('data-recording-state', 'Paused');

  await mock.control({ verb: 'release', callId: callIds['Alan Turing'] });
  await expect(widget).toContainText('Call ended');
  await expect(widget).toContainText('while paused');
  await expect(widget.getByRole('button')).toHaveCount(0);

  // The server does not list the call any more, but the page still shows it.
  await mock.control({ verb: 'complete', callId: callIds['Alan Turing'] });
  await page.getByRole('button', { name: 'Details of Grace Hopper' }).click();
  await expect(widget).toContainText('while paused');
});

test('a ringing call appears, and when it is answered and recorded by a rule, the recording is shown', async ({
  page,
  mock,
}) => {
  await page.goto('/');
  await expect(page.getByRole('listitem').filter({ hasText: 'Ada Lovelace' })).toBeVisible();

  const { callId = '' } = await mock.control({
    verb: 'ring',
    otherParty: '+441632960101',
    recordedByRule: true,
  });
  const widget = page.getByRole('group', { name: 'Call recording, +441632960101' });
  await expect(widget).toContainText('Not recording');
  await expect(widget.getByRole('button')).toHaveCount(0);

  await mock.control({ verb: 'answer', callId });
  await expect(widget).toHaveAttribute('data-recording-state', 'Recording');
  await expect(widget.getByRole('button', { name: 'Pause recording' })).toBeEnabled();
});

test('the mock server does what the buttons of the panel say', async ({ page, mock }) => {
  await page.goto('/#drawer=open');
  const widget = recordingOf(page, 'Alan Turing');
  const panel = page.getByRole('region', { name: 'Make things happen' });
  await panel.getByLabel('On this call').selectOption('Alan Turing');

  await panel.getByRole('button', { name: 'Supervisor stops recording' }).click();
  await expect(panel.getByRole('status')).toHaveText(
    'The mock server has been told: Supervisor stops recording.',
  );
  await expect(widget).toHaveAttribute('data-recording-state', 'Stopped');

  await panel.getByRole('button', { name: 'Supervisor pauses' }).click();
  await expect(panel.getByRole('status')).toHaveText(/not possible/);

  await panel.getByRole('button', { name: 'Refuse the next operation' }).click();
  await expect(panel.getByRole('status')).toHaveText(/been told: Refuse the next operation/);
  await press(widget.getByRole('button', { name: 'Start recording' }), mock, 'Alan Turing');
  await expect(widget).toContainText('Could not start.');
});

test.describe('without a call', () => {
  test.use({ mockOptions: { calls: [] } });

  test('the list says that there are no calls after the server has said so', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByText('No calls')).toBeVisible();
    await expectLive(page);
  });
});
