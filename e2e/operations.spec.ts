import { callIds, expect, operationsAsked, press, readsOf, recordingOf, test } from './desktop.ts';

const steps = [
  {
    name: 'Start recording',
    pending: 'Starting…',
    operationName: 'StartCallRecording',
    from: 'None',
    to: 'Recording',
  },
  {
    name: 'Pause recording',
    pending: 'Pausing…',
    operationName: 'PauseCallRecording',
    from: 'Recording',
    to: 'Paused',
  },
  {
    name: 'Resume recording',
    pending: 'Resuming…',
    operationName: 'ResumeCallRecording',
    from: 'Paused',
    to: 'Recording',
  },
  {
    name: 'Stop recording',
    pending: 'Stopping…',
    operationName: 'StopCallRecording',
    from: 'Recording',
    to: 'Stopped',
  },
] as const;

test.describe('with two seconds between answer and event', () => {
  // Two seconds are enough to look at the pending state, also on a busy machine.
  test.use({ mockOptions: { eventDelay: 2000 } });

  test('Start, Pause, Resume and Stop change nothing on screen until their event says so', async ({
    page,
    mock,
  }) => {
    // The timeout is so long that no read comes in between.
    await page.goto('/?confirmationTimeout=100000');
    const grace = recordingOf(page, 'Grace Hopper');

    for (const { name, pending, operationName, from, to } of steps) {
      const answered = page.waitForResponse((answer) => answer.request().method() === 'POST');
      await press(grace.getByRole('button', { name, exact: true }), mock, 'Grace Hopper');
      expect((await answered).status()).toBe(200);

      // The operation is accepted by now, but the old state is still shown. All values are read in
      // one moment, before the event comes.
      const button = grace.getByRole('button', { name: pending, exact: true });
      const seen = await button.evaluate((element) => {
        const widget = element.closest('[role=group]');
        return {
          label: element.textContent,
          isPending: element.getAttribute('aria-disabled'),
          isDisabled: element.hasAttribute('disabled'),
          operationName: widget?.getAttribute('data-pending'),
          state: widget?.getAttribute('data-recording-state'),
        };
      });
      expect(seen).toEqual({
        label: pending,
        isPending: 'true',
        isDisabled: false,
        operationName,
        state: from,
      });

      await expect(grace).toHaveAttribute('data-recording-state', to);
      await expect(grace).not.toHaveAttribute('data-pending');
    }

    expect(operationsAsked(mock, 'Grace Hopper')).toEqual(
      steps.map(({ operationName }) => operationName),
    );
    // The changes came as notifications, so the call was not read.
    expect(readsOf(mock, 'Grace Hopper')).toBe(0);
    const posts = mock.state().requests.filter(({ method }) => method === 'POST');
    expect(posts.map(({ path }) => path)).toEqual(
      steps.map(() => `/api/v2/me/calls/${callIds['Grace Hopper']}`),
    );
  });
});

test('when the event comes before the answer, the event is shown and the answer changes nothing', async ({
  page,
  mock,
}) => {
  let answerNow = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    answerNow = resolve;
  });
  await page.route('**/api/v2/me/calls/*', async (route) => {
    const isPost = route.request().method() === 'POST';
    // Firefox does not give the test the body of a request.
    const body = isPost && { postData: { operationName: 'PauseCallRecording' } };
    const response = await route.fetch({ ...body });
    if (isPost) await released;
    await route.fulfill({ response });
  });
  await page.goto('/');
  const ada = recordingOf(page, 'Ada Lovelace');

  await ada.getByRole('button', { name: 'Pause recording' }).click();
  await expect(ada).toHaveAttribute('data-recording-state', 'Paused');
  await expect(ada).not.toHaveAttribute('data-pending');

  const answered = page.waitForResponse((answer) => answer.request().method() === 'POST');
  answerNow();
  await answered;
  await expect(ada.getByRole('button', { name: 'Resume recording' })).toBeEnabled();
  await expect(ada).toHaveAttribute('data-recording-state', 'Paused');
  await expect(ada).not.toHaveAttribute('data-pending');
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual(['PauseCallRecording']);
});
