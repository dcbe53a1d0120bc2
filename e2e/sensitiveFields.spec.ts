import type { Page } from '@playwright/test';
import { buildPage } from './buildPage.ts';
import { expect, test } from './desktop.ts';

/** The globals that `sensitive/main.tsx` sets on the window for tests. */
interface TestGlobals {
  readonly simulation: { readonly supervisor: (operationName: string, callId: string) => void };
  readonly received: string[];
  readonly state: Readonly<Record<string, string>>;
  readonly shadowOf: ShadowRoot;
}

const parts = [
  'inside-card',
  'inside-free',
  'inside-note',
  'inside-agreed',
  'inside-other',
  'inside-brand',
  'inside-rich',
  'inside-open',
  'inside-closed',
  'portal-card',
  'portal-free',
  'portal-note',
  'portal-agreed',
  'portal-other',
  'portal-brand',
  'portal-rich',
  'portal-open',
  'shadowed',
];
/**
 * An event that a script dispatches does not leave a closed shadow tree; an event of a user does.
 */
const fillable = parts.filter((part) => part !== 'inside-closed');
const typed = parts.filter((part) => !/agreed|other|brand/.test(part));

for (const hostsReact of ['19', '18.2'] as const) {
  test.describe(`with React ${hostsReact}`, () => {
    test.describe.configure({ mode: 'default' });
    let script = '';
    test.beforeAll(async () => {
      script = await buildPage('sensitive', hostsReact);
    });

    async function open(page: Page): Promise<void> {
      await page.goto('about:blank');
      await page.setContent('<!doctype html><title>Payment</title>');
      await page.addScriptTag({ content: script });
      await expect(page.locator('[data-tallylight=sensitive-section]')).toHaveCount(2);
      await expect(page.locator('[data-blocked]')).toHaveCount(0);
    }
    /** A supervisor resumes the recording while the agent is typing. */
    async function block(page: Page): Promise<void> {
      await page.evaluate(() => {
        const { simulation, received } = window as unknown as TestGlobals;
        received.length = 0;
        simulation.supervisor('ResumeCallRecording', 'c1');
      });
      await expect(page.locator('[data-blocked]')).toHaveCount(2);
    }
    async function unblock(page: Page): Promise<void> {
      await page.evaluate(() => {
        const { simulation, received } = window as unknown as TestGlobals;
        received.length = 0;
        simulation.supervisor('PauseCallRecording', 'c1');
      });
      await expect(page.locator('[data-blocked]')).toHaveCount(0);
    }

    /**
     * Returns the contents of all fields, the state that the host keeps, and the events that its
     * code got.
     */
    async function contents(page: Page): Promise<unknown> {
      return page.evaluate((names) => {
        const { state, received } = window as unknown as TestGlobals;
        const found = names.map((name) => {
          const field = findField(name);
          return [
            name,
            field.type === 'checkbox' || field.type === 'radio'
              ? field.checked
              : (field.value ?? field.textContent),
          ];
        });
        return { found, state: { ...state }, received: [...received] };
      }, parts);
    }

    test.beforeEach(async ({ page }) => {
      await page.addInitScript(() => {
        // The functions that run in the page find a field with this.
        Object.assign(window, {
          findField: (name: string): unknown => {
            const { shadowOf } = window as unknown as TestGlobals;
            const found = document.getElementById(name) ?? shadowOf.getElementById(name);
            const own: unknown = found && Reflect.get(found, 'closedField');
            return own ?? found?.shadowRoot?.querySelector('input') ?? found;
          },
        });
      });
    });

    test('typed, dictated and composed text reaches the fields only while they are not blocked', async ({
      page,
    }) => {
      await open(page);
      for (const name of typed) {
        await page.evaluate((id) => findField(id).focus(), name);
        await page.keyboard.type('4');
        await block(page);
        const before = await contents(page);
        await page.keyboard.type('1');
        await page.keyboard.insertText('22');
        await page.evaluate((id) => findField(id).focus(), name);
        await page.keyboard.insertText('33');
        await page.keyboard.type('1');
        expect(await contents(page)).toEqual(before);
        await unblock(page);
        await page.evaluate((id) => findField(id).focus(), name);
        await page.keyboard.type('5');
        expect(JSON.stringify(await contents(page))).toContain('45');
        await page.evaluate((id) => {
          const field = findField(id);
          if (field.value !== undefined) field.value = '';
          else field.textContent = '';
        }, name);
      }
    });

    for (const id of ['inside-card', 'portal-card'])
      test(`when a field is blocked during an input-method composition, the field keeps what it had: ${id}`, async ({
        page,
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
        const field = page.locator(`#${id}`);
        await field.focus();
        await compose('４');
        await block(page);
        await expect(field).not.toBeFocused();
        await compose('４１１１');
        await session.send('Input.insertText', { text: '４１１１' });
        await expect(field).toHaveValue('４');
        expect(
          await page.evaluate((name) => (window as unknown as TestGlobals).state[name], id),
        ).toBe('４');
        await unblock(page);
        await field.focus();
        await page.keyboard.type('5');
        await expect(field).toHaveValue('４5');
        expect(
          await page.evaluate((name) => (window as unknown as TestGlobals).state[name], id),
        ).toBe('４5');
      });

    for (const how of [
      'value and input',
      'input that does not bubble',
      'change only',
      'attribute and change',
      'through React’s own property',
    ] as const)
      test(`a password manager cannot fill in blocked fields: ${how}`, async ({ page }) => {
        await open(page);
        await block(page);
        const before = await contents(page);
        await page.evaluate(
          ([names, kind]) => {
            for (const name of names) {
              const field = findField(name);
              const set = Object.getOwnPropertyDescriptor(
                Object.getPrototypeOf(field),
                'value',
              )?.set;
              if (field.type === 'checkbox' || field.type === 'radio') field.checked = true;
              else if (field.value === undefined) field.textContent = '4111';
              else if (field.localName === 'select') set?.call(field, 'visa');
              else if (kind === 'attribute and change') field.setAttribute('value', '4111');
              else if (kind === 'through React’s own property') field.value = '4111';
              else set?.call(field, '4111');
              if (kind !== 'change only' && kind !== 'attribute and change')
                field.dispatchEvent(
                  new InputEvent('input', {
                    bubbles: kind !== 'input that does not bubble',
                    inputType: 'insertReplacementText',
                    data: '4111',
                  }),
                );
              if (kind !== 'input that does not bubble')
                field.dispatchEvent(new Event('change', { bubbles: true }));
            }
          },
          [fillable, how] as const,
        );
        const after = await contents(page);
        expect(after).toEqual(before);
        await unblock(page);
        expect(await contents(page)).toEqual(before);
      });

    test('a form with blocked fields is neither submitted nor reset', async ({ page }) => {
      await open(page);
      await page.locator('#inside-card').fill('4111');
      await page.locator('#in-around').fill('4111');
      await block(page);
      await page.locator('#notes').press('Enter');
      await page.evaluate(() => {
        for (const form of document.forms) {
          form.requestSubmit();
          form.reset();
          form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
        }
      });
      expect(await page.evaluate(() => (window as unknown as TestGlobals).received)).toEqual([]);
      await expect(page.locator('#inside-card')).toHaveValue('4111');
      await expect(page.locator('#in-around')).toHaveValue('4111');
      await unblock(page);
      await page.locator('#notes').press('Enter');
      expect(await page.evaluate(() => (window as unknown as TestGlobals).received)).toEqual([
        'around submitted',
      ]);
    });

    for (const id of ['frame-inside', 'frame-portal'])
      test(`no key reaches a payment provider’s field in a frame while the section is blocked: ${id}`, async ({
        page,
      }) => {
        await open(page);
        const field = page.frameLocator(`#${id}`).locator('#hosted');
        // The first click into a new frame may come before its document is loaded, so it is tried
        // again.
        await expect(async () => {
          await field.click();
          await expect(field).toBeFocused({ timeout: 1_000 });
        }).toPass();
        await page.keyboard.type('4');
        await expect(field).toHaveValue('4');
        await block(page);
        await page.keyboard.type('1');
        const box = await page.locator(`#${id}`).boundingBox();
        await page.mouse.click((box?.x ?? 0) + 20, (box?.y ?? 0) + 20);
        await page.keyboard.type('2');
        await page.locator('#notes').focus();
        for (let times = 0; times < 30; times += 1) {
          await page.keyboard.press('Tab');
          await page.keyboard.type('3');
        }
        // A script of the frame may take the focus. The page notices it, and takes the focus back.
        await field.evaluate((element) => element.focus());
        await expect(page.locator(`#${id}`)).not.toBeFocused();
        await page.keyboard.type('5');
        await expect(field).toHaveValue('4');
        await unblock(page);
        await field.click();
        await page.keyboard.type('6');
        await expect(field).toHaveValue('46');
      });
  });
}

/** `beforeEach` puts this function into the page before the page's own script. */
declare function findField(name: string): Field;

interface Field extends HTMLElement {
  type?: string;
  value?: string;
  checked?: boolean;
}
