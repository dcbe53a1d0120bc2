import type { Page } from 'playwright-core';

/** A button of a call, and where it is. */
export interface Target {
  readonly label: string | null;
  readonly x: number;
  readonly y: number;
}

/** Returns where a button of a call is at this moment. */
export async function targetOf(
  page: Page,
  callId: string,
  choice: number,
): Promise<Target | undefined> {
  return page.evaluate(
    ({ id, share }) => {
      const buttons = [...document.querySelectorAll(`[data-call-id='${id}'] button`)];
      const button = buttons[Math.floor(share * buttons.length)];
      if (!button) return undefined;
      const { x, y, width, height } = button.getBoundingClientRect();
      const label = button.getAttribute('aria-label') ?? button.textContent;
      return { label, x: x + width / 2, y: y + height / 2 };
    },
    { id: callId, share: choice },
  );
}

/** Presses with the real mouse. */
export async function press(
  page: Page,
  target: Target | undefined,
  isDouble: boolean,
): Promise<void> {
  if (target) await page.mouse.click(target.x, target.y, { clickCount: isDouble ? 2 : 1 });
}
