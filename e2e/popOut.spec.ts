import type { Frame, Page } from '@playwright/test';
import { buildPage } from './buildPage.ts';
import { expect } from './desktop.ts';
import { onStrictHost } from './strictHost.ts';

/** The globals that `popOut/main.tsx` sets on the window for tests. */
interface TestGlobals {
  readonly simulation: { readonly supervisor: (operationName: string, callId: string) => void };
  readonly renderPage: () => void;
  readonly renderBookExample: () => void;
  readonly showByPortal: (place: Element, content?: Content) => void;
  readonly closePortal: () => void;
  readonly showByRoot: (place: Element) => () => void;
}

type Content = 'controls' | 'own' | 'payment' | 'payment elsewhere';

/** A window of the page: the page itself, a pop-out, or a frame. */
type Window = Page | Frame;

let script = '';

const test = onStrictHost({
  css: 'body { margin: 7px }',
  script: () => script,
});

for (const hostsReact of ['19', '18.2'] as const) {
  test.describe(`with React ${hostsReact}, a window that the page has opened`, () => {
    test.describe.configure({ mode: 'default' });
    test.beforeAll(async () => {
      script = await buildPage('popOut', hostsReact);
    });

    async function open(
      page: Page,
      rendered: 'with a provider' | 'nothing' = 'with a provider',
    ): Promise<void> {
      await page.goto('/');
      if (rendered === 'nothing') return;
      await page.evaluate(() => (window as unknown as TestGlobals).renderPage());
      await expect(page.getByRole('button', { name: 'In the page' })).toBeVisible();
    }
    async function popOut(page: Page, content: Content = 'controls'): Promise<Page> {
      const [popup] = await Promise.all([
        page.waitForEvent('popup'),
        page.evaluate((what) => {
          const opened = window.open('', 'call', 'popup,width=400,height=300');
          if (!opened) throw new Error('The browser has opened no window.');
          const place = opened.document.body.appendChild(opened.document.createElement('div'));
          Object.assign(window, { opened });
          (window as unknown as TestGlobals).showByPortal(place, what);
        }, content),
      ]);
      await expect(
        popup.locator('[data-recording-state=Recording], [role=group]').first(),
      ).toBeVisible();
      // A window that the browser has opened behind another one gets no key events.
      await popup.bringToFront();
      return popup;
    }
    const supervisor = (page: Page, operationName: string): Promise<void> =>
      page.evaluate((name) => {
        (window as unknown as TestGlobals).simulation.supervisor(name, 'c1');
      }, operationName);
    const regionsIn = (each: Window): Promise<string[]> =>
      each.locator('[aria-live]').allTextContents();
    /**
     * Returns the texts of the live regions of each window. Tests poll it, because a sentence is
     * announced a moment after its cause.
     */
    const announced = async (...windows: readonly Window[]): Promise<string[][]> =>
      Promise.all(windows.map(async (each) => (await regionsIn(each)).filter(Boolean)));

    test('handles shortcuts while it has the focus and the page does not', async ({ page }) => {
      await open(page);
      const popup = await popOut(page);
      const controls = popup.getByRole('group', { name: 'Call recording' });
      await popup.getByRole('button', { name: 'Stop recording' }).focus();
      await popup.keyboard.press('Alt+Shift+P');
      await expect(controls).toHaveAttribute('data-recording-state', 'Paused');
    });

    test('announces in its own live region, which existed before, while the page announces nothing', async ({
      page,
      browserName,
    }) => {
      await open(page);
      const popup = await popOut(page);
      expect(await regionsIn(popup)).toEqual(['', '']);
      await popup.getByRole('button', { name: 'Stop recording' }).focus();
      await supervisor(page, 'PauseCallRecording');
      await expect.poll(() => announced(page, popup)).toEqual([[], ['Recording paused.']]);
      if (browserName === 'chromium') {
        // The sentence is also in the accessibility tree, where a screen reader finds it.
        const session = await popup.context().newCDPSession(popup);
        const { nodes } = await session.send('Accessibility.getFullAXTree');
        const isIn = nodes.some(
          ({ ignored, name }) => !ignored && name?.value === 'Recording paused.',
        );
        expect(isIn).toBe(true);
      }
      // The agent goes back to the page, so the page announces.
      await page.bringToFront();
      await page.getByRole('button', { name: 'In the page' }).focus();
      await supervisor(page, 'ResumeCallRecording');
      await expect.poll(() => announced(page, popup)).toEqual([['Recording resumed.'], []]);
      // The agent goes to the pop-out again, so the pop-out announces.
      await popup.bringToFront();
      await popup.getByRole('button', { name: 'Stop recording' }).focus();
      await supervisor(page, 'StopCallRecording');
      await expect.poll(() => announced(page, popup)).toEqual([[], ['Recording stopped.']]);
    });

    test('announces inside its own modal dialog', async ({ page }) => {
      await open(page);
      const popup = await popOut(page);
      await popup.evaluate(() => {
        const dialog = document.createElement('dialog');
        dialog.append('Payment', document.createElement('button'));
        document.body.append(dialog);
        dialog.showModal();
      });
      await supervisor(page, 'PauseCallRecording');
      await expect(popup.locator('dialog [aria-live=polite]')).toHaveText('Recording paused.');
      await expect.poll(() => announced(page, popup)).toEqual([[], ['Recording paused.']]);
    });

    test('keeps the focus when its button becomes another one, and when its button disappears', async ({
      page,
    }) => {
      await open(page);
      const popup = await popOut(page);
      await popup.getByRole('button', { name: 'Pause recording' }).focus();
      await popup.keyboard.press('Enter');
      await expect(popup.getByRole('button', { name: 'Resume recording' })).toBeFocused();
      await popup.getByRole('button', { name: 'Stop recording' }).focus();
      await supervisor(page, 'StopCallRecording');
      await expect(popup.getByRole('button', { name: 'Start recording' })).toBeFocused();
    });

    test('has the focus on the right button when the agent comes back to it', async ({ page }) => {
      await open(page);
      const popup = await popOut(page);
      await popup.getByRole('button', { name: 'Stop recording' }).focus();
      await page.bringToFront();
      await page.getByRole('button', { name: 'In the page' }).focus();
      await supervisor(page, 'StopCallRecording');
      await expect
        .poll(() => popup.evaluate(() => document.activeElement?.getAttribute('aria-label')))
        .toBe('Start recording');
      await expect(page.getByRole('button', { name: 'In the page' })).toBeFocused();
    });

    test('announces with buttons of the host after one of them was pressed', async ({ page }) => {
      await open(page);
      const popup = await popOut(page, 'own');
      await popup.getByRole('button', { name: 'Pause recording' }).click();
      await expect.poll(() => announced(page, popup)).toEqual([[], ['Recording paused.']]);
    });

    for (const content of ['payment', 'payment elsewhere'] as const)
      test(`lets no input into blocked fields, and takes the focus out of them: ${content}`, async ({
        page,
      }) => {
        await open(page);
        const popup = await popOut(page, content);
        const card = popup.locator('input');
        const fill = (value: string): Promise<void> =>
          card.evaluate((input: HTMLInputElement, filled) => {
            input.value = filled;
            input.dispatchEvent(new InputEvent('input', { bubbles: true }));
          }, value);
        await expect(
          popup.locator('[data-recording-state=Paused], [role=group]').first(),
        ).toBeVisible();
        await expect(page.locator('[data-blocked]')).toHaveCount(0);
        await expect(popup.locator('[data-blocked]')).toHaveCount(0);
        await card.focus();
        await supervisor(page, 'ResumeCallRecording');
        await expect(card).not.toBeFocused();
        // This is what a password manager of the other window does. It needs no key and no focus.
        await fill('5500');
        await expect(card).toHaveValue('');
      });

    test('leaves nothing behind in the page when it is closed, and the page announces again', async ({
      page,
    }) => {
      await open(page);
      for (let times = 0; times < 2; times += 1) {
        const popup = await popOut(page);
        await popup.getByRole('button', { name: 'Stop recording' }).focus();
        await popup.close();
        // The host does not know yet that the window was closed, so its widget is still mounted,
        // although nobody can see it.
        await supervisor(page, 'PauseCallRecording');
        await expect.poll(() => announced(page)).toEqual([['Recording paused.']]);
        await supervisor(page, 'ResumeCallRecording');
        await expect.poll(() => announced(page)).toEqual([['Recording resumed.']]);
        await page.evaluate(() => (window as unknown as TestGlobals).closePortal());
      }
      await expect(page.locator('[aria-live]')).toHaveCount(2);
    });

    test('announces where it has a React root of its own, although the page has none', async ({
      page,
    }) => {
      await open(page, 'nothing');
      const [popup] = await Promise.all([
        page.waitForEvent('popup'),
        page.evaluate(() => {
          const opened = window.open('', 'call', 'popup,width=400,height=300');
          if (!opened) throw new Error('The browser has opened no window.');
          const place = opened.document.body.appendChild(opened.document.createElement('div'));
          const unmount = (window as unknown as TestGlobals).showByRoot(place);
          Object.assign(window, { unmount });
        }),
      ]);
      const controls = popup.getByRole('group', { name: 'Call recording' });
      await expect(controls).toHaveAttribute('data-recording-state', 'Recording');
      await popup.getByRole('button', { name: 'Stop recording' }).focus();
      await popup.keyboard.press('Alt+Shift+P');
      await expect.poll(() => announced(page, popup)).toEqual([[], ['Recording paused.']]);
      await expect(popup.locator('[aria-live]')).toHaveCount(2);
    });

    test('announces each sentence once where a second provider is rendered in it', async ({
      page,
    }) => {
      await open(page);
      const popup = await popOut(page);
      await popup.evaluate(() => {
        const place = document.body.appendChild(document.createElement('div'));
        (window.opener as unknown as TestGlobals).showByRoot(place);
      });
      await expect(popup.getByRole('group', { name: 'Call recording' })).toHaveCount(2);
      await popup.getByRole('button', { name: 'Stop recording' }).first().focus();
      await supervisor(page, 'PauseCallRecording');
      await expect.poll(() => announced(page, popup)).toEqual([[], ['Recording paused.']]);
      await expect(popup.locator('[aria-live]')).toHaveCount(2);
    });

    test('may be a frame: it handles shortcuts, announces, and takes no focus from the page', async ({
      page,
    }) => {
      await open(page);
      await page.evaluate(() => {
        const frame = document.body.appendChild(document.createElement('iframe'));
        frame.title = 'Call';
        if (frame.contentDocument)
          (window as unknown as TestGlobals).showByPortal(frame.contentDocument.body);
      });
      const [, frame] = page.frames();
      if (!frame) throw new Error('There is no frame.');
      const stop = frame.getByRole('button', { name: 'Stop recording' });
      await stop.focus();
      await page.keyboard.press('Alt+Shift+P');
      await expect.poll(() => announced(page, frame)).toEqual([[], ['Recording paused.']]);
      await stop.focus();
      const button = page.getByRole('button', { name: 'In the page' });
      await button.focus();
      await supervisor(page, 'StopCallRecording');
      await expect.poll(() => announced(page, frame)).toEqual([['Recording stopped.'], []]);
      await expect(button).toBeFocused();
    });

    test('works as the book’s example shows it: it has the styles of the page, announces, and can be closed', async ({
      page,
    }) => {
      await open(page, 'nothing');
      await page.evaluate(() => (window as unknown as TestGlobals).renderBookExample());
      for (let times = 0; times < 2; times += 1) {
        // The window is a Picture-in-Picture window in Chromium, and a pop-out in other browsers.
        const [popup] = await Promise.all([
          page.context().waitForEvent('page'),
          page.getByRole('button', { name: 'In a window of its own' }).click(),
        ]);
        const stop = popup.getByRole('button', { name: 'Stop recording' });
        await expect(popup.locator('html')).toHaveAttribute('data-theme', 'dark');
        await expect(popup.locator('body')).toHaveCSS('margin-top', '7px');
        await stop.focus();
        // After a change, shortcuts are ignored for half a second.
        if (times > 0) await expect(popup.getByRole('timer')).toHaveText(/^0:0[1-9]$/);
        await popup.keyboard.press(times === 0 ? 'Alt+Shift+P' : 'Alt+Shift+R');
        const what = times === 0 ? 'Recording paused.' : 'Recording resumed.';
        await expect.poll(() => announced(page, popup)).toEqual([[], [what]]);
        // The live regions take up no visible space.
        for (const region of await popup.locator('[aria-live]').all())
          expect(await region.evaluate((each: HTMLElement) => each.offsetWidth)).toBe(1);
        await popup.evaluate(() => {
          setTimeout(() => window.close(), 0);
        });
        await expect(page.getByRole('group', { name: 'Call recording' })).toBeVisible();
      }
      await expect(page.locator('[aria-live]')).toHaveCount(2);
    });

    test('keeps its clock running and announces while the page is hidden', async ({ page }) => {
      await open(page);
      const popup = await popOut(page);
      await page.evaluate(() => {
        // Browsers slow down the timers of hidden pages. Here the timers stop altogether.
        Object.defineProperty(document, 'hidden', { get: () => true });
        for (let timer = window.setTimeout(() => undefined, 0); timer > 0; timer -= 1)
          clearInterval(timer);
        for (const name of ['setTimeout', 'setInterval'] as const)
          Object.assign(window, { [name]: () => 0 });
      });
      const timer = popup.getByRole('timer');
      const before = await timer.textContent();
      await expect(timer).not.toHaveText(before ?? '');
      await popup.getByRole('button', { name: 'Stop recording' }).focus();
      await supervisor(page, 'PauseCallRecording');
      await expect.poll(() => announced(page, popup)).toEqual([[], ['Recording paused.']]);
    });
  });
}

test.describe('a page', () => {
  test.beforeAll(async () => {
    script = await buildPage('popOut', '19');
  });

  test('whose body is replaced puts the live regions into the new body', async ({ page }) => {
    await page.goto('/');
    await page.evaluate(() => {
      const left = window as unknown as TestGlobals;
      left.renderPage();
      const shown = document.body.appendChild(document.createElement('div'));
      left.showByRoot(shown);
    });
    await expect(page.locator('[data-recording-state=Recording]')).toBeVisible();
    await page.evaluate(() => {
      document.body = document.createElement('body');
    });
    await expect(page.locator('body > [aria-live]')).toHaveCount(2);
    await page.evaluate(() => {
      (window as unknown as TestGlobals).simulation.supervisor('PauseCallRecording', 'c1');
    });
    await expect(page.locator('[aria-live=polite]')).toHaveText('Recording paused.');
  });
});
