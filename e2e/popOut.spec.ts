import type { Frame, Page } from '@playwright/test';
import { buildPage } from './buildPage.ts';
import { expect } from './desktop.ts';
import { onStrictHost } from './strictHost.ts';

/** What the page beside `popOut/main.tsx` leaves for tests. */
interface Left {
  readonly simulation: { readonly supervisor: (operationName: string, callId: string) => void };
  readonly startDesk: () => void;
  readonly startDeskOfBook: () => void;
  readonly showByPortal: (place: Element, content?: Content) => void;
  readonly showNowhere: () => void;
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
      isDeskWanted: 'with a desk' | 'bare' = 'with a desk',
    ): Promise<void> {
      await page.goto('/');
      if (isDeskWanted === 'bare') return;
      await page.evaluate(() => (window as unknown as Left).startDesk());
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
          (window as unknown as Left).showByPortal(place, what);
        }, content),
      ]);
      await expect(
        popup.locator('[data-recording-state=Recording], [role=group]').first(),
      ).toBeVisible();
      // A window that the browser has opened behind another gets no keys.
      await popup.bringToFront();
      return popup;
    }
    const supervisor = (page: Page, operationName: string): Promise<void> =>
      page.evaluate((name) => {
        (window as unknown as Left).simulation.supervisor(name, 'c1');
      }, operationName);
    const regionsIn = (each: Window): Promise<string[]> =>
      each.locator('[aria-live]').allTextContents();
    /** Where anything is said, and what. Polled for: a sentence is there a moment after its cause. */
    const said = async (...windows: readonly Window[]): Promise<string[][]> =>
      Promise.all(windows.map(async (each) => (await regionsIn(each)).filter(Boolean)));

    test('has its shortcuts while it has the focus, and the page has not', async ({ page }) => {
      await open(page);
      const popup = await popOut(page);
      const controls = popup.getByRole('group', { name: 'Call recording' });
      await popup.getByRole('button', { name: 'Stop recording' }).focus();
      await popup.keyboard.press('Alt+Shift+P');
      await expect(controls).toHaveAttribute('data-recording-state', 'Paused');
    });

    test('says it in its own region, which was there before, and the page says nothing', async ({
      page,
      browserName,
    }) => {
      await open(page);
      const popup = await popOut(page);
      expect(await regionsIn(popup)).toEqual(['', '']);
      await popup.getByRole('button', { name: 'Stop recording' }).focus();
      await supervisor(page, 'PauseCallRecording');
      await expect.poll(() => said(page, popup)).toEqual([[], ['Recording paused.']]);
      if (browserName === 'chromium') {
        // Not only in the document: a screen reader finds it, too.
        const session = await popup.context().newCDPSession(popup);
        const { nodes } = await session.send('Accessibility.getFullAXTree');
        const isIn = nodes.some(
          ({ ignored, name }) => !ignored && name?.value === 'Recording paused.',
        );
        expect(isIn).toBe(true);
      }
      // The agent goes back to the page.
      await page.bringToFront();
      await page.getByRole('button', { name: 'In the page' }).focus();
      await supervisor(page, 'ResumeCallRecording');
      await expect.poll(() => said(page, popup)).toEqual([['Recording resumed.'], []]);
      // And is in the pop-out again.
      await popup.bringToFront();
      await popup.getByRole('button', { name: 'Stop recording' }).focus();
      await supervisor(page, 'StopCallRecording');
      await expect.poll(() => said(page, popup)).toEqual([[], ['Recording stopped.']]);
    });

    test('says it inside of its own modal dialog', async ({ page }) => {
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
      await expect.poll(() => said(page, popup)).toEqual([[], ['Recording paused.']]);
    });

    test('keeps the focus when its button becomes another, and when it goes', async ({ page }) => {
      await open(page);
      const popup = await popOut(page);
      await popup.getByRole('button', { name: 'Pause recording' }).focus();
      await popup.keyboard.press('Enter');
      await expect(popup.getByRole('button', { name: 'Resume recording' })).toBeFocused();
      await popup.getByRole('button', { name: 'Stop recording' }).focus();
      await supervisor(page, 'StopCallRecording');
      await expect(popup.getByRole('button', { name: 'Start recording' })).toBeFocused();
    });

    test('keeps the focus for when the agent comes back to it', async ({ page }) => {
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

    test('is heard with buttons of the host, once one of them was pressed', async ({ page }) => {
      await open(page);
      const popup = await popOut(page, 'own');
      await popup.getByRole('button', { name: 'Pause recording' }).click();
      await expect.poll(() => said(page, popup)).toEqual([[], ['Recording paused.']]);
    });

    for (const content of ['payment', 'payment elsewhere'] as const)
      test(`lets nothing into blocked fields, and takes the focus out of them: ${content}`, async ({
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
        // A password manager of the other window, which needs no key and no focus.
        await fill('5500');
        await expect(card).toHaveValue('');
      });

    test('leaves nothing behind when it is closed, and the page says it again', async ({
      page,
    }) => {
      await open(page);
      for (let times = 0; times < 2; times += 1) {
        const popup = await popOut(page);
        await popup.getByRole('button', { name: 'Stop recording' }).focus();
        await popup.close();
        // The host has not heard of it yet: its widget is still mounted, and seen by nobody.
        await supervisor(page, 'PauseCallRecording');
        await expect.poll(() => said(page)).toEqual([['Recording paused.']]);
        await supervisor(page, 'ResumeCallRecording');
        await expect.poll(() => said(page)).toEqual([['Recording resumed.']]);
        await page.evaluate(() => (window as unknown as Left).showNowhere());
      }
      await expect(page.locator('[aria-live]')).toHaveCount(2);
    });

    test('is heard with a React root of its own there, and the page is where it has none', async ({
      page,
    }) => {
      await open(page, 'bare');
      const [popup] = await Promise.all([
        page.waitForEvent('popup'),
        page.evaluate(() => {
          const opened = window.open('', 'call', 'popup,width=400,height=300');
          if (!opened) throw new Error('The browser has opened no window.');
          const place = opened.document.body.appendChild(opened.document.createElement('div'));
          const unmount = (window as unknown as Left).showByRoot(place);
          Object.assign(window, { unmount });
        }),
      ]);
      const controls = popup.getByRole('group', { name: 'Call recording' });
      await expect(controls).toHaveAttribute('data-recording-state', 'Recording');
      await popup.getByRole('button', { name: 'Stop recording' }).focus();
      await popup.keyboard.press('Alt+Shift+P');
      await expect.poll(() => said(page, popup)).toEqual([[], ['Recording paused.']]);
      await expect(popup.locator('[aria-live]')).toHaveCount(2);
    });

    test('is heard where a second provider stands in it, by that one', async ({ page }) => {
      await open(page);
      const popup = await popOut(page);
      await popup.evaluate(() => {
        const place = document.body.appendChild(document.createElement('div'));
        (window.opener as unknown as Left).showByRoot(place);
      });
      await expect(popup.getByRole('group', { name: 'Call recording' })).toHaveCount(2);
      await popup.getByRole('button', { name: 'Stop recording' }).first().focus();
      await supervisor(page, 'PauseCallRecording');
      await expect.poll(() => said(page, popup)).toEqual([[], ['Recording paused.']]);
      await expect(popup.locator('[aria-live]')).toHaveCount(2);
    });

    test('may be a frame: it has shortcuts, a voice, and takes no focus from the page', async ({
      page,
    }) => {
      await open(page);
      await page.evaluate(() => {
        const frame = document.body.appendChild(document.createElement('iframe'));
        frame.title = 'Call';
        if (frame.contentDocument)
          (window as unknown as Left).showByPortal(frame.contentDocument.body);
      });
      const [, frame] = page.frames();
      if (!frame) throw new Error('There is no frame.');
      const stop = frame.getByRole('button', { name: 'Stop recording' });
      await stop.focus();
      await page.keyboard.press('Alt+Shift+P');
      await expect.poll(() => said(page, frame)).toEqual([[], ['Recording paused.']]);
      await stop.focus();
      const button = page.getByRole('button', { name: 'In the page' });
      await button.focus();
      await supervisor(page, 'StopCallRecording');
      await expect.poll(() => said(page, frame)).toEqual([['Recording stopped.'], []]);
      await expect(button).toBeFocused();
    });

    test('is what the book gives to copy: it looks, sounds and closes as it should', async ({
      page,
    }) => {
      await open(page, 'bare');
      await page.evaluate(() => (window as unknown as Left).startDeskOfBook());
      for (let times = 0; times < 2; times += 1) {
        // Picture-in-picture in Chromium, a pop-out elsewhere.
        const [popup] = await Promise.all([
          page.context().waitForEvent('page'),
          page.getByRole('button', { name: 'In a window of its own' }).click(),
        ]);
        const stop = popup.getByRole('button', { name: 'Stop recording' });
        await expect(popup.locator('html')).toHaveAttribute('data-theme', 'dark');
        await expect(popup.locator('body')).toHaveCSS('margin-top', '7px');
        await stop.focus();
        // A shortcut is dropped for half a second after a change.
        if (times > 0) await expect(popup.getByRole('timer')).toHaveText(/^0:0[1-9]$/);
        await popup.keyboard.press(times === 0 ? 'Alt+Shift+P' : 'Alt+Shift+R');
        const what = times === 0 ? 'Recording paused.' : 'Recording resumed.';
        await expect.poll(() => said(page, popup)).toEqual([[], [what]]);
        // What is heard there takes no room.
        for (const region of await popup.locator('[aria-live]').all())
          expect(await region.evaluate((each: HTMLElement) => each.offsetWidth)).toBe(1);
        await popup.evaluate(() => {
          setTimeout(() => window.close(), 0);
        });
        await expect(page.getByRole('group', { name: 'Call recording' })).toBeVisible();
      }
      await expect(page.locator('[aria-live]')).toHaveCount(2);
    });

    test('is seen while the page is hidden: its clock and its voice keep time', async ({
      page,
    }) => {
      await open(page);
      const popup = await popOut(page);
      await page.evaluate(() => {
        // As browsers do with the timers of hidden pages, only worse.
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
      await expect.poll(() => said(page, popup)).toEqual([[], ['Recording paused.']]);
    });
  });
}

test.describe('a page', () => {
  test.beforeAll(async () => {
    script = await buildPage('popOut', '19');
  });

  test('that gets another body has its regions in that one', async ({ page }) => {
    await page.goto('/');
    await page.evaluate(() => {
      const left = window as unknown as Left;
      left.startDesk();
      const shown = document.body.appendChild(document.createElement('div'));
      left.showByRoot(shown);
    });
    await expect(page.locator('[data-recording-state=Recording]')).toBeVisible();
    await page.evaluate(() => {
      document.body = document.createElement('body');
    });
    await expect(page.locator('body > [aria-live]')).toHaveCount(2);
    await page.evaluate(() => {
      (window as unknown as Left).simulation.supervisor('PauseCallRecording', 'c1');
    });
    await expect(page.locator('[aria-live=polite]')).toHaveText('Recording paused.');
  });
});
