import { buildPage } from './buildPage.ts';
import { expect, test } from './desktop.ts';

/** The globals that `shownAgain/main.tsx` sets on the window for tests. */
interface TestGlobals {
  readonly simulation: { readonly supervisor: (operationName: string, callId: string) => void };
  readonly start: (way: string) => void;
  readonly hide: () => void;
  readonly showAgain: () => void;
  readonly frames: (count: number) => Promise<readonly string[]>;
}

// An agent opened the tab of a call again. For one frame the widget said Recording, although the
// call was paused.
for (const [hostsReact, way] of [
  ['19', 'activity'],
  ['19.2', 'activity'],
  ['19', 'suspense'],
  ['18.2', 'suspense'],
] as const)
  test(`controls hidden by ${way} on React ${hostsReact} never show an old state when they are shown again, and announce once`, async ({
    page,
  }) => {
    await page.goto('about:blank');
    await page.setContent('<!doctype html><title>Desk</title>');
    await page.addScriptTag({ content: await buildPage('shownAgain', hostsReact) });
    await page.evaluate((how) => (window as unknown as TestGlobals).start(how), way);
    const controls = page.getByRole('group', { name: 'Call recording' });
    const supervisor = (operationName: string): Promise<void> =>
      page.evaluate((name) => {
        (window as unknown as TestGlobals).simulation.supervisor(name, 'c1');
      }, operationName);
    await expect(controls).toHaveAttribute('data-recording-state', 'Recording');
    await page.evaluate(() => {
      const announced: string[] = [];
      Object.assign(window, { announced });
      new MutationObserver(() => {
        for (const { textContent } of document.querySelectorAll('[aria-live]'))
          if (textContent && announced.at(-1) !== textContent) announced.push(textContent);
      }).observe(document, { subtree: true, childList: true, characterData: true });
    });
    const announcedInPage = (): Promise<unknown> =>
      page.evaluate(() => Reflect.get(window, 'announced') as unknown);

    for (const [operationName, state] of [
      ['PauseCallRecording', 'Paused'],
      ['ResumeCallRecording', 'Recording'],
    ] as const) {
      await page.evaluate(() => (window as unknown as TestGlobals).hide());
      await expect(page.locator('#panel')).toBeHidden();
      await supervisor(operationName);
      // The button is hidden, so its shortcut does nothing.
      await page.keyboard.press('Alt+Shift+S');
      const framesSeen = await page.evaluate(() => {
        const { frames, showAgain } = window as unknown as TestGlobals;
        const seen = frames(30);
        showAgain();
        return seen;
      });
      expect(new Set(framesSeen)).toEqual(new Set([`${state}, known ${state}`]));
    }
    await supervisor('StopCallRecording');
    await expect(page.locator('[aria-live=polite]')).toHaveText('Recording stopped.');
    expect(await page.locator('[aria-live]').count()).toBe(2);
    const announced = (await announcedInPage()) as readonly string[];
    expect(announced.filter((text) => text === 'Recording stopped.')).toHaveLength(1);
    expect(announced.filter((text) => text.includes('Recording resumed.')).length).toBeLessThan(2);
  });
