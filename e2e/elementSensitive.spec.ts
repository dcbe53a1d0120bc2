import type { Locator, Page } from '@playwright/test';
import { callIds, expect, operationsAsked, press, test } from './desktop.ts';
import { serveEmbedding, strictPolicy } from './embedding/serveEmbedding.ts';

// These tests check `<tallylight-sensitive-section>` on a page without React. The script
// `embedding/elements/sensitive.js` of that page collects the events that the page's own code gets
// from the fields.

const ada = callIds['Ada Lovelace'];

/** The globals that `embedding/elements/sensitive.js` sets on the window for tests. */
interface TestGlobals {
  readonly received: string[];
  readonly blocks: string[];
  readonly state: Readonly<Record<string, unknown>>;
}

const fields = [
  'card',
  'remark',
  'agreed',
  'other',
  'brand',
  'rich',
  'own',
  // A template of the page gave it a `slot` that the section does not have. A script of the page filled
  // it in while the fields were blocked, and nobody stopped it.
  'unplaced',
  'slotted',
  'shadowed',
];
const typed = ['card', 'remark', 'rich', 'own', 'slotted', 'shadowed'];

test.use({
  baseURL: async ({ mock }, use) => {
    const { url, close } = await serveEmbedding(mock.url, 'elements', {
      policy: `${strictPolicy}; frame-src 'self'`,
    });
    await use(url);
    await close();
  },
});

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    // The functions that run in the page find a field with this.
    Object.assign(window, {
      findField: (name: string): Element | null | undefined => {
        if (name === 'own')
          return document.getElementById('own')?.shadowRoot?.querySelector('input');
        return (
          document.getElementById(name) ??
          document.querySelector('pay-dialog')?.shadowRoot?.getElementById(name)
        );
      },
    });
  });
});

const sections = (page: Page): Locator => page.locator('tallylight-sensitive-section');
const section = (page: Page): Locator => sections(page).first();

async function open(page: Page): Promise<void> {
  await page.goto('/sensitive.html');
  await expect(sections(page)).toHaveCount(2);
  await expect(page.locator('tallylight-sensitive-section:not([data-blocked])')).toHaveCount(2);
}

/**
 * Returns the contents of all fields, the events that the page's own code got, and the state that
 * it keeps.
 */
async function contents(page: Page): Promise<unknown> {
  return page.evaluate((names) => {
    const { state, received } = window as unknown as TestGlobals;
    const found = names.map((name) => {
      const field = findField(name);
      const isChecked = field.type === 'checkbox' || field.type === 'radio';
      return [name, isChecked ? field.checked : (field.value ?? field.textContent)];
    });
    return { found, state: { ...state }, received: [...received] };
  }, fields);
}

test('the element requests a pause, and its fields are blocked until the server says Paused', async ({
  page,
  mock,
}) => {
  await mock.control({ verb: 'responseWithoutEvent' });
  await page.goto('/sensitive.html');
  await expect(section(page)).toHaveAttribute('data-blocked', 'pausing');
  await expect.poll(() => operationsAsked(mock, 'Ada Lovelace')).toEqual(['PauseCallRecording']);
  await page.locator('#card').focus();
  await expect(page.locator('#card')).not.toBeFocused();

  await mock.control({ verb: 'supervisorPause', callId: ada });
  await expect(section(page)).not.toHaveAttribute('data-blocked');
  await expect(section(page)).toHaveAttribute('data-recording-state', 'Paused');
  await page.locator('#card').fill('4111');
  // The fields belong to the page: its form contains them, and its labels name them.
  await expect(page.getByLabel('Card number')).toHaveValue('4111');
  expect(await page.evaluate(() => new FormData(document.forms[0]).get('card'))).toBe('4111');
  expect(await page.evaluate(() => (window as unknown as TestGlobals).state)).toEqual({
    card: '4111',
  });
  expect(
    await section(page).evaluate((element) => [
      element.hasAttribute('lang'),
      element.hasAttribute('dir'),
      Reflect.get(element, 'block') === undefined,
    ]),
  ).toEqual([false, false, true]);
});

