import { callIds, expect, operationsAsked, press, recordingOf, test } from './desktop.ts';

// After each of these a Stop is pressed and waited for: whatever was wrongly sent before it would
// have arrived by then.

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

test.describe('with a server that is done at once', () => {
  test.use({ mockOptions: { eventDelay: 0 } });

  test('a double click never turns Pause into Resume', async ({ page, mock }) => {
    await page.goto('/');
    const ada = recordingOf(page, 'Ada Lovelace');
    // Slow enough that Pause has become Resume before the second click of the two.
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
    const { x, y, width, height } = (await pause.boundingBox()) ?? never();
    const middle = [x + width / 2, y + height / 2] as const;

    // In the page, so that the second press comes in the very frame that shows Resume.
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

  // The second and later `down` of a key carry `repeat`.
  test('a held Enter presses once, and does not go on to press Resume', async ({ page, mock }) => {
    await page.goto('/');
    const ada = recordingOf(page, 'Ada Lovelace');
    await ada.getByRole('button', { name: 'Pause recording' }).focus();
    for (let times = 0; times < 8; times += 1) await page.keyboard.down('Enter');
    await expect(ada).toHaveAttribute('data-recording-state', 'Paused');
    // Held for longer than the half second in which any press would be dropped.
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

  test('a held Space presses once, when it is let go', async ({ page, mock }) => {
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

test('two widgets on one call agree, and together send one request', async ({ page, mock }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Details of Ada Lovelace' }).click();
  const inList = recordingOf(page, 'Ada Lovelace');
  const inDetails = recordingOf(page, 'Ada Lovelace', 'details');
  await expect(inDetails.getByRole('button', { name: 'Pause recording' })).toBeVisible();

  // In one task: neither has been rendered anew when the other is pressed.
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

function never(): never {
  throw new Error('A visible button has a box.');
}

test('an agent can do all of it by keyboard alone', async ({ page, mock }) => {
  await page.goto('/');
  const konrad = recordingOf(page, 'Konrad Zuse');
  const start = konrad.getByRole('button', { name: 'Start recording' });
  // Else the first Tab leaves the page, where Firefox has toolbars.
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
