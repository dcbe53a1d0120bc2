import type { Locator, Page } from '@playwright/test';
import {
  callIds,
  expect,
  expectLive,
  operationsAsked,
  press,
  recordingOf,
  test,
} from './desktop.ts';

const callId = callIds['Ada Lovelace'];
/**
 * This option of the demo shortens the ten seconds after which an operation counts as not
 * confirmed.
 */
const withShortTimeout = '/?confirmationTimeout=1500';

async function openPayment(page: Page): Promise<Locator> {
  await page.goto(withShortTimeout);
  await expectLive(page);
  await page.getByRole('button', { name: 'Details of Ada Lovelace' }).click();
  await page.getByRole('button', { name: 'Take a payment' }).click();
  return page.getByRole('group', { name: 'Card details' });
}

/** Tries everything that an agent in a hurry would try, with real keys and a real pointer. */
async function tryToType(page: Page, section: Locator): Promise<void> {
  const fields = section.locator('input');
  await fields
    .first()
    .click({ force: true, timeout: 2_000 })
    .catch(() => undefined);
  await page.keyboard.type('41');
  await fields.first().evaluate((field: HTMLInputElement) => field.focus());
  await page.keyboard.type('42');
  for (let times = 0; times < 4; times += 1) {
    await page.keyboard.press('Tab');
    await page.keyboard.type('43');
  }
}

async function expectNothingTyped(section: Locator): Promise<void> {
  for (const field of await section.locator('input').all()) await expect(field).toHaveValue('');
}

test('the fields open when the server says Paused, and the recording resumes when they are closed', async ({
  page,
  mock,
}) => {
  const section = await openPayment(page);
  await expect(section).not.toHaveAttribute('data-blocked');
  await section.getByLabel('Card number').click();
  await page.keyboard.type('4111');
  await expect(section.getByLabel('Card number')).toHaveValue('4111');
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual(['PauseCallRecording']);

  await page.getByRole('button', { name: 'Close the payment' }).click();
  await expect(recordingOf(page, 'Ada Lovelace')).toHaveAttribute(
    'data-recording-state',
    'Recording',
  );
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual([
    'PauseCallRecording',
    'ResumeCallRecording',
  ]);
});

test('no key reaches the fields while the pause is refused', async ({ page, mock }) => {
  await mock.control({ verb: 'rejectNext', statusCode: 2 });
  const section = await openPayment(page);
  await expect(section).toHaveAttribute('data-blocked', 'refused');
  await expect(section).toContainText('Could not pause. Still recording.');
  await tryToType(page, section);
  await expectNothingTyped(section);
  await expect(section.locator('[data-part=fields]')).toHaveJSProperty('inert', true);

  await section.getByRole('button', { name: 'Try again' }).click();
  await expect(section).not.toHaveAttribute('data-blocked');
});

test('no key reaches the fields while it is unknown what happened to the pause', async ({
  page,
  mock,
}) => {
  await mock.control({ verb: 'responseWithoutEvent' });
  const section = await openPayment(page);
  await expect(section).toHaveAttribute('data-blocked', 'pausing');
  await tryToType(page, section);
  await expect(section).toHaveAttribute('data-blocked', 'not-confirmed');
  await tryToType(page, section);
  await expectNothingTyped(section);
});

test('a field that is blocked while the agent types loses the focus, and gets it back when it opens', async ({
  page,
  mock,
}) => {
  const section = await openPayment(page);
  const number = section.getByLabel('Card number');
  await number.click();
  await page.keyboard.type('4111');

  await mock.control({ verb: 'supervisorResume', callId });
  await expect(section).toHaveAttribute('data-blocked', 'recording');
  await expect(section.locator('[data-part=notice]')).toBeFocused();
  await page.keyboard.type('1111');
  await tryToType(page, section);
  await expect(section.locator('input').first()).toHaveValue('4111');

  await press(section.getByRole('button', { name: 'Pause again' }), mock, 'Ada Lovelace');
  await expect(section).not.toHaveAttribute('data-blocked');
  await expect(number).toBeFocused();
});
