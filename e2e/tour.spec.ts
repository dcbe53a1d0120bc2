import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, expectLive, test } from './desktop.ts';

// These tests check the tour of the demo: six faults, each with what the widget shows and the true
// state at the server.

interface Tour {
  readonly panel: Locator;
  readonly widget: Locator;
  readonly truth: Locator;
  readonly verdict: Locator;
}

/** Starts the tour, chooses a fault, and triggers it. */
async function triggerFault(page: Page, title: string): Promise<Tour> {
  await page.goto('/?confirmationTimeout=1500');
  await expectLive(page);
  await page.getByRole('button', { name: 'Take the tour' }).click();
  const panel = page.getByRole('region', { name: 'Six faults' });
  await expect(panel.getByRole('heading', { name: 'Six faults' })).toBeFocused();
  await panel.getByRole('button', { name: 'Start the tour' }).click();
  await panel.getByRole('button', { name: title }).click();
  const widget = panel.getByRole('group', { name: /^Call recording, .*, tour$/ });
  await expect(widget).toHaveAttribute('data-recording-state', 'Recording');
  await panel.getByRole('button', { name: 'Set off this fault' }).click();
  return { panel, widget, truth: panel.locator('.truth'), verdict: panel.locator('.verdict') };
}

test('tour: an event is lost, and the widget finds the pause by reading the call', async ({
  page,
}) => {
  const { widget, truth, verdict } = await triggerFault(page, 'The event is lost');
  await expect(truth).toContainText('Paused');
  await expect(widget).toHaveAttribute('data-recording-state', 'Paused');
  await expect(verdict).toHaveText('The widget says what is true.');
});

test('tour: the server accepts and does nothing, and the widget never says Paused', async ({
  page,
}) => {
  const { widget, truth, verdict } = await triggerFault(page, 'Accepted, but not done');
  await expect(verdict).toHaveText('The widget says that the change is not confirmed yet.');
  await expect(widget).toContainText('Treat as recording.');
  await expect(truth).toContainText('Recording');
  await expect(verdict).toHaveText('The widget says that it may be out of date or is not sure.');
  await expect(widget).toHaveAttribute('data-recording-state', 'Recording');
});

test('tour: a press is refused, and the widget says what is still true', async ({ page }) => {
  const { widget, truth, verdict } = await triggerFault(page, 'The press is refused');
  await expect(widget).toContainText('Could not pause. Still recording.');
  await expect(truth).toContainText('Recording');
  await expect(verdict).toHaveText('The widget says what is true.');
});

test('tour: somebody else stops the recording, and a second time as well', async ({ page }) => {
  const { panel, widget, truth } = await triggerFault(page, 'Somebody else stops it');
  await expect(widget).toHaveAttribute('data-recording-state', 'Stopped');
  await expect(truth).toContainText('Stopped');

  // Before the fault is repeated, the tour lets the call be recorded again for a moment.
  const shown = await widget.evaluateHandle((root: HTMLElement) => {
    const states: (string | undefined)[] = [];
    new MutationObserver(() => states.push(root.dataset['recordingState'])).observe(root, {
      attributeFilter: ['data-recording-state'],
    });
    return states;
  });
  await panel.getByRole('button', { name: 'Set it off again' }).click();
  await expect.poll(() => shown.jsonValue()).toEqual(['Recording', 'Stopped']);
});

test('tour: during an outage the true state of the server is shown, and the widget marks its state as old', async ({
  page,
}) => {
  test.slow();
  const { widget, truth, verdict } = await triggerFault(page, 'The server is away');
  await expect(truth).toContainText('Stopped');
  await expect(widget).toHaveAttribute('data-stale');
  await expect(widget).toHaveAttribute('data-recording-state', 'Recording');
  await expect(verdict).toHaveText('The server tells nothing now.');
  await expect(widget).toHaveAttribute('data-recording-state', 'Stopped', { timeout: 30_000 });
  await expect(verdict).toHaveText('The widget says what is true.');
});

test('tour: an old event comes late, and the widget stays paused', async ({ page, mock }) => {
  const { panel, widget, truth, verdict } = await triggerFault(page, 'An old event comes late');
  await expect(truth).toContainText('Paused');
  await expect(widget).toHaveAttribute('data-recording-state', 'Paused');
  await expect(verdict).toHaveText('The widget says what is true.');
  expect(mock.state().faults).toEqual([]);

  // The call of the tour ends together with the tour.
  await panel.getByRole('button', { name: 'End the tour' }).click();
  await expect(panel.getByRole('heading', { name: 'Six faults' })).toBeFocused();
  await expect(page.getByRole('list', { name: 'Calls' })).toContainText('Ended');
});

for (const hash of ['theme=dark', 'language=ar', 'language=ja&density=compact&contrast=more']) {
  test(`tour: axe finds nothing with ${hash}`, async ({ page }) => {
    await page.goto(`/#${hash}`);
    await expectLive(page);
    await page.locator('.tour .strong').click();
    await page.locator('.step .strong').click();
    await expect(page.locator('.tour-call [data-recording-state]')).toHaveAttribute(
      'data-recording-state',
      'Paused',
    );
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations).toEqual([]);
  });
}
