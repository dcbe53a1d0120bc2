import type { Page } from '@playwright/test';
import { buildPage } from './buildPage.ts';
import { expect } from './desktop.ts';
import { onStrictHost } from './strictHost.ts';

/** The globals that `wholeDay/main.tsx` sets on the window for tests. */
interface TestGlobals {
  readonly simulation: { readonly supervisor: (operationName: string, callId: string) => void };
  readonly sounded: readonly string[];
  readonly setMiniShown: (isShown: boolean) => void;
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

    /**
     * Opens the page and adds a constructed stylesheet, as some CSS libraries do. Such a sheet has
     * no address that could be copied.
     */
    async function openPage(page: Page): Promise<void> {
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
        (window as unknown as TestGlobals).simulation.supervisor(name, 'c1');
      }, operationName);
    const announcedIn = async (each: Page): Promise<string[]> =>
      (await each.locator('[aria-live]').allTextContents()).filter(Boolean);

    test.describe('the mini window', () => {
      test.skip(
        ({ browserName }) => browserName !== 'chromium',
        'Only Chromium has Document Picture-in-Picture.',
      );

      test('has the styles of the page under a strict policy, and follows its theme', async ({
        page,
      }) => {
        await openPage(page);
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

      test('takes the focus when it opens, and handles buttons, shortcuts and the key for the active call', async ({
        page,
      }) => {
        await openPage(page);
        const mini = await openMini(page);
        await expect(mini.locator('main')).toBeFocused();
        const controls = mini.getByRole('group', { name: 'Call recording' });
        await mini.keyboard.press('Alt+Shift+P');
        await expect(controls).toHaveAttribute('data-recording-state', 'Paused');
        // A key that comes right after a change is ignored, so it is pressed until it works.
        await expect(async () => {
          await mini.keyboard.press('Alt+Shift+R');
          await expect(controls).toHaveAttribute('data-recording-state', 'Recording', {
            timeout: 200,
          });
        }).toPass();
        await mini.getByRole('button', { name: 'Stop recording' }).click();
        await expect(controls).toHaveAttribute('data-recording-state', 'Stopped');
      });

      test('announces changes in its own window, and shows the state in its title', async ({
        page,
      }) => {
        await openPage(page);
        const mini = await openMini(page);
        await mini.getByRole('button', { name: 'Stop recording' }).focus();
        await supervisor(page, 'PauseCallRecording');
        await expect.poll(() => announcedIn(mini)).toEqual(['Recording paused.']);
        expect(await announcedIn(page)).toEqual([]);
        await expect.poll(() => mini.title()).toBe('Paused · Desk');
      });

      test('gives the focus back when it is closed, and can be opened again', async ({ page }) => {
        await openPage(page);
        const mini = await openMini(page);
        await mini.close();
        await expect(page.getByRole('button', { name: 'Keep on top' })).toBeFocused();
        await openMini(page);
        await page.getByRole('button', { name: 'Close the small window' }).click();
        await expect(page.getByRole('button', { name: 'Keep on top' })).toBeFocused();
        expect(page.context().pages()).toEqual([page]);
      });

      test('is opened, used and closed with the keyboard alone', async ({ page }) => {
        await openPage(page);
        const opener = page.getByRole('button', { name: 'Keep on top' });
        await page.keyboard.press('Tab');
        await page.keyboard.press('Tab');
        await expect(opener).toBeFocused();
        const [mini] = await Promise.all([
          page.context().waitForEvent('page'),
          page.keyboard.press('Enter'),
        ]);
        const controls = mini.getByRole('group', { name: 'Call recording' });
        await expect(mini.locator('main')).toBeFocused();
        await mini.keyboard.press('Tab');
        const pause = mini.getByRole('button', { name: 'Pause recording' });
        await expect(pause).toBeFocused();
        expect(await pause.evaluate((each) => getComputedStyle(each).outlineStyle)).not.toBe(
          'none',
        );
        await mini.keyboard.press('Enter');
        await expect(controls).toHaveAttribute('data-recording-state', 'Paused');
        await expect(mini.getByRole('button', { name: 'Resume recording' })).toBeFocused();
        await mini.keyboard.press('Tab');
        await expect(mini.getByRole('button', { name: 'Stop recording' })).toBeFocused();
        await mini.keyboard.press('Enter');
        await expect(controls).toHaveAttribute('data-recording-state', 'Stopped');
        const closer = page.getByRole('button', { name: 'Close the small window' });
        await expect(closer).toBeFocused();
        await page.keyboard.press('Enter');
        await expect(opener).toBeFocused();
        expect(page.context().pages()).toEqual([page]);
      });

      test('leaves the focus to the field where the agent types', async ({ page }) => {
        await openPage(page);
        const mini = await openMini(page);
        const field = page.getByLabel('Note about the call');
        await field.focus();
        await mini.close();
        await expect(page.getByRole('button', { name: 'Keep on top' })).toBeVisible();
        await expect(field).toBeFocused();
      });

      test('closes when the widget that opened it is removed from the page', async ({ page }) => {
        await openPage(page);
        await openMini(page);
        await page.evaluate(() => (window as unknown as TestGlobals).setMiniShown(false));
        await expect.poll(() => page.context().pages()).toEqual([page]);
      });

      test('is not offered where the browser does not support it', async ({ page }) => {
        await page.addInitScript(() => {
          Object.defineProperty(window, 'documentPictureInPicture', { value: undefined });
        });
        await openPage(page);
        await expect(
          page.getByText('This browser cannot keep a window on top of the others.'),
        ).toBeVisible();
        await expect(page.getByRole('button')).toHaveCount(0);
      });

      test('tells the agent when the browser has refused to open it', async ({ page }) => {
        await page.addInitScript(() => {
          Object.defineProperty(window, 'documentPictureInPicture', {
            value: { requestWindow: () => Promise.reject(new Error('Not allowed.')) },
          });
        });
        await openPage(page);
        await page.getByRole('button', { name: 'Keep on top' }).click();
        await expect(page.locator('[data-mini-window=failed]')).toContainText(
          'The window could not be opened. Try again.',
        );
        await expect
          .poll(() => announcedIn(page))
          .toEqual(['The window could not be opened. Try again.']);
        await expect(page.getByRole('button', { name: 'Keep on top' })).toBeFocused();
      });
    });

    test('a sound is played only after the agent has pressed something in the page', async ({
      page,
      browserName,
    }) => {
      test.skip(
        browserName !== 'chromium',
        'In Firefox the autoplay settings decide which sounds are blocked.',
      );
      const logged: string[] = [];
      page.on('console', (message) => logged.push(message.text()));
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
      // The browser logs no warning of its own.
      expect(logged).toEqual(['sound-blocked']);
      const sounded = (): Promise<readonly string[]> =>
        page.evaluate(() => (window as unknown as TestGlobals).sounded);
      expect(await sounded()).toEqual([]);

      await page.getByLabel('Note about the call').click();
      // A tab makes no sound for a moment when another tab has just made the same one, so the
      // change is made again.
      await expect(async () => {
        await supervisor(page, 'PauseCallRecording');
        await supervisor(page, 'ResumeCallRecording');
        await expect
          .poll(async () => (await sounded()).slice(-3), { timeout: 500 })
          .toEqual(['running 659', 'running 784', 'running 988']);
      }).toPass();
    });

    test('the key for the active call works while the agent types in a field', async ({ page }) => {
      await openPage(page);
      await page.getByLabel('Note about the call').fill('4');
      await page.keyboard.press('Alt+Shift+P');
      await expect(page).toHaveTitle('Paused · Desk');
      await expect(page.getByLabel('Note about the call')).toHaveValue('4');
      await expect.poll(() => announcedIn(page)).toEqual(['Recording paused.']);
    });
  });
}
