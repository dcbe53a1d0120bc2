import type { Page } from '@playwright/test';
import { buildPage } from './buildPage.ts';
import { expect } from './desktop.ts';
import { onStrictHost } from './strictHost.ts';

/** What the page beside `wholeDay/main.tsx` leaves for tests. */
interface Left {
  readonly simulation: { readonly supervisor: (operationName: string, callId: string) => void };
  readonly sounded: readonly string[];
  readonly setMiniThere: (isThere: boolean) => void;
}

let script = '';

const test = onStrictHost({
  bodyAttributes: 'class=host',
  css: '.host { letter-spacing: 1px }',
  script: () => script,
});

for (const hostsReact of ['19', '18.2'] as const) {
  test.describe(`with React ${hostsReact}`, () => {
    test.describe.configure({ mode: 'default' });
    test.beforeAll(async () => {
      script = await buildPage('wholeDay', hostsReact);
    });

    /** A constructed sheet, as some libraries of styles have it: that has no address to copy. */
    async function openDesk(page: Page): Promise<void> {
      await page.goto('/');
      await page.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('.host { word-spacing: 3px }');
        document.adoptedStyleSheets.push(sheet);
      });
    }
    async function openMini(page: Page): Promise<Page> {
      const [mini] = await Promise.all([
        page.context().waitForEvent('page'),
        page.getByRole('button', { name: 'Keep on top' }).click(),
      ]);
      await expect(mini.getByRole('group', { name: 'Call recording' })).toBeVisible();
      return mini;
    }
    const supervisor = (page: Page, operationName: string): Promise<void> =>
      page.evaluate((name) => {
        (window as unknown as Left).simulation.supervisor(name, 'c1');
      }, operationName);
    const saidIn = async (each: Page): Promise<string[]> =>
      (await each.locator('[aria-live]').allTextContents()).filter(Boolean);

    test.describe('the mini window', () => {
      test.skip(({ browserName }) => browserName !== 'chromium', 'Only Chromium has it.');

      test('has the looks of the page, under a strict policy, and follows its theme', async ({
        page,
      }) => {
        await openDesk(page);
        const mini = await openMini(page);
        const looks = await mini.evaluate(() => {
          const { letterSpacing, wordSpacing } = getComputedStyle(document.body);
          const { lang, dataset } = document.documentElement;
          return { letterSpacing, wordSpacing, lang, theme: dataset['theme'] };
        });
        expect(looks).toEqual({
          letterSpacing: '1px',
          wordSpacing: '3px',
          lang: 'en',
          theme: 'dark',
        });
        await page.evaluate(() => (document.documentElement.dataset['theme'] = 'light'));
        await expect(mini.locator('html')).toHaveAttribute('data-theme', 'light');
      });

      test('has the focus, buttons, shortcuts and the key for the active call', async ({
        page,
      }) => {
        await openDesk(page);
        const mini = await openMini(page);
        await expect(mini.locator('main')).toBeFocused();
        const controls = mini.getByRole('group', { name: 'Call recording' });
        await mini.keyboard.press('Alt+Shift+P');
        await expect(controls).toHaveAttribute('data-recording-state', 'Paused');
        // A key that comes right after a change is dropped.
        await expect(async () => {
          await mini.keyboard.press('Alt+Shift+R');
          await expect(controls).toHaveAttribute('data-recording-state', 'Recording', {
            timeout: 200,
          });
        }).toPass();
        await mini.getByRole('button', { name: 'Stop recording' }).click();
        await expect(controls).toHaveAttribute('data-recording-state', 'Stopped');
      });

      test('says there what happens, and shows it in its title', async ({ page }) => {
        await openDesk(page);
        const mini = await openMini(page);
        await mini.getByRole('button', { name: 'Stop recording' }).focus();
        await supervisor(page, 'PauseCallRecording');
        await expect.poll(() => saidIn(mini)).toEqual(['Recording paused.']);
        expect(await saidIn(page)).toEqual([]);
        await expect.poll(() => mini.title()).toBe('Paused · Desk');
      });

      test('gives the focus back when it is closed, and can be opened again', async ({ page }) => {
        await openDesk(page);
        const mini = await openMini(page);
        await mini.close();
        await expect(page.getByRole('button', { name: 'Keep on top' })).toBeFocused();
        await openMini(page);
        await page.getByRole('button', { name: 'Close the small window' }).click();
        await expect(page.getByRole('button', { name: 'Keep on top' })).toBeFocused();
        expect(page.context().pages()).toEqual([page]);
      });

      test('leaves the focus to the field where the agent types', async ({ page }) => {
        await openDesk(page);
        const mini = await openMini(page);
        const field = page.getByLabel('Note about the call');
        await field.focus();
        await mini.close();
        await expect(page.getByRole('button', { name: 'Keep on top' })).toBeVisible();
        await expect(field).toBeFocused();
      });

      test('goes with the widget that opened it', async ({ page }) => {
        await openDesk(page);
        await openMini(page);
        await page.evaluate(() => (window as unknown as Left).setMiniThere(false));
        await expect.poll(() => page.context().pages()).toEqual([page]);
      });

      test('is not promised where the browser has none', async ({ page }) => {
        await page.addInitScript(() => {
          Object.defineProperty(window, 'documentPictureInPicture', { value: undefined });
        });
        await openDesk(page);
        await expect(
          page.getByText('This browser cannot keep a window on top of the others.'),
        ).toBeVisible();
        await expect(page.getByRole('button')).toHaveCount(0);
      });

      test('says in words that the browser has refused it', async ({ page }) => {
        await page.addInitScript(() => {
          Object.defineProperty(window, 'documentPictureInPicture', {
            value: { requestWindow: () => Promise.reject(new Error('Not allowed.')) },
          });
        });
        await openDesk(page);
        await page.getByRole('button', { name: 'Keep on top' }).click();
        await expect(page.locator('[data-mini-window=failed]')).toContainText(
          'The window could not be opened. Try again.',
        );
        await expect
          .poll(() => saidIn(page))
          .toEqual(['The window could not be opened. Try again.']);
        await expect(page.getByRole('button', { name: 'Keep on top' })).toBeFocused();
      });
    });

    test('a sound is heard once the agent has pressed something, and none before', async ({
      page,
      browserName,
    }) => {
      test.skip(browserName !== 'chromium', 'What Firefox keeps back depends on its settings.');
      const told: string[] = [];
      page.on('console', (message) => told.push(message.text()));
      await page.addInitScript(() => {
        const sounded: string[] = [];
        Object.assign(window, { sounded });
        // oxlint-disable-next-line typescript/unbound-method -- called on its own object below
        const { start } = OscillatorNode.prototype;
        OscillatorNode.prototype.start = function (this: OscillatorNode, at) {
          sounded.push(`${this.context.state} ${this.frequency.value}`);
          start.call(this, at);
        };
      });
      await Promise.all([
        page.waitForEvent('console', (message) => message.text() === 'sound-blocked'),
        page.goto('/#resumed-unasked'),
      ]);
      // And no warning of the browser's.
      expect(told).toEqual(['sound-blocked']);
      const sounded = (): Promise<readonly string[]> =>
        page.evaluate(() => (window as unknown as Left).sounded);
      expect(await sounded()).toEqual([]);

      await page.getByLabel('Note about the call').click();
      // One tab is quiet for a moment about what another one has just told.
      await expect(async () => {
        await supervisor(page, 'PauseCallRecording');
        await supervisor(page, 'ResumeCallRecording');
        await expect
          .poll(async () => (await sounded()).slice(-3), { timeout: 500 })
          .toEqual(['running 659', 'running 784', 'running 988']);
      }).toPass();
    });

    test('the key for the active call works while the agent types', async ({ page }) => {
      await openDesk(page);
      await page.getByLabel('Note about the call').fill('4');
      await page.keyboard.press('Alt+Shift+P');
      await expect(page).toHaveTitle('Paused · Desk');
      await expect(page.getByLabel('Note about the call')).toHaveValue('4');
      await expect.poll(() => saidIn(page)).toEqual(['Recording paused.']);
    });
  });
}
