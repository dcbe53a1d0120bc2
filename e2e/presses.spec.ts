import { callIds, expect, operationsAsked, press, recordingOf, test } from './desktop.ts';

// Each of these tests presses Stop at the end and waits for it. A wrong request that was sent
// before has reached the server by then.

test('a double click sends one request', async ({ page, mock }) => {
  await page.goto('/');
  const ada = recordingOf(page, 'Ada Lovelace');
  await ada.getByRole('button', { name: 'Pause recording' }).dblclick();
  await expect(ada).toHaveAttribute('data-recording-state', 'Paused');

  await press(ada.getByRole('button', { name: 'Stop recording' }), mock, 'Ada Lovelace');
  await expect(ada).toHaveAttribute('data-recording-state', 'Stopped');
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual([
    'PauseCallRecording',
    'StopCallRecording',
  ]);
});

test.describe('with a server that makes each change at once', () => {
  test.use({ mockOptions: { eventDelay: 0 } });

  test('a double click never turns Pause into Resume', async ({ page, mock }) => {
    await page.goto('/');
    const ada = recordingOf(page, 'Ada Lovelace');
    // The delay is so long that Pause has become Resume before the second click.
    await ada.getByRole('button', { name: 'Pause recording' }).dblclick({ delay: 120 });
    await expect(ada).toHaveAttribute('data-recording-state', 'Paused');

    await press(ada.getByRole('button', { name: 'Stop recording' }), mock, 'Ada Lovelace');
    await expect(ada).toHaveAttribute('data-recording-state', 'Stopped');
    expect(operationsAsked(mock, 'Ada Lovelace')).toEqual([
      'PauseCallRecording',
      'StopCallRecording',
    ]);
  });

  test('a second press right after the change is not taken for Resume', async ({ page, mock }) => {
    await page.goto('/');
    const ada = recordingOf(page, 'Ada Lovelace');
    const pause = ada.getByRole('button', { name: 'Pause recording' });
    const { x, y, width, height } = (await pause.boundingBox()) ?? throwNoBox();
    const middle = [x + width / 2, y + height / 2] as const;

    // The click is made by code in the page, so that it comes in the same frame in which Resume
    // appears.
    await page.evaluate(
      ([id, left, top]) => {
        const widget = document.querySelector(`[role=group][data-call-id='${id}']`);
        new MutationObserver((_, observer) => {
          if (widget?.getAttribute('data-recording-state') !== 'Paused') return;
          observer.disconnect();
          const under = document.elementFromPoint(left, top)?.closest('button');
          Object.assign(window, { pressedByTest: under?.getAttribute('aria-label') });
          under?.click();
        }).observe(document, { subtree: true, attributes: true, childList: true });
      },
      [callIds['Ada Lovelace'], ...middle] as const,
    );
    await page.mouse.click(...middle);
    await expect(ada).toHaveAttribute('data-recording-state', 'Paused');
    await expect
      .poll(() => page.evaluate(() => Reflect.get(window, 'pressedByTest')))
      .toBe('Resume recording');

    await press(ada.getByRole('button', { name: 'Stop recording' }), mock, 'Ada Lovelace');
    await expect(ada).toHaveAttribute('data-recording-state', 'Stopped');
    expect(operationsAsked(mock, 'Ada Lovelace')).toEqual([
      'PauseCallRecording',
      'StopCallRecording',
    ]);
  });

  // The browser marks the second and later keydown events of a held key with `repeat`.
  test('a held Enter key presses once, and does not press Resume afterwards', async ({
    page,
    mock,
  }) => {
    await page.goto('/');
    const ada = recordingOf(page, 'Ada Lovelace');
    await ada.getByRole('button', { name: 'Pause recording' }).focus();
    for (let times = 0; times < 8; times += 1) await page.keyboard.down('Enter');
    await expect(ada).toHaveAttribute('data-recording-state', 'Paused');
    // The key is held for longer than the half second in which every press is ignored.
    const paused = Date.now();
    while (Date.now() - paused < 700) await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');

    await press(ada.getByRole('button', { name: 'Stop recording' }), mock, 'Ada Lovelace');
    await expect(ada).toHaveAttribute('data-recording-state', 'Stopped');
    expect(operationsAsked(mock, 'Ada Lovelace')).toEqual([
      'PauseCallRecording',
      'StopCallRecording',
    ]);
  });

  test('a held Space key presses once, when it is released', async ({ page, mock }) => {
    await page.goto('/');
    const ada = recordingOf(page, 'Ada Lovelace');
    await ada.getByRole('button', { name: 'Pause recording' }).focus();
    for (let times = 0; times < 8; times += 1) await page.keyboard.down('Space');
    await page.keyboard.up('Space');
    await expect(ada).toHaveAttribute('data-recording-state', 'Paused');

    await press(ada.getByRole('button', { name: 'Stop recording' }), mock, 'Ada Lovelace');
    await expect(ada).toHaveAttribute('data-recording-state', 'Stopped');
    expect(operationsAsked(mock, 'Ada Lovelace')).toEqual([
      'PauseCallRecording',
      'StopCallRecording',
    ]);
  });
});

test('two widgets on one call show the same state, and a press on both sends one request', async ({
  page,
  mock,
}) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Details of Ada Lovelace' }).click();
  const inList = recordingOf(page, 'Ada Lovelace');
  const inDetails = recordingOf(page, 'Ada Lovelace', 'details');
  await expect(inDetails.getByRole('button', { name: 'Pause recording' })).toBeVisible();

  // Both are clicked in one task, so neither has been rendered again when the other is clicked.
  const pressed = await page.evaluate(() => {
    const buttons = document.querySelectorAll<HTMLElement>(
      "[data-operation='PauseCallRecording'][data-part='button']",
    );
    for (const button of buttons) button.click();
    return buttons.length;
  });
  expect(pressed).toBe(2);

  for (const widget of [inList, inDetails]) {
    await expect(widget).toHaveAttribute('data-recording-state', 'Paused');
    await expect(widget.getByRole('button', { name: 'Resume recording' })).toBeEnabled();
  }
  await inDetails.getByRole('button', { name: 'Stop recording' }).click();
  for (const widget of [inList, inDetails]) {
    await expect(widget).toHaveAttribute('data-recording-state', 'Stopped');
  }
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual([
    'PauseCallRecording',
    'StopCallRecording',
  ]);
});

function throwNoBox(): never {
  throw new Error('A visible button has a box.');
}

test('an agent can start and stop a recording with the keyboard alone', async ({ page, mock }) => {
  await page.goto('/');
  const konrad = recordingOf(page, 'Konrad Zuse');
  const start = konrad.getByRole('button', { name: 'Start recording' });
  // If the button is not there yet, the first Tab leaves the page for the toolbars of Firefox.
  await expect(start).toBeVisible();
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(start).toBeFocused({ timeout: 50 });
  }).toPass({ intervals: [0] });

  await page.keyboard.press('Enter');
  await expect(konrad).toHaveAttribute('data-recording-state', 'Recording');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(konrad).toHaveAttribute('data-recording-state', 'Stopped');
  expect(operationsAsked(mock, 'Konrad Zuse')).toEqual(['StartCallRecording', 'StopCallRecording']);
});
