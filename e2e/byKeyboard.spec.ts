import type { Locator, Page } from '@playwright/test';
import { callIds, expect, expectLive, operationsAsked, recordingOf, test } from './desktop.ts';

// These tests do every task of the demo with the keyboard alone. After each key, the element with
// the focus has to be on the screen, uncovered, and marked by an outline, and the focus is never
// lost to the page.

/** This is more than the number of tab stops of the page. */
const mostStops = 150;

/** Presses Tab, or Shift+Tab, until this element has the focus. */
async function tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const page = target.page();
  for (let stops = 0; stops < mostStops; stops += 1) {
    await page.keyboard.press(key);
    await expectFocusIsSeen(page);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${key} never led to ${String(target)}.`);
}

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
    await expectFocusIsSeen(page);
  }
}

async function expectFocusIsSeen(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(() => {
        const { activeElement, body } = document;
        // After the last tab stop the focus is in the bars of the browser.
        if (!activeElement || activeElement === body) return 'in the bars';
        // A script moves the focus to these elements when the element with the focus has
        // disappeared. They are no controls.
        if (activeElement.matches('main, h2, [data-part=status]')) return 'seen';
        const { outlineStyle, outlineWidth } = getComputedStyle(activeElement);
        const name = activeElement.outerHTML.slice(0, 120);
        if (outlineStyle === 'none' || parseFloat(outlineWidth) < 2) return `no outline: ${name}`;
        const { left, top, width, height } = activeElement.getBoundingClientRect();
        const isOnScreen = top + height > 0 && top < innerHeight && width > 0;
        if (!isOnScreen) return `not on the screen: ${name}`;
        const y = Math.min(Math.max(top + height / 2, 0), innerHeight - 1);
        const there = document.elementFromPoint(left + width / 2, y);
        return there && (activeElement.contains(there) || there.contains(activeElement))
          ? 'seen'
          : `covered by ${there?.outerHTML.slice(0, 120)}: ${name}`;
      }),
    )
    .toMatch(/^(seen|in the bars)$/);
}

/** Expects that something on the page has the focus, whatever has disappeared. */
async function expectFocusIsKept(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.activeElement?.localName)).not.toBe('body');
  await expectFocusIsSeen(page);
}

/** Waits for the state, and then until the widget accepts a press again. */
async function settled(controls: Locator, state: string): Promise<void> {
  await expect(controls).toHaveAttribute('data-recording-state', state);
  await controls.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1_550)));
}

test.describe('by keyboard alone, on the mock server', () => {
  test.beforeEach(async ({ page }) => {
    await page.goto('/');
    await expectLive(page);
  });

  test('a recording is paused, resumed, stopped after a question, and started', async ({
    page,
    mock,
  }) => {
    const drawerButton = page.getByRole('button', { name: 'Behind the scenes' });
    await tabTo(drawerButton);
    await press(page, 'Enter');
    await tabTo(page.getByRole('switch', { name: 'Stopping cannot be undone' }));
    await press(page, 'Space', 'Escape');
    await expect(drawerButton).toBeFocused();

    const ada = recordingOf(page, 'Ada Lovelace');
    const button = (name: string): Locator => ada.getByRole('button', { name });
    await tabTo(button('Pause recording'));
    await press(page, 'Enter');
    await settled(ada, 'Paused');
    await expect(button('Resume recording')).toBeFocused();
    await press(page, 'Space');
    await settled(ada, 'Recording');
    await tabTo(button('Stop recording'));
    await press(page, 'Enter');
    await expect(button('Don’t stop')).toBeFocused();
    await press(page, 'Escape');
    await expect(button('Stop recording')).toBeFocused();
    await press(page, 'Enter');
    await expect(button('Don’t stop')).toBeFocused();
    await tabTo(button('Stop recording'));
    await press(page, 'Enter');
    await settled(ada, 'Stopped');
    await expect(button('Start recording')).toBeFocused();
    await press(page, 'Enter');
    await expect(ada).toHaveAttribute('data-recording-state', 'Recording');
    await expectFocusIsKept(page);
    expect(operationsAsked(mock, 'Ada Lovelace')).toEqual([
      'PauseCallRecording',
      'ResumeCallRecording',
      'StopCallRecording',
      'StartCallRecording',
    ]);
  });

  test('the list of calls is sorted, and a call is opened and closed', async ({ page, mock }) => {
    for (const verb of ['supervisorStart', 'supervisorPause'] as const)
      await mock.control({ verb, callId: callIds['Konrad Zuse'] });
    await mock.control({ verb: 'supervisorResume', callId: callIds['Alan Turing'] });
    await expect(recordingOf(page, 'Alan Turing')).toHaveAttribute(
      'data-recording-state',
      'Recording',
    );
    const names = page.getByRole('list', { name: 'Calls' }).getByRole('heading');
    await expect(names.first()).toHaveText('Ada Lovelace');
    await tabTo(page.getByRole('combobox', { name: 'Sort' }));
    await press(page, 'ArrowDown');
    await expect(names.first()).toHaveText('Konrad Zuse');
    const opener = page.getByRole('button', { name: 'Details of Grace Hopper' });
    await tabTo(opener);
    await press(page, 'Enter');
    const details = page.getByRole('region', { name: 'Grace Hopper', exact: true });
    await expect(details.getByRole('heading', { name: 'Grace Hopper' })).toBeFocused();

    // The focus goes through the parts of the timeline, and each part says its times.
    await tabTo(details.getByRole('slider', { name: 'Recording over the call' }));
    await press(page, 'Home', 'End');
    await tabTo(details.getByText('As the server says it'));
    await press(page, 'Enter');
    await expect(details.getByText('StartCallRecording')).toBeVisible();

    await tabTo(details.getByRole('button', { name: 'Close details' }), 'Shift+Tab');
    await press(page, 'Enter');
    await expect(opener).toBeFocused();
  });

  test('a call is answered, held, taken back, paid for, hung up, and wrapped up', async ({
    page,
    mock,
  }) => {
    await tabTo(page.getByRole('button', { name: 'Ring the next caller' }));
    await press(page, 'Enter');
    const answer = page.getByRole('button', { name: 'Answer Maya Okafor' });
    await expect(answer).toBeVisible();
    await tabTo(answer);
    await press(page, 'Enter');
    const details = page.getByRole('region', { name: 'Maya Okafor', exact: true });
    await expect(details.getByRole('heading', { name: 'Maya Okafor' })).toBeFocused();
    const recording = details.getByRole('group', { name: /^Call recording/ });
    await expect(recording).toHaveAttribute('data-recording-state', 'Recording');

    await tabTo(details.getByRole('button', { name: 'Hold' }));
    await press(page, 'Enter');
    await expect(details.getByRole('button', { name: 'Take back' })).toBeFocused();
    await press(page, 'Enter');
    await expect(details.getByRole('button', { name: 'Hold' })).toBeFocused();

    await tabTo(details.getByRole('button', { name: 'Take a payment' }));
    await press(page, 'Enter');
    const card = details.getByRole('group', { name: 'Card details' });
    await expect(card).not.toHaveAttribute('data-blocked');
    for (const [field, digits] of [
      ['Card number', '4111111111111111'],
      ['Valid until', '1030'],
      ['Security code', '123'],
    ] as const) {
      await tabTo(card.getByLabel(field));
      await page.keyboard.type(digits);
    }
    await tabTo(card.getByRole('button', { name: 'Pay €84.50' }));
    await press(page, 'Enter');
    await expect(details.getByRole('button', { name: 'Take a payment' })).toBeFocused();
    expect(JSON.stringify(mock.state())).not.toContain('4111');

    await tabTo(details.getByRole('button', { name: 'Hang up' }), 'Shift+Tab');
    await press(page, 'Enter');
    await expect(details.getByRole('button', { name: 'Finish the call' })).toBeVisible();
    await expectFocusIsKept(page);
    await tabTo(details.getByRole('combobox', { name: 'Reason' }));
    await press(page, 'ArrowDown');
    await expect(details.getByRole('combobox', { name: 'Reason' })).toHaveValue('question');
    await tabTo(details.getByLabel('Note', { exact: true }));
    await page.keyboard.type('Asked about the invoice.');
    await tabTo(details.getByRole('button', { name: 'Finish the call' }));
    await press(page, 'Enter');
    await expect(details).toHaveCount(0);
    await expectFocusIsKept(page);
  });

  test('a fault is found in the drawer, set off for a chosen call, and the drawer is closed', async ({
    page,
  }) => {
    await tabTo(page.getByRole('button', { name: 'Behind the scenes' }));
    await press(page, 'Enter');
    const panel = page.getByRole('region', { name: 'Make things happen' });
    await tabTo(panel.getByRole('combobox', { name: 'On this call' }));
    await page.keyboard.type('Konrad');
    await tabTo(panel.getByRole('button', { name: 'Supervisor starts recording' }));
    await press(page, 'Enter');
    await expect(recordingOf(page, 'Konrad Zuse')).toHaveAttribute(
      'data-recording-state',
      'Recording',
    );
    await tabTo(panel.getByText('The server', { exact: true }));
    await press(page, 'Enter');
    await tabTo(panel.getByRole('button', { name: 'Break all connections' }));
    await press(page, 'Enter');
    await expect(panel.getByRole('status')).toHaveText(/been told: Break all connections/);
    await press(page, 'Escape');
    await expect(page.getByRole('button', { name: 'Behind the scenes' })).toBeFocused();
  });

  test('the tour is taken from its beginning to its end', async ({ page }) => {
    test.slow();
    await tabTo(page.getByRole('button', { name: 'Take the tour' }));
    await press(page, 'Enter');
    const tour = page.getByRole('region', { name: 'Six faults' });
    await expect(tour.getByRole('heading', { name: 'Six faults' })).toBeFocused();
    await tabTo(tour.getByRole('button', { name: 'Start the tour' }));
    await press(page, 'Enter');
    await expect(tour.getByRole('button', { name: 'End the tour' })).toBeVisible();
    await expectFocusIsKept(page);
    for (const title of ['Accepted, but not done', 'The press is refused']) {
      await tabTo(tour.getByRole('button', { name: 'Next fault' }));
      await press(page, 'Enter');
      await expect(tour.getByRole('heading', { name: title })).toBeVisible();
      await expectFocusIsKept(page);
    }
    await tabTo(tour.getByRole('button', { name: 'Set off this fault' }), 'Shift+Tab');
    await press(page, 'Enter');
    await expect(tour.getByRole('group', { name: /^Call recording/ })).toContainText(
      'Could not pause. Still recording.',
    );
    // After the last fault the first one follows, so that the button stays and keeps the focus.
    const next = tour.getByRole('button', { name: 'Next fault' });
    await tabTo(next);
    for (const title of [
      'Somebody else stops it',
      'The server is away',
      'An old event comes late',
    ]) {
      await press(page, 'Enter');
      await expect(tour.getByRole('heading', { name: title })).toBeVisible();
    }
    await press(page, 'Enter');
    await expect(tour.getByRole('heading', { name: 'The event is lost' })).toBeVisible();
    await expect(next).toBeFocused();
    await tabTo(tour.getByRole('button', { name: 'End the tour' }), 'Shift+Tab');
    await press(page, 'Enter');
    await expect(tour.getByRole('heading', { name: 'Six faults' })).toBeFocused();
  });

  test('language and looks are chosen', async ({ page }) => {
    const html = page.locator('html');
    const language = page.getByRole('combobox', { name: 'Language' });
    await tabTo(language);
    await page.keyboard.type('Deutsch');
    await expect(html).toHaveAttribute('lang', 'de');
    await expectFocusIsKept(page);
    await tabTo(page.getByRole('combobox', { name: 'Abstände' }));
    await press(page, 'ArrowDown');
    await expect(html).toHaveAttribute('data-density', 'touch');
    await tabTo(page.getByRole('switch', { name: 'Dunkel' }));
    await press(page, 'Space');
    await expect(html).toHaveAttribute('data-theme', 'dark');
    await expectFocusIsKept(page);
  });

  test('the page goes on after an outage when the agent asks it to', async ({ page, mock }) => {
    void mock.control({ verb: 'restart', ms: 4_000 });
    const tryNow = page.locator('main').getByRole('button', { name: 'Try now' });
    await expect(tryNow).toBeVisible();
    await tabTo(tryNow);
    await press(page, 'Enter');
    await expectLive(page);
    await expect(tryNow).toBeHidden();
    await expectFocusIsKept(page);
  });
});

test.describe('by keyboard alone, on a server that asks for a sign-in', () => {
  test.use({ servedAs: 'gws', mockOptions: { csrf: true } });

  test('an agent signs in, pauses, is signed out, and signs in again', async ({ page, mock }) => {
    await page.goto('/');
    await expect(page.getByLabel('User name')).toBeFocused();
    await page.keyboard.type('agent');
    await tabTo(page.getByLabel('Password'));
    await page.keyboard.type('a guess');
    await tabTo(page.getByRole('button', { name: 'Sign in' }));
    await press(page, 'Enter');
    await expect(page.getByLabel('Password')).toBeFocused();
    await expectFocusIsSeen(page);
    await page.keyboard.type('agent');
    await press(page, 'Tab', 'Space');
    await expect(page.getByLabel('Start contact-center session')).toBeChecked();
    await press(page, 'Tab', 'Enter');
    await expectLive(page);
    await expect(page.getByRole('main')).toBeFocused();

    const ada = recordingOf(page, 'Ada Lovelace');
    await tabTo(ada.getByRole('button', { name: 'Pause recording' }));
    await press(page, 'Enter');
    await settled(ada, 'Paused');

    await mock.control({ verb: 'expireSessions' });
    await expect(page.getByText('The server signed you out.')).toBeVisible();
    // Nothing moves the focus away from the agent's work.
    await expect(ada.getByRole('button', { name: 'Resume recording' })).toBeFocused();
    await tabTo(page.getByLabel('User name'), 'Shift+Tab');
    await page.keyboard.type('agent');
    await tabTo(page.getByLabel('Password'));
    await page.keyboard.type('agent');
    await press(page, 'Enter');
    await expect(ada).not.toHaveAttribute('data-stale');
    await expect(page.getByRole('main')).toBeFocused();
  });
});
