import { test } from '@playwright/test';

// This is the only test of the project "firefox" where no Firefox is installed. It is skipped, so
// that the report says so.
test('all tests in Firefox', () => {
  test.skip(
    true,
    'No Firefox is installed here. On Debian: apt-get install firefox-esr; elsewhere set FIREFOX_PATH.',
  );
});
