import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Download, Locator, Page } from '@playwright/test';
import type { ControlCommand } from '../src/mock-server/index.ts';
import {
  callIds,
  expect,
  expectLive,
  operationsAsked,
  press,
  recordingOf,
  test,
  type Caller,
} from './desktop.ts';

// These tests check what the demo adds to the widgets, and how it shows several of them together.

function callers(page: Page): Locator {
  return page.getByRole('list', { name: 'Calls' }).getByRole('heading');
}

async function openDetails(page: Page, caller: Caller): Promise<Locator> {
  await page.getByRole('button', { name: `Details of ${caller}` }).click();
  return page.getByRole('region', { name: caller, exact: true });
}

test('a consult call is shown beside the call from which it was made, and each has its own controls', async ({
  page,
}) => {
  await page.goto('/');
  await expectLive(page);
  await expect(callers(page)).toHaveText([
    'Ada Lovelace',
    'Alan Turing',
    'Grace Hopper',
    'Konrad Zuse',
  ]);
  const ada = await recordingOf(page, 'Ada Lovelace').boundingBox();
  const alan = await recordingOf(page, 'Alan Turing').boundingBox();
  expect(alan?.x).toBeGreaterThan((ada?.x ?? Infinity) + (ada?.width ?? 0));
  for (const caller of ['Ada Lovelace', 'Alan Turing', 'Grace Hopper', 'Konrad Zuse'] as const)
    await expect(recordingOf(page, caller).getByRole('button').first()).toBeVisible();
});

test('the call that has been paused longest can be put on top', async ({ page, mock }) => {
  await page.goto('/');
  await expectLive(page);
  await mock.control({ verb: 'supervisorResume', callId: callIds['Alan Turing'] });
  await mock.control({ verb: 'supervisorStart', callId: callIds['Konrad Zuse'] });
  await mock.control({ verb: 'supervisorPause', callId: callIds['Konrad Zuse'] });
  await expect(recordingOf(page, 'Konrad Zuse')).toHaveAttribute('data-recording-state', 'Paused');
  await expect(callers(page).first()).toHaveText('Ada Lovelace');

  await page.getByRole('combobox', { name: 'Sort' }).selectOption('Paused longest first');
  await expect(callers(page).first()).toHaveText('Konrad Zuse');
});

test('the timeline shows what happened before the details were opened', async ({ page, mock }) => {
  await page.goto('/');
  await expectLive(page);
  const ada = recordingOf(page, 'Ada Lovelace');
  const button = (name: string) => ada.getByRole('button', { name });
  // A timeline shows whole seconds, so the recording has to be observed for one. That is over at the
  // second tick of its clock.
  for (let tick = 0; tick < 2; tick += 1) {
    const clock = ada.getByRole('timer');
    await expect(clock).not.toHaveText(await clock.innerText());
  }
  await press(button('Pause recording'), mock, 'Ada Lovelace');
  await expect(ada).toHaveAttribute('data-recording-state', 'Paused');
  await press(button('Resume recording'), mock, 'Ada Lovelace');
  await expect(ada).toHaveAttribute('data-recording-state', 'Recording');

  const details = await openDetails(page, 'Ada Lovelace');
  const timeline = details.getByRole('group', { name: 'Recording over the call' });
  await timeline.getByText('Times').click();
  // The page was opened during the call, so the time before that is unknown.
  await expect(timeline.getByRole('rowheader')).toHaveText([
    'Unknown',
    'Recorded',
    'Paused',
    'Recorded',
  ]);
});

