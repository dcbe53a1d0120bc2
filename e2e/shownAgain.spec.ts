import { buildPage } from './buildPage.ts';
import { expect, test } from './desktop.ts';

/** What the page beside `shownAgain/main.tsx` leaves for tests. */
interface Left {
  readonly simulation: { readonly supervisor: (operationName: string, callId: string) => void };
  readonly start: (way: string) => void;
  readonly hide: () => void;
  readonly showAgain: () => void;
  readonly frames: (count: number) => Promise<readonly string[]>;
}

// An agent opened the tab with the call again: for one frame it said Recording, though it was paused.
for (const [hostsReact, way] of [
  ['19', 'activity'],
  ['19.2', 'activity'],
  ['19', 'suspense'],
  ['18.2', 'suspense'],
] as const)
  test(`controls hidden by ${way} on React ${hostsReact} never show what is over, and say it once`, async ({
    page,
  }) => {
    await page.goto('about:blank');
    await page.setContent('<!doctype html><title>Desk</title>');
    await page.addScriptTag({ content: await buildPage('shownAgain', hostsReact) });
    await page.evaluate((how) => (window as unknown as Left).start(how), way);
    const controls = page.getByRole('group', { name: 'Call recording' });
    const supervisor = (operationName: string): Promise<void> =>
      page.evaluate((name) => {
        (window as unknown as Left).simulation.supervisor(name, 'c1');
      }, operationName);
    await expect(controls).toHaveAttribute('data-recording-state', 'Recording');
    await page.evaluate(() => {
      const said: string[] = [];
      Object.assign(window, { said });
      new MutationObserver(() => {
        for (const { textContent } of document.querySelectorAll('[aria-live]'))
          if (textContent && said.at(-1) !== textContent) said.push(textContent);
      }).observe(document, { subtree: true, childList: true, characterData: true });
    });
    const said = (): Promise<unknown> =>
      page.evaluate(() => Reflect.get(window, 'said') as unknown);

    for (const [operationName, state] of [
      ['PauseCallRecording', 'Paused'],
      ['ResumeCallRecording', 'Recording'],
    ] as const) {
      await page.evaluate(() => (window as unknown as Left).hide());
      await expect(page.locator('#panel')).toBeHidden();
      await supervisor(operationName);
      // Nobody sees the button, so no key presses it.
      await page.keyboard.press('Alt+Shift+S');
      const frames = await page.evaluate(() => {
        const { frames: look, showAgain } = window as unknown as Left;
        const seen = look(30);
        showAgain();
        return seen;
      });
      expect(new Set(frames)).toEqual(new Set([`${state}, known ${state}`]));
    }
    await supervisor('StopCallRecording');
    await expect(page.locator('[aria-live=polite]')).toHaveText('Recording stopped.');
    expect(await page.locator('[aria-live]').count()).toBe(2);
    const heard = (await said()) as readonly string[];
    expect(heard.filter((text) => text === 'Recording stopped.')).toHaveLength(1);
    expect(heard.filter((text) => text.includes('Recording resumed.')).length).toBeLessThan(2);
  });
