import { test } from '@playwright/test';

// All there is of the project "firefox" where there is none: left out, and said so.
test('everything once more in Firefox', () => {
  test.skip(
    true,
    'No Firefox is installed here. On Debian: apt-get install firefox-esr; elsewhere set FIREFOX_PATH.',
  );
});