test('where a stop cannot be undone, the widget asks before it stops, in the list and in the details', async ({
  page,
  mock,
}) => {
  await page.goto('/#drawer=open');
  await expectLive(page);
  await page.getByRole('switch', { name: 'Stopping cannot be undone' }).click();
  await openDetails(page, 'Ada Lovelace');

  for (const where of [undefined, 'details'] as const) {
    const ada = recordingOf(page, 'Ada Lovelace', where);
    await ada.getByRole('button', { name: 'Stop recording' }).click();
    await expect(ada).toContainText('It cannot be restarted on this call.');
    await expect(ada.getByRole('button', { name: 'Don’t stop' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(ada.getByRole('button', { name: 'Stop recording' })).toBeFocused();
  }
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual([]);

  await page.getByRole('switch', { name: 'Stopping cannot be undone' }).click();
  const ada = recordingOf(page, 'Ada Lovelace');
  await ada.getByRole('button', { name: 'Stop recording' }).click();
  await expect(ada).toHaveAttribute('data-recording-state', 'Stopped');
});

test('a pause limit counts down only after it was chosen, and Keep paused starts it again', async ({
  page,
}) => {
  await page.clock.install();
  await page.goto('/#drawer=open');
  await expectLive(page);
  const alan = page.getByRole('listitem').filter({ hasText: 'Alan Turing' });
  await expect(alan).not.toContainText('Resumes in');
  await page
    .getByRole('combobox', { name: 'Pause limit' })
    .selectOption('1 minute, then it resumes');
  await expect(alan).toContainText('Resumes in');

  await page.clock.runFor(31_000);
  await alan.getByRole('button', { name: 'Keep paused' }).click();
  await expect(alan.getByRole('button', { name: 'Keep paused' })).toHaveCount(0);
  await expect(alan).toContainText(/Resumes in (1:00|0:5\d)/);
  // Calls that are not paused have no countdown.
  await expect(page.getByText(/^Resumes in/)).toHaveCount(1);
});

test('shortcuts work only when they were switched on, and for the call that has the focus', async ({
  page,
  mock,
}) => {
  await page.goto('/#drawer=open');
  await expectLive(page);
  const alan = recordingOf(page, 'Alan Turing');
  const resume = alan.getByRole('button', { name: 'Resume recording' });
  await expect(resume).not.toHaveAttribute('aria-keyshortcuts');
  await page.getByRole('switch', { name: 'Keyboard shortcuts' }).click();
  await expect(resume).toHaveAttribute('aria-keyshortcuts', 'Alt+Shift+R');

  await page.getByRole('button', { name: 'Details of Alan Turing' }).focus();
  await page.keyboard.press('Alt+Shift+R');
  await expect(alan).toHaveAttribute('data-recording-state', 'Recording');
  expect(operationsAsked(mock, 'Alan Turing')).toEqual(['ResumeCallRecording']);

  // The focus is outside of the calls, so it is not clear which call Alt+Shift+X is meant for, and
  // nothing happens.
  await page.getByRole('switch', { name: 'Dark' }).focus();
  await page.keyboard.press('Alt+Shift+X');
  await recordingOf(page, 'Ada Lovelace').getByRole('button', { name: 'Pause recording' }).focus();
  await page.keyboard.press('Alt+Shift+P');
  await expect(recordingOf(page, 'Ada Lovelace')).toHaveAttribute('data-recording-state', 'Paused');
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual(['PauseCallRecording']);
  expect(operationsAsked(mock, 'Alan Turing')).toEqual(['ResumeCallRecording']);
});

test('the event log shows who requested an operation, how it ended and how long it took', async ({
  page,
  mock,
}) => {
  await page.goto('/');
  await expectLive(page);
  const log = page.getByRole('region', { name: 'Recording events' });
  await expect(log.getByRole('table')).toHaveCount(0);

  const ada = recordingOf(page, 'Ada Lovelace');
  await press(ada.getByRole('button', { name: 'Pause recording' }), mock, 'Ada Lovelace');
  await expect(ada).toHaveAttribute('data-recording-state', 'Paused');
  await mock.control({ verb: 'supervisorResume', callId: callIds['Ada Lovelace'] });
  await expect(ada).toHaveAttribute('data-recording-state', 'Recording');
  await mock.control({ verb: 'rejectNext', statusCode: 5 });
  await press(ada.getByRole('button', { name: 'Stop recording' }), mock, 'Ada Lovelace');

  // The newest event is first. The row with index 0 has the column headings.
  const rows = log.getByRole('row');
  await expect(rows).toHaveCount(6);
  await expect(rows.nth(1)).toHaveText(/Ada Lovelace\s*Stop\s*This agent\s*Refused.*\d ms/);
  await expect(rows.nth(1)).toContainText('no-permission');
  await expect(rows.nth(2)).toHaveText(/Stop\s*This agent\s*Asked for/);
  await expect(rows.nth(3)).toHaveText(/Not known\s*Changed Paused → Recording/);
  await expect(rows.nth(4)).toHaveText(/Pause\s*This agent\s*Confirmed Recording → Paused.*\d ms/);

  // The widgets have announced these events already, so the log is not a live region.
  expect(await log.evaluate((region) => region.closest('[aria-live],[role=log]'))).toBeNull();
  await expect(log.locator('[aria-live], [role=log], [role=status], output')).toHaveCount(0);
});

test('the events can be downloaded as JSON and as CSV with the keyboard, and contain no names', async ({
  page,
  mock,
  browserName,
}) => {
  test.skip(browserName === 'firefox', 'WebDriver BiDi does not report downloads.');
  await page.goto('/');
  await expectLive(page);
  const ada = recordingOf(page, 'Ada Lovelace');
  await press(ada.getByRole('button', { name: 'Pause recording' }), mock, 'Ada Lovelace');
  await expect(ada).toHaveAttribute('data-recording-state', 'Paused');

  const download = async (name: string): Promise<Download> => {
    const started = page.waitForEvent('download');
    await page.getByRole('button', { name }).focus();
    await page.keyboard.press('Enter');
    return started;
  };
  const json = await download('Download JSON');
  expect(json.suggestedFilename()).toMatch(/^recording-events-[\dT-]+\.json$/);
  const events: unknown = JSON.parse(await readFile(await json.path(), 'utf8'));
  expect(events).toMatchObject([
    { result: 'requested', cause: 'button', sequence: 1 },
    {
      callId: callIds['Ada Lovelace'],
      operationName: 'PauseCallRecording',
      origin: 'this-agent',
      result: 'confirmed',
    },
  ]);

  const csv = await download('Download CSV');
  expect(csv.suggestedFilename()).toMatch(/\.csv$/);
  const text = await readFile(await csv.path(), 'utf8');
  expect(text.split('\r\n')).toHaveLength(4);
  expect(text).toMatch(/^callId,operationName,origin,result/);
  expect(text + JSON.stringify(events)).not.toMatch(/Lovelace|agent,agent|\+44/);
});

test('the display settings that the agent has chosen are kept in the address, and nowhere else', async ({
  page,
}) => {
  await page.goto('/');
  await expectLive(page);
  const html = page.locator('html');
  await expect(html).toHaveAttribute('data-density', 'normal');
  await page.getByRole('combobox', { name: 'Spacing' }).selectOption('Touch');
  await page.getByRole('switch', { name: 'High contrast' }).click();
  await page.getByRole('switch', { name: 'Dark' }).click();
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch');
  await expect(html).toHaveAttribute('data-density', 'touch');
  await expect(html).toHaveAttribute('data-contrast', 'more');
  await expect(html).toHaveAttribute('data-theme', 'dark');
  const pause = page.getByRole('button', { name: 'Pausieren der Aufzeichnung' }).first();
  expect((await pause.boundingBox())?.height).toBeGreaterThanOrEqual(44);

  await page.reload();
  await expect(html).toHaveAttribute('data-density', 'touch');
  await expect(html).toHaveAttribute('data-contrast', 'more');
  await expect(html).toHaveAttribute('data-theme', 'dark');
  await expect(pause).toBeVisible();
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
  expect(await page.evaluate(() => document.cookie)).not.toMatch(/dark|touch/);

  await page.getByRole('combobox', { name: 'Language' }).selectOption('English');
  await page.getByRole('combobox', { name: 'Spacing' }).selectOption('Normal');
  await page.getByRole('switch', { name: 'High contrast' }).click();
  await expect(recordingOf(page, 'Ada Lovelace')).toBeVisible();
  expect(new URL(page.url()).hash).toBe('#theme=dark');
});

/** Lists every verb of the mock server. A new verb that is missing here is a compile error. */
const verbs: Readonly<Record<ControlCommand['verb'], true>> = {
  late: true,
  lost: true,
  duplicate: true,
  reordered: true,
  stale: true,
  eventBeforeResponse: true,
  responseWithoutEvent: true,
  lostResponse: true,
  rejectNext: true,
  httpNext: true,
  slow: true,
  dropConnections: true,
  stall: true,
  restart: true,
  expireSessions: true,
  notificationsDown: true,
  notificationsUp: true,
  calm: true,
  scenario: true,
  supervisorStart: true,
  supervisorPause: true,
  supervisorResume: true,
  supervisorStop: true,
  deviceStop: true,
  ring: true,
  answer: true,
  hold: true,
  retrieve: true,
  release: true,
  complete: true,
  transfer: true,
  attachData: true,
  shareUuid: true,
  bareEvent: true,
  bareAnswer: true,
  nodeClock: true,
};

test('the panel has a button for every fault of the mock server, each with a description and a report', async ({
  page,
}) => {
  // The requests are recorded by code in the page, because Firefox does not give the test the body
  // of a request.
  await page.addInitScript(() => {
    const askedByTest: unknown[] = [];
    const { fetch } = window;
    Object.assign(window, {
      askedByTest,
      fetch: (...request: Parameters<typeof fetch>) => {
        const [path, init] = request;
        if (path !== '/mock/control') return fetch(...request);
        askedByTest.push(typeof init?.body === 'string' && JSON.parse(init.body));
        return Promise.resolve(Response.json({ statusCode: 0 }));
      },
    });
  });
  await page.goto('/#drawer=open');
  await expectLive(page);
  const panel = page.getByRole('region', { name: 'Make things happen' });
  // Each click opens one more group, so the number of closed groups gets smaller.
  const closed = panel.locator('details:not([open]) > summary');
  while ((await closed.count()) > 0) await closed.first().click();

  for (const button of await panel.getByRole('button').all()) {
    await expect(button).toHaveAccessibleDescription(/\w.*\.$/);
    const [label = ''] = (await button.innerText()).split('\n');
    await expect(button).toHaveAccessibleName(label);
    await button.click();
    await expect(panel.getByRole('status')).toHaveText(/^(?!.*…$).*\w.*\.$/);
  }
  // The script above has put the array there.
  const asked = await page.evaluate(() => Reflect.get(window, 'askedByTest') as ControlCommand[]);
  expect([...new Set(asked.map(({ verb }) => verb))].sort()).toEqual(Object.keys(verbs).sort());
});

test('the mock server does what the buttons of the panel ask it to do', async ({ page, mock }) => {
  await page.goto('/#drawer=open');
  await expectLive(page);
  const panel = page.getByRole('region', { name: 'Make things happen' });
  for (const title of ['The call', 'The next event', 'All day long'])
    await panel.getByText(title, { exact: true }).click();
  const pressInPanel = async (name: string, answer: string | RegExp): Promise<void> => {
    await panel.getByRole('button', { name, exact: true }).click();
    await expect(panel.getByRole('status')).toHaveText(answer);
  };
  await pressInPanel('Put it on hold', 'The mock server has been told: Put it on hold.');
  await pressInPanel('Take it back', /been told: Take it back/);
  await pressInPanel('Attach data', /been told: Attach data/);
  await pressInPanel('Lose the answer', /been told: Lose the answer/);
  await pressInPanel('Send the next two the wrong way round', /been told: Send the next two/);
  expect(mock.state().faults).toHaveLength(2);
  await pressInPanel('Everything is slow', /been told: Everything is slow/);
  await pressInPanel('Forget all this', /been told: Forget all this/);
  expect(mock.state().faults).toHaveLength(0);
  await pressInPanel('The phone stops all recordings', /been told/);
  await expect(recordingOf(page, 'Ada Lovelace')).toHaveAttribute(
    'data-recording-state',
    'Stopped',
  );
  await pressInPanel('Transfer the call', /been told: Transfer the call/);
  await pressInPanel('Transfer the call', /not possible/);
});

for (const hash of ['density=touch&contrast=more', 'density=compact&theme=dark&contrast=more']) {
  test(`axe finds nothing with ${hash}`, async ({ page, mock }) => {
    await page.goto(`/#${hash}&stop=asks-first&pauseLimit=resumes&order=paused-longest-first`);
    await expectLive(page);
    await openDetails(page, 'Ada Lovelace');
    await page.getByRole('button', { name: 'Take a payment' }).click();
    await expect(page.getByRole('group', { name: 'Card details' })).not.toHaveAttribute(
      'data-blocked',
    );
    const grace = recordingOf(page, 'Grace Hopper');
    await press(grace.getByRole('button', { name: 'Start recording' }), mock, 'Grace Hopper');
    await expect(grace).toHaveAttribute('data-recording-state', 'Recording');
    await grace.getByRole('button', { name: 'Stop recording' }).click();
    await page.getByText('As the server says it').click();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations).toEqual([]);
  });
}