test('the reason why the fields are blocked, and that they were opened, reach the page as events', async ({
  page,
  mock,
}) => {
  await open(page);
  await mock.control({ verb: 'supervisorResume', callId: ada });
  await expect(section(page)).toHaveAttribute('data-blocked', 'recording');
  await mock.control({ verb: 'supervisorPause', callId: ada });
  await expect(section(page)).not.toHaveAttribute('data-blocked');
  const blocks = await page.evaluate(() => (window as unknown as TestGlobals).blocks);
  expect(blocks.slice(-3)).toEqual(['open', 'recording', 'open']);
});

test('removing the element resumes the recording, and moving it does not', async ({
  page,
  mock,
}) => {
  await page.goto('/sensitive.html');
  await page.locator('pay-dialog').evaluate((element) => element.remove());
  await expect(section(page)).not.toHaveAttribute('data-blocked');
  await section(page).evaluate((element) => {
    document.body.append(element);
  });
  await page.locator('#card').fill('4');
  await expect(section(page)).not.toHaveAttribute('data-blocked');
  expect(operationsAsked(mock, 'Ada Lovelace')).toEqual(['PauseCallRecording']);
  await section(page).evaluate((element) => element.remove());
  await expect
    .poll(() => operationsAsked(mock, 'Ada Lovelace'))
    .toEqual(['PauseCallRecording', 'ResumeCallRecording']);
});

test('no key, paste, drop or dictated text reaches blocked fields, and the focus leaves them', async ({
  page,
  mock,
}) => {
  await open(page);
  for (const name of typed) {
    await page.evaluate((id) => findField(id).focus(), name);
    await page.keyboard.type('4');
    await mock.control({ verb: 'supervisorResume', callId: ada });
    await expect(page.locator('tallylight-sensitive-section[data-blocked]')).toHaveCount(2);
    const before = await contents(page);
    await page.keyboard.type('1');
    await page.keyboard.insertText('22');
    await page.evaluate((id) => {
      const field = findField(id);
      field.focus();
      for (const type of ['paste', 'drop', 'beforeinput', 'keydown', 'compositionend'])
        field.dispatchEvent(new Event(type, { bubbles: true, composed: true, cancelable: true }));
    }, name);
    await page.keyboard.insertText('33');
    await page.keyboard.type('1');
    expect(await contents(page)).toEqual(before);
    await mock.control({ verb: 'supervisorPause', callId: ada });
    await expect(page.locator('[data-blocked]')).toHaveCount(0);
    await page.evaluate((id) => findField(id).focus(), name);
    await page.keyboard.type('5');
    expect(JSON.stringify(await contents(page))).toContain('45');
    await page.evaluate((id) => {
      const field = findField(id);
      if (field.value === undefined) field.textContent = '';
      else field.value = '';
    }, name);
  }
});

test('when a field is blocked during an input-method composition, the field keeps what it had', async ({
  page,
  mock,
  browserName,
}) => {
  test.skip(browserName !== 'chromium', 'Only Chromium can be told to start a composition.');
  await open(page);
  const session = await page.context().newCDPSession(page);
  const compose = (text: string): Promise<unknown> =>
    session.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
  const card = page.locator('#card');
  await card.focus();
  await compose('４');
  await mock.control({ verb: 'supervisorResume', callId: ada });
  await expect(section(page)).toHaveAttribute('data-blocked', 'recording');
  await expect(card).not.toBeFocused();
  await compose('４１１１');
  await session.send('Input.insertText', { text: '４１１１' });
  await expect(card).toHaveValue('４');
  expect(await page.evaluate(() => (window as unknown as TestGlobals).state['card'])).toBe('４');
});

