import type { Locator, Page } from '@playwright/test';
import { callIds, expect, operationsAsked, test as base } from './desktop.ts';
import { buildKeyboard, serveKeyboard } from './keyboard/serveKeyboard.ts';

// All these tests run in one worker, because they share a page that is built once.
base.describe.configure({ mode: 'default' });

base.beforeAll(buildKeyboard);

const test: typeof base = base.extend({
  baseURL: async ({ mock }, use) => {
    const { url, close } = await serveKeyboard(mock.url);
    await use(url);
    await close();
  },
});

const ada = callIds['Ada Lovelace'];

async function open(page: Page): Promise<Locator> {
  await page.goto(`/#${ada}`);
  const controls = page.getByRole('group', { name: 'Call recording' });
  await expect(controls).toHaveAttribute('data-recording-state', 'Recording');
  return controls;
}

/** Waits for the state, and then until the next press is not taken for a second click any more. */
async function expectSettled(controls: Locator, state: string): Promise<void> {
  await expect(controls).toHaveAttribute('data-recording-state', state);
  await controls.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1_550)));
}

test('the toolbar is one tab stop, arrow keys move inside it, and Enter or Space start each operation', async ({
  page,
  mock,
}) => {
  const controls = await open(page);
  const named = (name: string): Locator => page.getByRole('button', { name });
  await page.keyboard.press('Tab');
  await expect(page.getByRole('textbox')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(named('Hold')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expectSettled(controls, 'Paused');
  await expect(named('Resume recording')).toBeFocused();
  await page.keyboard.press('Space');
  await expectSettled(controls, 'Recording');
  await page.keyboard.press('ArrowRight');
  await expect(named('Stop recording')).toBeFocused();
  // The focus leaves the toolbar, and comes back to the button where it was.
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('textbox')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expectSettled(controls, 'Stopped');
  await expect(named('Start recording')).toBeFocused();
  await page.keyboard.press('End');
  await expect(named('Transfer')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await expect(controls).toHaveAttribute('data-recording-state', 'Recording');
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual([
    'PauseCallRecording',
    'ResumeCallRecording',
    'StopCallRecording',
    'StartCallRecording',
  ]);
});

test('shortcuts work everywhere except in a text field, and a held shortcut presses once', async ({
  page,
  mock,
}) => {
  const controls = await open(page);
  await page.getByRole('textbox').focus();
  await page.keyboard.press('Alt+Shift+P');
  await page.getByRole('button', { name: 'Transfer' }).focus();
  await page.keyboard.press('p');
  await page.keyboard.press('Shift+P');
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual([]);

  await page.keyboard.down('Alt');
  await page.keyboard.down('Shift');
  for (let times = 0; times < 5; times += 1) await page.keyboard.down('P');
  await expectSettled(controls, 'Paused');
  for (let times = 0; times < 5; times += 1) await page.keyboard.down('P');
  await page.keyboard.up('P');
  // A shortcut is never a toggle: these keys mean Pause, and now there is no Pause button.
  await page.keyboard.press('P');
  await page.keyboard.press('R');
  await expectSettled(controls, 'Recording');
  await page.keyboard.up('Shift');
  await page.keyboard.up('Alt');
  await page.keyboard.press('Control+F9');
  await expect(controls).toHaveAttribute('data-recording-state', 'Stopped');
  await expect(page.getByRole('button', { name: 'Transfer' })).toBeFocused();
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual([
    'PauseCallRecording',
    'ResumeCallRecording',
    'StopCallRecording',
  ]);
});

test('after a reload the clock says “at least” until the page sees a change', async ({
  page,
  mock,
}) => {
  const controls = await open(page);
  const timer = controls.getByRole('timer');
  await expect(timer).toHaveText(/^at least \d:\d\d$/);
  await controls.getByRole('button', { name: 'Pause recording' }).click();
  await expectSettled(controls, 'Paused');
  await expect(timer).toHaveText(/^0:0[1-9]$/);
  await page.reload();
  await expect(controls).toHaveAttribute('data-recording-state', 'Paused');
  // The clock counts from the reload, because the page does not know how long the call was paused
  // before.
  await expect(timer).toHaveText(/^at least 0:0[0-3]$/);
  await expect(timer).toHaveText(/^at least 0:0[1-9]$/);
  await mock.control({ verb: 'supervisorResume', callId: ada });
  await expect(controls).toHaveAttribute('data-recording-state', 'Recording');
  await expect(timer).toHaveText(/^0:0\d$/);
});
