import { chromium } from '@playwright/test';
import { expect, it } from 'vitest';
import { chromiumFlags } from './chromium.mjs';

it('disables in Chromium all that Playwright disables, because Chromium uses only one list', async () => {
  // Node is not a browser. It reports at once that it does not know the first flag, and the error
  // of Playwright says how it was called.
  const failure = await chromium.launch({ executablePath: process.execPath }).then(
    () => '',
    (error: unknown) => String(error),
  );
  const [, list = ''] = /--disable-features=(\S+)/.exec(failure) ?? [];
  expect(list).not.toBe('');
  const ours = chromiumFlags.join(' ');
  expect(list.split(',').filter((feature) => !ours.includes(feature))).toEqual([]);
});