for (const when of ['blocked', 'without a call', 'connected to an invalid address'] as const)
  test(`a password manager cannot fill in the fields while the section is ${when}`, async ({
    page,
    mock,
  }) => {
    await open(page);
    if (when === 'blocked') await mock.control({ verb: 'supervisorResume', callId: ada });
    else
      await page.evaluate((how) => {
        const inDialog = document.querySelector('pay-dialog')?.shadowRoot;
        for (const element of [
          document.querySelector('tallylight-sensitive-section'),
          inDialog?.querySelector('tallylight-sensitive-section'),
        ])
          if (how === 'without a call') element?.removeAttribute('call-id');
          else element?.setAttribute('base-url', 'https://agent:secret@gws.example');
      }, when);
    await expect(page.locator('tallylight-sensitive-section[data-blocked]')).toHaveCount(2);
    const before = await contents(page);
    for (const how of ['input', 'attribute', 'change'] as const)
      await page.evaluate(
        ([names, kind]) => {
          for (const name of names) {
            const field = findField(name);
            const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set;
            if (field.type === 'checkbox' || field.type === 'radio') field.checked = true;
            else if (field.value === undefined) field.textContent = '4111';
            else if (field.localName === 'select') set?.call(field, 'visa');
            else if (kind === 'attribute') field.setAttribute('value', '4111');
            else set?.call(field, '4111');
            if (kind === 'input')
              field.dispatchEvent(new InputEvent('input', { bubbles: true, data: '4111' }));
            field.dispatchEvent(new Event('change', { bubbles: true }));
          }
        },
        [fields, how] as const,
      );
    expect(await contents(page)).toEqual(before);
  });

test('a form with blocked fields is neither submitted nor reset', async ({ page, mock }) => {
  await open(page);
  await page.locator('#card').fill('4111');
  await mock.control({ verb: 'supervisorResume', callId: ada });
  await expect(page.locator('tallylight-sensitive-section[data-blocked]')).toHaveCount(2);
  await page.evaluate(() => {
    const inDialog = document.querySelector('pay-dialog')?.shadowRoot?.querySelector('form');
    (window as unknown as TestGlobals).received.length = 0;
    for (const form of [document.forms[0], inDialog]) {
      form?.requestSubmit();
      form?.reset();
    }
  });
  await page.locator('#notes').press('Enter');
  expect(await page.evaluate(() => (window as unknown as TestGlobals).received)).toEqual([]);
  await expect(page.locator('#card')).toHaveValue('4111');

  await mock.control({ verb: 'supervisorPause', callId: ada });
  await expect(page.locator('[data-blocked]')).toHaveCount(0);
  await page.locator('#notes').press('Enter');
  expect(await page.evaluate(() => (window as unknown as TestGlobals).received)).toEqual([
    'payment submitted',
  ]);
});

test('no key reaches a payment provider’s field in a frame while the section is blocked', async ({
  page,
  mock,
}) => {
  await open(page);
  const hosted = page.frameLocator('#frame').locator('#hosted');
  await hosted.click();
  await page.keyboard.type('4');
  await expect(hosted).toHaveValue('4');
  await mock.control({ verb: 'supervisorResume', callId: ada });
  await expect(section(page)).toHaveAttribute('data-blocked', 'recording');
  await page.keyboard.type('1');
  const box = await page.locator('#frame').boundingBox();
  await page.mouse.click((box?.x ?? 0) + 20, (box?.y ?? 0) + 20);
  await page.keyboard.type('2');
  await hosted.evaluate((element) => element.focus());
  await expect(page.locator('#frame')).not.toBeFocused();
  await page.keyboard.type('3');
  await expect(hosted).toHaveValue('4');
  await mock.control({ verb: 'supervisorPause', callId: ada });
  await expect(section(page)).not.toHaveAttribute('data-blocked');
  await hosted.click();
  await page.keyboard.type('6');
  await expect(hosted).toHaveValue('46');
});

test('the content that replaces the blocked fields can be used while they are blocked, and only then', async ({
  page,
  mock,
}) => {
  await open(page);
  const phone = page.getByRole('button', { name: 'Pay by phone' });
  await expect(phone).toBeHidden();
  await mock.control({ verb: 'supervisorResume', callId: ada });
  await phone.click();
  expect(await page.evaluate(() => (window as unknown as TestGlobals).received)).toContain(
    'phone clicked',
  );
  // The Tab key skips the blocked fields.
  await page.keyboard.press('Tab');
  await expect(page.locator('#card')).not.toBeFocused();
  await press(section(page).getByRole('button', { name: 'Pause again' }), mock, 'Ada Lovelace');
  await expect(phone).toBeHidden();
});

/** `beforeEach` puts this function into the page before the page's own script. */
declare function findField(name: string): Field;

interface Field extends HTMLElement {
  type?: string;
  value?: string;
  checked?: boolean;
}
